#pragma once

#include "client/sessionchange.h"
#include "domain/sessionsummary.h"

#include <QMenu>

namespace views
{

/// What can be changed of the open session: closed or open, who sees to it, how urgent it is, its labels.
class SessionMenu final : public QMenu
{
    Q_OBJECT
public:
    explicit SessionMenu(QWidget *parent = nullptr);

    /// Offers what is to be offered for \a session to \a self.
    void fill(const domain::Session &session, const QString &self);

Q_SIGNALS:
    void changeRequested(const client::SessionChange &change);
    void labelsRequested(); ///< to be written

private:
    QAction *add(const QString &name, const QString &icon, const QString &label,
                 const client::SessionChange &change);
};

} // namespace views
