#pragma once

#include "domain/sessionsummary.h"
#include "views/tray.h"

#include <memory>
#include <vector>

class QMenu;
class QTimer;

namespace views
{

/// The console where its window is not: an icon with the number of unread messages, and a notification for a
/// message that nobody sees. Notifications keep a pause between them; what comes in it is told together after
/// it.
class TrayPresence final : public QObject
{
    Q_OBJECT
public:
    explicit TrayPresence(std::unique_ptr<Tray> tray, QObject *parent = nullptr);
    ~TrayPresence() override;

    /// Shows the icon, or says by unavailable() that there is no place for it.
    void start();
    bool isShown() const { return m_shown; }
    /// Between two notifications; 2,000 ms unless told.
    void setPause(int ms);

public Q_SLOTS:
    void setSelf(const QString &userId) { m_self = userId; }
    /// Shown at once, or with the next ones after a moment: each change goes through the desktop's bus.
    void setUnread(qint64 messages);
    /// A message came in \a summary's session while nobody looked at it.
    void notify(const domain::SessionSummary &summary);
    /// It is looked at now: nothing of it is told any more.
    void forget(const domain::SessionId &session);

Q_SIGNALS:
    /// The window is to come to the front.
    void windowRequested();
    /// It is to come to the front with \a session open.
    void sessionRequested(const domain::SessionId &session);
    void quitRequested();
    /// There is no tray: one sentence for a person.
    void unavailable(const QString &sentence);

private:
    void tell();
    void showUnread();

    std::unique_ptr<Tray> m_tray;
    std::unique_ptr<QMenu> m_menu;
    QTimer *m_pause;
    QTimer *m_calm; ///< while it runs, the icon stays as it is
    qint64 m_unread = 0;
    qint64 m_shownUnread = -1;
    bool m_shown = false;
    QString m_self;
    std::vector<domain::SessionSummary> m_waiting; ///< the newest of each session
    domain::SessionId m_told;                      ///< of the last notification; null if it told of several
};

} // namespace views
