#include "dialogs/aboutdialog.h"
#include "dialogs/labelsdialog.h"
#include "dialogs/porttakendialog.h"
#include "dialogs/quitdialog.h"
#include "dialogs/signindialog.h"
#include "dialogs/versionsdialog.h"
#include "protocol/jwt.h"
#include "theme/theme.h"

#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>

using namespace Qt::StringLiterals;

class TestDialogs : public QObject
{
    Q_OBJECT

    base::ManualClock m_clock{*base::fromRfc3339(u"2025-10-21T10:10:10.000Z")};
    std::unique_ptr<theme::Theme> m_theme;

    QString token() const
    {
        protocol::TokenClaims claims;
        claims.sub = u"tech-1"_s;
        claims.name = u"<b>Arta</b>"_s;
        claims.role = domain::Role::Technician;
        claims.issuedAt = m_clock.now();
        claims.expiresAt = m_clock.now() + std::chrono::hours(8);
        return QString::fromLatin1(protocol::encodeToken(claims, "a secret that is long enough for us all"));
    }

private Q_SLOTS:
    void initTestCase() { m_theme = std::make_unique<theme::Theme>(*qApp); }
    void signInChecksWhileOneTypes();
    void signInForOneServerOnly();
    void signInWhileTheServerIsAsked();
    void signInAgainWhenTheTokenHasExpiredMeanwhile();
    void portTaken_data();
    void portTaken();
    void quit();
    void labels();
    void versions();
    void textIsPlainAndNamedAndReachable();
};

void TestDialogs::signInChecksWhileOneTypes()
{
    dialogs::SignInDialog dialog(m_clock);
    QSignalSpy asked(&dialog, &dialogs::SignInDialog::signInRequested);
    dialog.setServer({}, false);
    dialog.open();
    auto *server = dialog.findChild<QLineEdit *>(u"serverField"_s);
    auto *field = dialog.findChild<QLineEdit *>(u"tokenField"_s);
    auto *button = dialog.findChild<QPushButton *>(u"signInButton"_s);
    auto *verdict = dialog.findChild<QLabel *>(u"verdict"_s);
    auto *serverProblem = dialog.findChild<QLabel *>(u"serverProblem"_s);
    QVERIFY(!button->isEnabled());
    QVERIFY(!verdict->isVisible() && !serverProblem->isVisible());

    QTest::keyClicks(server, u"ftp://desk"_s);
    QVERIFY(serverProblem->isVisible());
    server->clear();
    QTest::keyClicks(server, u"desk:8080"_s);
    QVERIFY(!serverProblem->isVisible());
    QTest::keyClicks(field, u"nonsense"_s);
    QVERIFY(verdict->isVisible() && !button->isEnabled());
    field->clear();
    field->setText(token());
    QVERIFY(verdict->text().contains(u"<b>Arta</b>"_s));
    QVERIFY(verdict->text().contains(u"technician"_s));
    QVERIFY(button->isEnabled());
    QCOMPARE(field->echoMode(), QLineEdit::Password);
    dialog.findChild<QCheckBox *>(u"showToken"_s)->click();
    QCOMPARE(field->echoMode(), QLineEdit::Normal);

    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(asked.size(), 1);
    QCOMPARE(asked.first().at(0).toUrl(), QUrl(u"http://desk:8080"_s));
    QCOMPARE(QString::fromLatin1(asked.first().at(1).toByteArray()), token());
    QVERIFY2(dialog.isVisible(), "it waits for what the server says");
}

void TestDialogs::signInForOneServerOnly()
{
    dialogs::SignInDialog dialog(m_clock);
    dialog.setServer(QUrl(u"http://desk:8080"_s), true);
    dialog.open();
    auto *server = dialog.findChild<QLineEdit *>(u"serverField"_s);
    QCOMPARE(server->text(), u"http://desk:8080"_s);
    QVERIFY(server->isReadOnly());
    dialog.setBusy(true);
    dialog.setBusy(false);
    QVERIFY(server->isReadOnly());
}

