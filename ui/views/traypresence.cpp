#include "views/traypresence.h"

#include "models/sessiontext.h"
#include "views/appicon.h"

#include <QMenu>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace views
{

namespace
{

constexpr int pauseMs = 2000;
constexpr int calmMs = 250;
constexpr qsizetype namedSessions = 3;

/// The marks that isolate directions are for our own painting; not every notification bubble knows them.
QString withoutMarks(QString text)
{
    return text.remove(QChar(0x2068)).remove(QChar(0x2069));
}

} // namespace

TrayPresence::TrayPresence(std::unique_ptr<Tray> tray, QObject *parent)
    : QObject(parent)
    , m_tray(std::move(tray))
    , m_menu(std::make_unique<QMenu>())
    , m_pause(new QTimer(this))
    , m_calm(new QTimer(this))
{
    m_pause->setSingleShot(true);
    m_pause->setInterval(pauseMs);
    m_calm->setSingleShot(true);
    m_calm->setInterval(calmMs);
    connect(m_calm, &QTimer::timeout, this, &TrayPresence::showUnread);
    m_menu->addAction(tr("Show UltraCom"), this, &TrayPresence::windowRequested);
    m_menu->addSeparator();
    m_menu->addAction(tr("Quit"), this, &TrayPresence::quitRequested);
    connect(m_pause, &QTimer::timeout, this, &TrayPresence::tell);
    connect(m_tray.get(), &Tray::activated, this, &TrayPresence::windowRequested);
    connect(m_tray.get(), &Tray::messageClicked, this, [this] {
        if (m_told.isNull())
            Q_EMIT windowRequested();
        else
            Q_EMIT sessionRequested(m_told);
    });
    showUnread();
}

TrayPresence::~TrayPresence() = default;

void TrayPresence::start()
{
    m_shown = m_tray->isAvailable();
    if (m_shown)
        m_tray->show(m_menu.get());
    else
        Q_EMIT unavailable(
            tr("This desktop has no tray, so new messages are not announced, and closing the window "
               "quits UltraCom."));
}

void TrayPresence::setPause(int ms)
{
    m_pause->setInterval(ms);
}

void TrayPresence::setUnread(qint64 messages)
{
    m_unread = messages;
    if (!m_calm->isActive())
        showUnread();
}

void TrayPresence::showUnread()
{
    if (m_unread == m_shownUnread)
        return;
    m_shownUnread = m_unread;
    const QString text =
        m_unread > 0 ? tr("UltraCom: %n unread messages", nullptr, int(m_unread)) : u"UltraCom"_s;
    m_tray->setIcon(appIcon(appIconBadge(m_unread)), text);
    m_calm->start();
}

void TrayPresence::notify(const domain::SessionSummary &summary)
{
    if (!m_shown)
        return;
    std::erase_if(m_waiting, [&](const auto &other) { return other.session.id == summary.session.id; });
    m_waiting.push_back(summary);
    if (!m_pause->isActive())
        tell();
}

void TrayPresence::forget(const domain::SessionId &session)
{
    std::erase_if(m_waiting, [&](const auto &other) { return other.session.id == session; });
}

void TrayPresence::tell()
{
    if (m_waiting.empty())
        return;
    if (m_waiting.size() == 1) {
        const domain::SessionSummary &only = m_waiting.front();
        m_told = only.session.id;
        m_tray->showMessage(models::displayName(only, m_self), withoutMarks(models::lastLine(only, m_self)));
    } else {
        m_told = {};
        QStringList names;
        for (const auto &summary : m_waiting) {
            if (names.size() < namedSessions)
                names.append(models::displayName(summary, m_self));
        }
        m_tray->showMessage(tr("New messages in %n sessions", nullptr, int(m_waiting.size())),
                            names.join(u", "_s));
    }
    m_waiting.clear();
    m_pause->start();
}

} // namespace views
