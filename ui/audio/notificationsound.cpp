#include "audio/notificationsound.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace audio
{

namespace
{

constexpr auto pause = 1500ms;

} // namespace

NotificationSound::NotificationSound(const base::Clock &clock, std::unique_ptr<Player> player,
                                     QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_player(player.release())
{
    m_thread.setObjectName(u"sound"_s);
    m_player->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_player, &QObject::deleteLater);
}

NotificationSound::~NotificationSound()
{
    if (!m_thread.isRunning()) {
        delete m_player;
        return;
    }
    m_thread.quit();
    m_thread.wait();
}

void NotificationSound::play()
{
    const base::Timestamp now = m_clock.now();
    if (!m_enabled || (m_last && now - *m_last < pause))
        return;
    m_last = now;
    if (!m_thread.isRunning())
        m_thread.start(QThread::LowPriority);
    QMetaObject::invokeMethod(m_player, [this] {
        if (!m_player->play())
            QMetaObject::invokeMethod(this, &NotificationSound::failed);
    });
}

void NotificationSound::failed()
{
    if (m_said)
        return;
    m_said = true;
    Q_EMIT unavailable(tr("No sound device was found, so new messages make no sound."));
}

} // namespace audio
