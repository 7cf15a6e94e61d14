#include "audio/notificationsound.h"

#include <QSignalSpy>
#include <QTest>

#include <atomic>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace
{

class TestPlayer final : public audio::Player
{
public:
    TestPlayer(std::atomic_int &plays, std::atomic<QThread *> &thread, bool device)
        : m_plays(plays)
        , m_thread(thread)
        , m_device(device)
    {
    }
    bool play() override
    {
        m_thread = QThread::currentThread();
        ++m_plays;
        return m_device;
    }

private:
    std::atomic_int &m_plays;
    std::atomic<QThread *> &m_thread;
    bool m_device;
};

} // namespace

class TestNotificationSound : public QObject
{
    Q_OBJECT

    base::ManualClock m_clock{base::Timestamp(1h)};
    std::atomic_int m_plays = 0;
    std::atomic<QThread *> m_thread = nullptr;

    std::unique_ptr<audio::Player> player(bool device)
    {
        m_plays = 0;
        return std::make_unique<TestPlayer>(m_plays, m_thread, device);
    }

private Q_SLOTS:
    void playsElsewhereAndNotTooOften();
    void isSilentWhenSwitchedOff();
    void saysOnceThatThereIsNoDevice();
    void theRealPlayerHoldsNothingUp();
};

void TestNotificationSound::playsElsewhereAndNotTooOften()
{
    audio::NotificationSound sound(m_clock, player(true));
    QSignalSpy unavailable(&sound, &audio::NotificationSound::unavailable);
    for (int i = 0; i < 200; ++i)
        sound.play();
    QTRY_COMPARE(m_plays.load(), 1);
    QVERIFY(m_thread.load() != QThread::currentThread());
    m_clock.advance(2s);
    sound.play();
    QTRY_COMPARE(m_plays.load(), 2);
    QCOMPARE(unavailable.count(), 0);
}

void TestNotificationSound::isSilentWhenSwitchedOff()
{
    {
        audio::NotificationSound sound(m_clock, player(true));
        sound.setEnabled(false);
        sound.play();
        sound.setEnabled(true);
        sound.play();
        QTRY_COMPARE(m_plays.load(), 1);
    }
    QCOMPARE(m_plays.load(), 1);
}

void TestNotificationSound::saysOnceThatThereIsNoDevice()
{
    audio::NotificationSound sound(m_clock, player(false));
    QSignalSpy unavailable(&sound, &audio::NotificationSound::unavailable);
    sound.play();
    QTRY_COMPARE(unavailable.count(), 1);
    QVERIFY(unavailable.first().first().toString().contains(u"No sound device"_s));
    m_clock.advance(2s);
    sound.play();
    QTRY_COMPARE(m_plays.load(), 2);
    QCoreApplication::processEvents();
    QCOMPARE(unavailable.count(), 1);
}

/// With a device it plays, without one it says so: on the machine that runs this, whichever it has.
void TestNotificationSound::theRealPlayerHoldsNothingUp()
{
    audio::NotificationSound sound(m_clock, audio::makeEffectPlayer());
    m_clock.advance(2s);
    QElapsedTimer timer;
    timer.start();
    sound.play();
    QVERIFY(timer.elapsed() < 16);
}

QTEST_GUILESS_MAIN(TestNotificationSound)
#include "tst_notificationsound.moc"