void TestDialogs::signInWhileTheServerIsAsked()
{
    dialogs::SignInDialog dialog(m_clock);
    dialog.setServer(QUrl(u"http://desk:8080"_s), false);
    dialog.open();
    dialog.findChild<QLineEdit *>(u"tokenField"_s)->setText(token());
    auto *button = dialog.findChild<QPushButton *>(u"signInButton"_s);
    dialog.setBusy(true);
    QVERIFY(!button->isEnabled());
    dialog.setBusy(false);
    dialog.setProblem(u"The server does not know you."_s);
    QVERIFY(button->isEnabled());
    QVERIFY(dialog.findChild<QLabel *>(u"problem"_s)->isVisible());
    QSignalSpy rejected(&dialog, &QDialog::rejected);
    QTest::keyClick(&dialog, Qt::Key_Escape);
    QCOMPARE(rejected.size(), 1);
}

void TestDialogs::signInAgainWhenTheTokenHasExpiredMeanwhile()
{
    dialogs::SignInDialog dialog(m_clock);
    QSignalSpy asked(&dialog, &dialogs::SignInDialog::signInRequested);
    dialog.setServer(QUrl(u"http://desk:8080"_s), false);
    dialog.open();
    dialog.findChild<QLineEdit *>(u"tokenField"_s)->setText(token());
    m_clock.advance(std::chrono::hours(9));
    auto *button = dialog.findChild<QPushButton *>(u"signInButton"_s);
    QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(asked.size(), 0);
    QVERIFY(!button->isEnabled());
}

void TestDialogs::portTaken_data()
{
    QTest::addColumn<QString>("owner");
    QTest::addColumn<int>("freePort");
    QTest::addColumn<int>("offered");
    QTest::newRow("known") << u"process 812 (nginx)"_s << 8085 << 8085;
    QTest::newRow("unknown") << QString() << 8081 << 8081;
    QTest::newRow("none near") << QString() << 0 << 8081;
}

void TestDialogs::portTaken()
{
    QFETCH(QString, owner);
    QFETCH(int, freePort);
    QFETCH(int, offered);
    dialogs::PortTakenDialog dialog(8080, owner, quint16(freePort));
    QSignalSpy chosen(&dialog, &dialogs::PortTakenDialog::portChosen);
    QSignalSpy retried(&dialog, &dialogs::PortTakenDialog::retryRequested);
    dialog.open();
    QVERIFY(dialog.windowTitle().contains(u"8080"));
    QVERIFY(dialog.findChild<QLabel *>(u"text"_s)->text().contains(owner));
    QTest::mouseClick(dialog.findChild<QPushButton *>(u"usePortButton"_s), Qt::LeftButton);
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(chosen.first().first().toInt(), offered);
    QVERIFY(!dialog.isVisible());
    dialog.open();
    QTest::mouseClick(dialog.findChild<QPushButton *>(u"retryButton"_s), Qt::LeftButton);
    QCOMPARE(retried.size(), 1);
    QCOMPARE(chosen.size(), 1);
}

void TestDialogs::quit()
{
    dialogs::QuitDialog dialog(3);
    QVERIFY(dialog.windowTitle().contains(u'3'));
    QSignalSpy accepted(&dialog, &QDialog::accepted);
    dialog.open();
    QTest::mouseClick(dialog.findChild<QPushButton *>(u"stayButton"_s), Qt::LeftButton);
    QCOMPARE(accepted.size(), 0);
    QVERIFY(!dialog.isVisible());
    dialog.open();
    QTest::mouseClick(dialog.findChild<QPushButton *>(u"quitButton"_s), Qt::LeftButton);
    QCOMPARE(accepted.size(), 1);
}

