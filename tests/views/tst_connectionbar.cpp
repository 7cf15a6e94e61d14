#include "theme/theme.h"
#include "views/connectionbar.h"
#include "windowfixture.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using client::ConnectionState;
using views::ConnectionBar;

class TestConnectionBar : public QObject
{
    Q_OBJECT

    struct Shown {
        theme::Theme look{*qApp, theme::Choice::Light};
        base::ManualClock clock{window::start};
        QWidget parent;
        ConnectionBar *bar = new ConnectionBar(clock, &parent);
        QLabel *headline = bar->findChild<QLabel *>(u"connectionHeadline"_s);
        QLabel *detail = bar->findChild<QLabel *>(u"connectionDetail"_s);
        QPushButton *button = bar->findChild<QPushButton *>(u"connectionButton"_s);

        Shown() { parent.show(); }
        void set(ConnectionState state, const QString &problem = {}, int waiting = 0)
        {
            bar->setStatus({state, problem, clock.now() + 8s, waiting});
        }
    };

private Q_SLOTS:
    void isHiddenWhileAllIsWell();
    void tellsWhatWaitsAndCountsDown();
    void offersWhatHelps_data();
    void offersWhatHelps();
    void aQuickFirstConnectionShowsNothing();
};

void TestConnectionBar::isHiddenWhileAllIsWell()
{
    Shown shown;
    QVERIFY(!shown.bar->isVisible());
    shown.set(ConnectionState::Reconnecting);
    QVERIFY(shown.bar->isVisible());
    shown.set(ConnectionState::Online);
    QVERIFY(!shown.bar->isVisible());
}

void TestConnectionBar::tellsWhatWaitsAndCountsDown()
{
    Shown shown;
    shown.set(ConnectionState::Reconnecting, u"The <b>server</b> does not answer."_s, 3);
    QCOMPARE(shown.headline->text(), u"Reconnecting…"_s);
    QCOMPARE(shown.detail->textFormat(), Qt::PlainText);
    QCOMPARE(shown.detail->text(),
             u"3 messages wait to be sent. The <b>server</b> does not answer. Next attempt in 8 s."_s);
    shown.clock.advance(2500ms);
    QTRY_VERIFY(shown.detail->text().endsWith(u"Next attempt in 6 s."_s));
    shown.clock.advance(10s);
    QTRY_VERIFY(!shown.detail->text().contains(u"Next attempt"_s));
}

void TestConnectionBar::offersWhatHelps_data()
{
    QTest::addColumn<int>("state");
    QTest::addColumn<QString>("button");
    QTest::addColumn<bool>("signsIn");
    QTest::newRow("lost") << int(ConnectionState::Reconnecting) << u"Try now"_s << false;
    QTest::newRow("stopped") << int(ConnectionState::Stopped) << u"Try now"_s << false;
    QTest::newRow("refused") << int(ConnectionState::Refused) << u"Sign in again"_s << true;
}

void TestConnectionBar::offersWhatHelps()
{
    QFETCH(int, state);
    QFETCH(QString, button);
    QFETCH(bool, signsIn);
    Shown shown;
    QSignalSpy reconnect(shown.bar, &ConnectionBar::reconnectRequested);
    QSignalSpy signIn(shown.bar, &ConnectionBar::signInRequested);
    shown.set(ConnectionState(state));
    QCOMPARE(shown.button->text(), button);
    QTest::mouseClick(shown.button, Qt::LeftButton);
    QCOMPARE(signIn.count(), int(signsIn));
    QCOMPARE(reconnect.count(), int(!signsIn));
}

void TestConnectionBar::aQuickFirstConnectionShowsNothing()
{
    Shown shown;
    shown.set(ConnectionState::Connecting);
    QVERIFY(!shown.bar->isVisible());
    QTRY_VERIFY(shown.bar->isVisible());
    QVERIFY(!shown.button->isVisible());
    QCOMPARE(shown.headline->text(), u"Connecting…"_s);
    shown.set(ConnectionState::Reconnecting);
    shown.set(ConnectionState::Connecting);
    shown.set(ConnectionState::Refused, u"The token has expired."_s);
    QVERIFY(shown.bar->isVisible());
}

QTEST_MAIN(TestConnectionBar)
#include "tst_connectionbar.moc"
