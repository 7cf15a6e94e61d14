#pragma once

#include "client/connectionstatus.h"
#include "domain/event.h"

#include <QWidget>

namespace views
{

class ElidedLabel;

/// Below the list: who is signed in, and how the connection is; always there.
class StatusFooter final : public QWidget
{
    Q_OBJECT
public:
    explicit StatusFooter(QWidget *parent = nullptr);
    void setSelf(const domain::UserRef &self);
    void setState(client::ConnectionState state);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    domain::UserRef m_self;
    client::ConnectionState m_state = client::ConnectionState::Stopped;
    ElidedLabel *m_name;
    ElidedLabel *m_word;
};

} // namespace views
