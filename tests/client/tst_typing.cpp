#include "client/typing.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Tell = client::TypingThrottle::Tell;

class TestTyping : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void tellsOnceASecond();
    void tellsOfTheEndOnce();
    void tellsAgainAfterTheClockWasSetBack();
    void namesWhoTypes();
    void forgetsWhoFellSilent();

private:
    const base::Timestamp m_now{1000s};
};

void TestTyping::tellsOnceASecond()
{
    client::TypingThrottle throttle;
    QVERIFY(throttle.keystroke(m_now) == Tell::Start);
    QVERIFY(throttle.keystroke(m_now + 1ms) == Tell::Nothing);
    QVERIFY(throttle.keystroke(m_now + 999ms) == Tell::Nothing);
    QVERIFY(throttle.keystroke(m_now + 1000ms) == Tell::Start);
    QVERIFY(throttle.keystroke(m_now + 1001ms) == Tell::Nothing);
}

void TestTyping::tellsOfTheEndOnce()
{
    client::TypingThrottle throttle;
    QVERIFY(throttle.stop() == Tell::Nothing);
    throttle.keystroke(m_now);
    QVERIFY(throttle.stop() == Tell::Stop);
    QVERIFY(throttle.stop() == Tell::Nothing);
    QVERIFY(throttle.keystroke(m_now + 1ms) == Tell::Start);
}

void TestTyping::tellsAgainAfterTheClockWasSetBack()
{
    client::TypingThrottle throttle;
    throttle.keystroke(m_now);
    QVERIFY(throttle.keystroke(m_now - 1h) == Tell::Start);
}

void TestTyping::namesWhoTypes()
{
    client::TypingPeople people;
    QVERIFY(people.start(u"a"_s, u"Ana"_s, m_now));
    QVERIFY(people.start(u"b"_s, u"Besa"_s, m_now));
    QVERIFY(!people.start(u"a"_s, u"Ana"_s, m_now + 1s));
    QCOMPARE(people.names(), (QStringList{u"Ana"_s, u"Besa"_s}));
    QVERIFY(people.stop(u"a"_s));
    QVERIFY(!people.stop(u"a"_s));
    QCOMPARE(people.names(), QStringList{u"Besa"_s});
    QVERIFY(people.clear());
    QVERIFY(!people.clear());
    QVERIFY(people.isEmpty());
}

void TestTyping::forgetsWhoFellSilent()
{
    client::TypingPeople people;
    people.start(u"a"_s, u"Ana"_s, m_now);
    people.start(u"b"_s, u"Besa"_s, m_now);
    people.start(u"b"_s, u"Besa"_s, m_now + 3s);
    QVERIFY(!people.dropSilent(m_now + 6999ms));
    QVERIFY(people.dropSilent(m_now + 7s));
    QCOMPARE(people.names(), QStringList{u"Besa"_s});
}

QTEST_GUILESS_MAIN(TestTyping)
#include "tst_typing.moc"
