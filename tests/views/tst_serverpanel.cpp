#include "theme/theme.h"
#include "views/elidedlabel.h"
#include "views/rateplot.h"
#include "views/serverpanel.h"
#include "views/switch.h"

#include <QAccessible>
#include <QLabel>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;
using views::ServerPanel;

class TestServerPanel : public QObject
{
    Q_OBJECT

    struct Shown {
        theme::Theme look{*qApp, theme::Choice::Light};
        ServerPanel panel;
        views::Switch *toggle = panel.findChild<views::Switch *>(u"serverSwitch"_s);
        QLabel *state = panel.findChild<QLabel *>(u"serverState"_s);
        views::RatePlot *plot = panel.findChild<views::RatePlot *>();

        Shown()
        {
            panel.resize(300, 600);
            panel.show();
        }
    };

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(u"en_GB"_s)); }
    void theSwitchAsksAndWaits();
    void showsEachState_data();
    void showsEachState();
    void showsFigures();
    void plotsTheRate();
    void keepsTheLastLogLines();
    void copiesTheAddress();
};

void TestServerPanel::theSwitchAsksAndWaits()
{
    Shown shown;
    QCOMPARE(QAccessible::queryAccessibleInterface(shown.toggle)->role(), QAccessible::CheckBox);
    QSignalSpy switched(&shown.panel, &ServerPanel::switched);
    QTest::mouseClick(shown.toggle, Qt::LeftButton);
    QCOMPARE(switched.count(), 1);
    QCOMPARE(switched.first().first().toBool(), true);
    QVERIFY2(!shown.toggle->isChecked(), "it shows what is, not what was asked for");
    shown.panel.setState(ServerPanel::State::On);
    QVERIFY(shown.toggle->isChecked());
    shown.toggle->setFocus();
    QTest::keyClick(shown.toggle, Qt::Key_Space);
    QCOMPARE(switched.count(), 2);
    QCOMPARE(switched.last().first().toBool(), false);
    QVERIFY(shown.toggle->isChecked());
}

void TestServerPanel::showsEachState_data()
{
    QTest::addColumn<int>("state");
    QTest::addColumn<QString>("sentence");
    QTest::addColumn<bool>("on");
    QTest::addColumn<bool>("movable");
    QTest::newRow("off") << int(ServerPanel::State::Off) << u"Off. Customers cannot reach this console."_s
                         << false << true;
    QTest::newRow("starting") << int(ServerPanel::State::Starting) << u"Starting…"_s << true << false;
    QTest::newRow("on") << int(ServerPanel::State::On) << u"On"_s << true << true;
    QTest::newRow("stopping") << int(ServerPanel::State::Stopping) << u"Stopping…"_s << false << false;
    QTest::newRow("failed") << int(ServerPanel::State::Failed) << u"Port 8080 is taken."_s << false << true;
}

void TestServerPanel::showsEachState()
{
    QFETCH(int, state);
    QFETCH(bool, on);
    QFETCH(bool, movable);
    Shown shown;
    shown.panel.setState(ServerPanel::State(state), u"Port 8080 is taken."_s);
    QTEST(shown.state->text(), "sentence");
    QCOMPARE(shown.toggle->isChecked(), on);
    QCOMPARE(shown.toggle->isEnabled(), movable);
}

void TestServerPanel::showsFigures()
{
    Shown shown;
    auto *connections = shown.panel.findChild<QLabel *>(u"serverConnections"_s);
    auto *rate = shown.panel.findChild<QLabel *>(u"serverRate"_s);
    shown.panel.setState(ServerPanel::State::On);
    shown.panel.setConnections(12345);
    QCOMPARE(connections->text(), u"12,345"_s);
    shown.panel.addMessageRate(0.25);
    QCOMPARE(rate->text(), u"0.3 a second"_s);
    shown.panel.addMessageRate(1234.4);
    QCOMPARE(rate->text(), u"1,234 a second"_s);
    shown.panel.setState(ServerPanel::State::Off);
    QCOMPARE(connections->text(), u"0"_s);
    QCOMPARE(rate->text(), u"0.0 a second"_s);
}

void TestServerPanel::plotsTheRate()
{
    Shown shown;
    shown.panel.setState(ServerPanel::State::On);
    const QImage before = shown.plot->grab().toImage();
    for (int i = 0; i < 200; ++i)
        shown.panel.addMessageRate(i % 20);
    QVERIFY(shown.plot->grab().toImage() != before);
    QCOMPARE(shown.plot->newest(), 19.0);
}

void TestServerPanel::keepsTheLastLogLines()
{
    Shown shown;
    auto *log = shown.panel.findChild<QPlainTextEdit *>(u"serverLog"_s);
    QStringList lines;
    for (int i = 0; i < 500; ++i)
        lines.append(u"line %1"_s.arg(i));
    shown.panel.appendLog(lines);
    shown.panel.appendLog({});
    QCOMPARE(log->blockCount(), 200);
    QVERIFY(log->toPlainText().endsWith(u"line 499"_s));
    QVERIFY(log->isReadOnly());
}

void TestServerPanel::copiesTheAddress()
{
    Shown shown;
    QSignalSpy copy(&shown.panel, &ServerPanel::copyAddressRequested);
    auto *button = shown.panel.findChild<QToolButton *>(u"serverCopy"_s);
    QVERIFY(!button->isEnabled());
    shown.panel.setAddress(QUrl(u"http://127.0.0.1:8080/"_s));
    QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(copy.count(), 1);
    QCOMPARE(shown.panel.findChild<views::ElidedLabel *>(u"serverAddress"_s)->text(),
             u"http://127.0.0.1:8080/"_s);
}

QTEST_MAIN(TestServerPanel)
#include "tst_serverpanel.moc"
