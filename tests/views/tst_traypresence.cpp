#include "views/traypresence.h"
#include "windowfixture.h"

#include <QMenu>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using views::TrayPresence;
using window::idOf;

namespace
{

class TestTray final : public views::Tray
{
public:
    explicit TestTray(bool available)
        : m_available(available)
    {
    }
    bool isAvailable() const override { return m_available; }
    void show(QMenu *menu) override { shown = menu; }
    void setIcon(const QIcon &newIcon, const QString &newToolTip) override
    {
        ++changes;
        icon = newIcon;
        toolTip = newToolTip;
    }
    void showMessage(const QString &title, const QString &text) override { messages.append({title, text}); }

    QMenu *shown = nullptr;
    int changes = 0;
    QIcon icon;
    QString toolTip;
    QList<std::pair<QString, QString>> messages;

private:
    bool m_available;
};

} // namespace

class TestTrayPresence : public QObject
{
    Q_OBJECT

    struct Made {
        TestTray *tray;
        TrayPresence presence;
        explicit Made(bool available = true)
            : tray(new TestTray(available))
            , presence(std::unique_ptr<views::Tray>(tray))
        {
            presence.setSelf(u"me"_s);
            presence.setPause(100);
        }
    };

private Q_SLOTS:
    void showsTheIcon();
    void saysThatThereIsNoTray();
    void countsUnread();
    void tellsOfAMessageAndOpensIt();
    void tellsTogetherWhatComesAtOnce();
    void tellsNothingOfWhatIsLookedAt();
    void theMenuWorks();
};

void TestTrayPresence::showsTheIcon()
{
    Made made;
    QSignalSpy unavailable(&made.presence, &TrayPresence::unavailable);
    made.presence.start();
    QVERIFY(made.presence.isShown());
    QVERIFY(made.tray->shown);
    QCOMPARE(unavailable.count(), 0);
}

void TestTrayPresence::saysThatThereIsNoTray()
{
    Made made(false);
    QSignalSpy unavailable(&made.presence, &TrayPresence::unavailable);
    made.presence.start();
    QVERIFY(!made.presence.isShown());
    QCOMPARE(unavailable.count(), 1);
    QVERIFY(unavailable.first().first().toString().contains(u"no tray"_s));
    made.presence.notify(window::summaryOf(1));
    QVERIFY(made.tray->messages.isEmpty());
}

void TestTrayPresence::countsUnread()
{
    Made made;
    const auto image = [&made] { return made.tray->icon.pixmap(32).toImage(); };
    const QImage none = image();
    QCOMPARE(made.tray->toolTip, u"UltraCom"_s);
    made.presence.setUnread(3);
    QTRY_VERIFY(made.tray->toolTip.contains(u'3'));
    const QImage three = image();
    QVERIFY(three != none);
    const int before = made.tray->changes;
    for (int unread = 0; unread <= 300; ++unread)
        made.presence.setUnread(unread);
    QTRY_VERIFY(made.tray->toolTip.contains(u"300"_s));
    QVERIFY(image() != three);
    QVERIFY2(made.tray->changes - before <= 2, "the desktop is not told of each one");
    made.presence.setUnread(0);
    QTRY_COMPARE(image(), none);
}

void TestTrayPresence::tellsOfAMessageAndOpensIt()
{
    Made made;
    made.presence.start();
    QSignalSpy session(&made.presence, &TrayPresence::sessionRequested);
    made.presence.notify(window::summaryOf(4));
    QCOMPARE(made.tray->messages.size(), 1);
    QCOMPARE(made.tray->messages.first().first, u"Customer 4"_s);
    QCOMPARE(made.tray->messages.first().second, u"ana: Line 4"_s);
    Q_EMIT made.tray->messageClicked();
    QCOMPARE(session.count(), 1);
    QCOMPARE(session.first().first().value<domain::SessionId>(), idOf(4));
}

void TestTrayPresence::tellsTogetherWhatComesAtOnce()
{
    Made made;
    made.presence.start();
    QSignalSpy session(&made.presence, &TrayPresence::sessionRequested);
    QSignalSpy window(&made.presence, &TrayPresence::windowRequested);
    for (int i = 0; i < 200; ++i)
        made.presence.notify(window::summaryOf(i % 50));
    QCOMPARE(made.tray->messages.size(), 1);
    QTRY_COMPARE(made.tray->messages.size(), 2);
    QVERIFY(made.tray->messages.last().first.contains(u"50"_s));
    Q_EMIT made.tray->messageClicked();
    QCOMPARE(session.count(), 0);
    QCOMPARE(window.count(), 1);
}

void TestTrayPresence::tellsNothingOfWhatIsLookedAt()
{
    Made made;
    made.presence.start();
    for (int i : {1, 2, 3})
        made.presence.notify(window::summaryOf(i));
    made.presence.forget(idOf(2));
    QTRY_COMPARE(made.tray->messages.size(), 2);
    QCOMPARE(made.tray->messages.last().first, u"Customer 3"_s);
}

void TestTrayPresence::theMenuWorks()
{
    Made made;
    made.presence.start();
    QSignalSpy window(&made.presence, &TrayPresence::windowRequested);
    QSignalSpy quit(&made.presence, &TrayPresence::quitRequested);
    made.tray->shown->actions().first()->trigger();
    made.tray->shown->actions().last()->trigger();
    Q_EMIT made.tray->activated();
    QCOMPARE(window.count(), 2);
    QCOMPARE(quit.count(), 1);
}

QTEST_MAIN(TestTrayPresence)
#include "tst_traypresence.moc"
