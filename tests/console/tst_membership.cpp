#include "console/membership.h"

#include "console/identity.h"
#include "fakekeychain.h"
#include "theme/theme.h"

#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QWidget>

using namespace Qt::StringLiterals;

/// Getting into a server elsewhere, without one: what is asked, what is kept.
class TestMembership : public QObject
{
    Q_OBJECT

    base::ManualClock m_clock{*base::fromRfc3339(u"2025-10-21T10:10:10.000Z")};
    std::unique_ptr<theme::Theme> m_theme;
    const QUrl m_server{u"http://desk:8080"_s};
    QTemporaryDir m_folder;
    FakeKeychain m_keychain;
    console::TokenKeeper m_keeper{&m_keychain, m_folder.path()};

    QByteArray token() const
    {
        return console::ownToken({u"arta"_s, u"Arta"_s}, "a secret of somebody else, long enough",
                                 m_clock.now());
    }
    static QDialog *dialog(QWidget &window) { return window.findChild<QDialog *>(u"signInDialog"_s); }

private Q_SLOTS:
    void initTestCase() { m_theme = std::make_unique<theme::Theme>(*qApp); }
    void init() { m_keychain = FakeKeychain(); }
    void keptTokenIsUsed();
    void withoutATokenThePersonIsAsked();
    void expiredTokenIsAskedForAnew();
    void refusedTokenIsNotKept();
    void givenTokenIsNotKept();
};

void TestMembership::keptTokenIsUsed()
{
    QWidget window;
    m_keeper.keep(m_server, token());
    QTRY_COMPARE(m_keychain.secrets.size(), 1);
    console::Membership membership(m_server, {}, m_keeper, m_clock, window);
    QSignalSpy signedIn(&membership, &console::Membership::signedIn);
    membership.start();
    QTRY_COMPARE(signedIn.size(), 1);
    QCOMPARE(signedIn.first().first().toByteArray(), token());
    QVERIFY(!dialog(window));
}

void TestMembership::withoutATokenThePersonIsAsked()
{
    QWidget window;
    window.show();
    console::Membership membership(m_server, {}, m_keeper, m_clock, window);
    QSignalSpy signedIn(&membership, &console::Membership::signedIn);
    QSignalSpy signedOut(&membership, &console::Membership::signedOut);
    membership.start();
    QTRY_VERIFY(dialog(window));
    QCOMPARE(signedOut.size(), 1);
    auto *field = dialog(window)->findChild<QLineEdit *>(u"tokenField"_s);
    auto *button = dialog(window)->findChild<QPushButton *>(u"signInButton"_s);
    QVERIFY(!button->isEnabled());
    QTest::keyClicks(field, QString::fromLatin1(token()));
    QVERIFY(button->isEnabled());
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(signedIn.size(), 1);
    QVERIFY(!button->isEnabled());
    QCOMPARE(m_keychain.secrets.size(), 0);
    membership.accepted();
    QTRY_COMPARE(m_keychain.secrets.size(), 1);
    QTRY_VERIFY(!dialog(window));
}

void TestMembership::expiredTokenIsAskedForAnew()
{
    QWidget window;
    const QByteArray old = token();
    m_keeper.keep(m_server, old);
    QTRY_COMPARE(m_keychain.secrets.size(), 1);
    m_clock.advance(std::chrono::hours(24));
    console::Membership membership(m_server, {}, m_keeper, m_clock, window);
    QSignalSpy signedIn(&membership, &console::Membership::signedIn);
    membership.start();
    QTRY_VERIFY(dialog(window));
    QCOMPARE(signedIn.size(), 0);
    QVERIFY(dialog(window)->findChild<QLabel *>(u"problem"_s)->text().contains(u"expired"));
}

void TestMembership::refusedTokenIsNotKept()
{
    QWidget window;
    window.show();
    console::Membership membership(m_server, {}, m_keeper, m_clock, window);
    membership.ask({});
    auto *field = dialog(window)->findChild<QLineEdit *>(u"tokenField"_s);
    field->setText(QString::fromLatin1(token()));
    QTest::mouseClick(dialog(window)->findChild<QPushButton *>(u"signInButton"_s), Qt::LeftButton);
    membership.refused(u"The token was signed with another secret."_s);
    QVERIFY(dialog(window)->isVisible());
    QVERIFY(dialog(window)->findChild<QLabel *>(u"problem"_s)->text().contains(u"another secret"));
    QVERIFY(dialog(window)->findChild<QPushButton *>(u"signInButton"_s)->isEnabled());
    membership.accepted();
    QCoreApplication::processEvents();
    QCOMPARE(m_keychain.secrets.size(), 0);
}

void TestMembership::givenTokenIsNotKept()
{
    QWidget window;
    console::Membership membership(m_server, token(), m_keeper, m_clock, window);
    QSignalSpy signedIn(&membership, &console::Membership::signedIn);
    membership.start();
    QCOMPARE(signedIn.size(), 1);
    membership.accepted();
    QCoreApplication::processEvents();
    QCOMPARE(m_keychain.secrets.size(), 0);
}

QTEST_MAIN(TestMembership)
#include "tst_membership.moc"