void TestDialogs::labels()
{
    dialogs::LabelsDialog dialog({u"vip"_s, u"pump"_s});
    QSignalSpy chosen(&dialog, &dialogs::LabelsDialog::labelsChosen);
    dialog.open();
    auto *field = dialog.findChild<QLineEdit *>(u"labelsField"_s);
    auto *save = dialog.findChild<QPushButton *>(u"saveButton"_s);
    auto *problem = dialog.findChild<QLabel *>(u"labelsProblem"_s);
    QCOMPARE(field->text(), u"vip, pump"_s);
    field->setText(u" vip ,, hall  4، vip,<b>x</b>"_s);
    QCOMPARE(dialog.labels(), (QStringList{u"vip"_s, u"hall 4"_s, u"<b>x</b>"_s}));
    field->setText(QString(51, u'x'));
    QVERIFY(problem->isVisible());
    QVERIFY(!save->isEnabled());
    QStringList many;
    for (int i = 0; i < 21; ++i)
        many.append(QString::number(i));
    field->setText(many.join(u','));
    QVERIFY(!save->isEnabled());
    field->clear();
    QVERIFY(!problem->isVisible());
    QTest::mouseClick(save, Qt::LeftButton);
    QCOMPARE(chosen.count(), 1);
    QCOMPARE(chosen[0][0].toStringList(), QStringList());
    QVERIFY(!dialog.isVisible());
}

void TestDialogs::versions()
{
    dialogs::VersionsDialog dialog(m_clock);
    QSignalSpy retry(&dialog, &dialogs::VersionsDialog::retryRequested);
    dialog.open();
    auto *text = dialog.findChild<QLabel *>(u"text"_s);
    auto *again = dialog.findChild<QPushButton *>(u"retryButton"_s);
    QCOMPARE(text->text().mid(1), u"Loading…"_s);
    QVERIFY(!again->isVisible());
    dialog.setProblem(u"<b>No</b> connection."_s);
    QCOMPARE(text->text().mid(1), u"<b>No</b> connection."_s);
    QTest::mouseClick(again, Qt::LeftButton);
    QCOMPARE(retry.count(), 1);
    QVERIFY(!again->isVisible());
    dialog.setVersions(
        {{u"first"_s, m_clock.now(), u"tech-1"_s}, {u"<i>second</i>"_s, m_clock.now(), u"tech-1"_s}});
    QStringList shown;
    for (const QLabel *label : dialog.findChildren<QLabel *>(u"versionText"_s)) {
        QCOMPARE(label->textFormat(), Qt::PlainText);
        shown.append(label->text());
    }
    QCOMPARE(shown, (QStringList{u"<i>second</i>"_s, u"first"_s}));
    dialog.setVersions({});
    QCOMPARE(text->text().mid(1), u"There are none."_s);
}

void TestDialogs::textIsPlainAndNamedAndReachable()
{
    dialogs::SignInDialog signIn(m_clock);
    dialogs::PortTakenDialog port(8080, u"process 1 (<b>x</b>)"_s, 8081);
    dialogs::QuitDialog quit(1);
    dialogs::AboutDialog about(u"1.0"_s, u"this machine"_s, u"/data/<i>x</i>"_s);
    for (QDialog *dialog : std::initializer_list<QDialog *>{&signIn, &port, &quit, &about}) {
        QVERIFY(!dialog->objectName().isEmpty() && !dialog->windowTitle().isEmpty());
        for (const QLabel *label : dialog->findChildren<QLabel *>())
            QVERIFY2(label->textFormat() == Qt::PlainText, qPrintable(label->text()));
        for (const QPushButton *button : dialog->findChildren<QPushButton *>()) {
            QVERIFY(!button->objectName().isEmpty());
            QVERIFY(button->focusPolicy() & Qt::TabFocus);
        }
        for (const QLineEdit *field : dialog->findChildren<QLineEdit *>()) {
            if (field->objectName() != u"qt_spinbox_lineedit")
                QVERIFY2(!field->accessibleName().isEmpty(), qPrintable(field->objectName()));
        }
    }
}

QTEST_MAIN(TestDialogs)
#include "tst_dialogs.moc"
