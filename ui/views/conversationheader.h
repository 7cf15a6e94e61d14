#pragma once

#include "domain/event.h"
#include "domain/sessionsummary.h"

#include <QWidget>

namespace views
{

class ElidedLabel;

/// Above a conversation: avatar, name, who is there or types, and badges for type and status.
class ConversationHeader final : public QWidget
{
    Q_OBJECT
public:
    explicit ConversationHeader(QWidget *parent = nullptr);

    void setSession(const domain::SessionSummary &summary);
    QString sessionName() const;
    /// The console's own user does not count as somebody who is there.
    void setSelf(const QString &userId);
    void setOnline(const std::vector<domain::UserRef> &online);
    void setTyping(const QStringList &names);
    /// Without a connection nobody knows who is there, and nothing is said of it.
    void setConnected(bool connected);

protected:
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void refresh();
    QString presence() const;
    void paintBadges(QPainter &painter);
    int badgesWidth() const;

    domain::SessionSummary m_summary;
    QString m_self;
    QStringList m_online; ///< names of the others
    QStringList m_typing;
    bool m_connected = true;
    ElidedLabel *m_name;
    ElidedLabel *m_presence;
};

} // namespace views
