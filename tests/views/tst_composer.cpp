#include "theme/theme.h"
#include "views/composer.h"
#include "views/composeredit.h"

#include <QApplication>
#include <QClipboard>
#include <QInputMethodEvent>
#include <QLabel>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;
using views::Composer;
using views::ComposerEdit;

class tst_composer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void sendsOnReturn();
    void sendsByTheButton();
    void breaksOnShiftReturn();
    void leavesReturnToTheInputMethod();
    void sendsNothingEmpty();
    void growsToEightLines();
    void limitsTheLength_data();
    void limitsTheLength();
    void keepsADraftForEachSession();
    void replies();
    void edits();
    void editingKeepsTheDraft();
    void editsTheLastByTheArrow();
    void saysThatAPasteWasCut();
    void pastesPlainText();
    void undoes();
    void tellsTyping();
    void closes();
    void standsWhereTheWindowBegins();

private:
    ComposerEdit *field() const { return m_composer->findChild<ComposerEdit *>(u"composerField"_s); }
    QToolButton *button() const { return m_composer->findChild<QToolButton *>(u"sendButton"_s); }
    QWidget *part(const QString &name) const { return m_composer->findChild<QWidget *>(name); }

    std::unique_ptr<theme::Theme> m_theme;
    std::unique_ptr<QWidget> m_window;
    Composer *m_composer = nullptr;
};

void tst_composer::initTestCase()
{
    m_theme = std::make_unique<theme::Theme>(*qApp, theme::Choice::Light);
}

void tst_composer::init()
{
    m_window = std::make_unique<QWidget>();
    m_composer = new Composer(m_window.get());
    auto *box = new QVBoxLayout(m_window.get());
    box->addStretch(1);
    box->addWidget(m_composer);
    m_window->resize(500, 400);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    m_composer->setFocus();
}

void tst_composer::cleanup()
{
    m_window.reset();
}

void tst_composer::sendsOnReturn()
{
    QSignalSpy sent(m_composer, &Composer::sendRequested);
    QTest::keyClicks(field(), u" hello "_s);
    QTest::keyClick(field(), Qt::Key_Return);
    QCOMPARE(sent.size(), 1);
    QCOMPARE(sent[0][0].toString(), u"hello"_s);
    QCOMPARE(m_composer->draft(), QString());
    QTest::keyClicks(field(), u"again"_s);
    QTest::keyClick(field(), Qt::Key_Enter, Qt::KeypadModifier);
    QCOMPARE(sent.size(), 2);
}

void tst_composer::sendsByTheButton()
{
    QSignalSpy sent(m_composer, &Composer::sendRequested);
    QVERIFY(!button()->isEnabled());
    QVERIFY(!button()->accessibleName().isEmpty());
    QTest::keyClicks(field(), u"hello"_s);
    QTest::mouseClick(button(), Qt::LeftButton);
    QCOMPARE(sent.size(), 1);
    QVERIFY(!button()->isEnabled());
}

void tst_composer::breaksOnShiftReturn()
{
    QSignalSpy sent(m_composer, &Composer::sendRequested);
    QTest::keyClicks(field(), u"a"_s);
    QTest::keyClick(field(), Qt::Key_Return, Qt::ShiftModifier);
    QTest::keyClicks(field(), u"b"_s);
    QCOMPARE(sent.size(), 0);
    QTest::keyClick(field(), Qt::Key_Return);
    QCOMPARE(sent[0][0].toString(), u"a\nb"_s);
}

void tst_composer::leavesReturnToTheInputMethod()
{
    QSignalSpy sent(m_composer, &Composer::sendRequested);
    QTest::keyClicks(field(), u"a"_s);
    QInputMethodEvent composing(u"に"_s, {});
    QCoreApplication::sendEvent(field(), &composing);
    QTest::keyClick(field(), Qt::Key_Return);
    QCOMPARE(sent.size(), 0);
    QInputMethodEvent done;
    done.setCommitString(u"二"_s);
    QCoreApplication::sendEvent(field(), &done);
    QTest::keyClick(field(), Qt::Key_Return);
    QCOMPARE(sent.size(), 1);
    QCOMPARE(sent[0][0].toString(), u"a二"_s);
}

void tst_composer::sendsNothingEmpty()
{
    QSignalSpy sent(m_composer, &Composer::sendRequested);
    QTest::keyClick(field(), Qt::Key_Return);
    m_composer->setDraft(u"  \n "_s);
    QTest::keyClick(field(), Qt::Key_Return);
    QCOMPARE(sent.size(), 0);
    QVERIFY(!part(u"composerHint"_s)->isVisible());
}

void tst_composer::growsToEightLines()
{
    const int one = m_composer->height();
    QVERIFY(one >= 44);
    QList<int> heights;
    for (int lines = 2; lines <= 12; ++lines) {
        QTest::keyClick(field(), Qt::Key_Return, Qt::ShiftModifier);
        QCoreApplication::processEvents();
        heights.append(field()->height());
    }
    QVERIFY(m_composer->height() > one);
    QVERIFY(heights[3] > heights[1]);
    QVERIFY(heights[6] > heights[5]); // the eighth line
    QCOMPARE(heights[7], heights[6]); // no more
    m_composer->setDraft(u"a long line that wraps "_s.repeated(20));
    QCoreApplication::processEvents();
    QVERIFY(field()->height() > heights[0]);
    m_composer->setDraft({});
    QTRY_COMPARE(m_composer->height(), one);
}

void tst_composer::limitsTheLength_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("hinted");
    QTest::addColumn<bool>("sendable");
    QTest::newRow("short") << u"a"_s << false << true;
    QTest::newRow("far from the limit") << QString(15'359, u'a') << false << true;
    QTest::newRow("near the limit") << QString(15'360, u'a') << true << true;
    QTest::newRow("at the limit") << QString(16'384, u'a') << true << true;
    QTest::newRow("one byte over") << QString(16'385, u'a') << true << false;
    QTest::newRow("two bytes a letter") << QString(8'193, u'ë') << true << false;
    QTest::newRow("half a pair") << QString(QChar(0xd83d)) << true << false;
}

void tst_composer::limitsTheLength()
{
    QFETCH(const QString, text);
    QSignalSpy sent(m_composer, &Composer::sendRequested);
    m_composer->setDraft(text);
    QTEST(part(u"composerHint"_s)->isVisible(), "hinted");
    QTEST(button()->isEnabled(), "sendable");
    QTest::keyClick(field(), Qt::Key_Return);
    QTEST(sent.size() == 1, "sendable");
    QCOMPARE(m_composer->draft().isEmpty(), sent.size() == 1); // what was refused stays
}

void tst_composer::keepsADraftForEachSession()
{
    const domain::SessionId a(QUuid::createUuid());
    const domain::SessionId b(QUuid::createUuid());
    m_composer->setSession(a);
    QTest::keyClicks(field(), u"for a"_s);
    m_composer->setReply({1, {}, u"Ana"_s, u"Hello"_s});
    QSignalSpy typing(m_composer, &Composer::typingChanged);
    m_composer->setSession(b);
    QCOMPARE(typing.size(), 1);
    QCOMPARE(typing[0][0].toBool(), false);
    QCOMPARE(m_composer->draft(), QString());
    QVERIFY(!m_composer->reply());
    QTest::keyClicks(field(), u"for b"_s);
    m_composer->setSession(a);
    QCOMPARE(m_composer->draft(), u"for a"_s);
    QCOMPARE(m_composer->reply()->senderName, u"Ana"_s);
    m_composer->setSession(b);
    QCOMPARE(m_composer->draft(), u"for b"_s);
}

void tst_composer::replies()
{
    QSignalSpy sent(m_composer, &Composer::sendRequested);
    QSignalSpy cancelled(m_composer, &Composer::replyCancelled);
    QVERIFY(!part(u"replyStrip"_s)->isVisible());
    m_composer->setReply({1, {}, u"Ana"_s, u"Hello"_s});
    QVERIFY(part(u"replyStrip"_s)->isVisible());
    QTest::keyClick(field(), Qt::Key_Escape);
    QCOMPARE(cancelled.size(), 1);
    QVERIFY(!part(u"replyStrip"_s)->isVisible());
    m_composer->setReply({1, {}, u"Ana"_s, u"Hello"_s});
    QTest::mouseClick(part(u"cancelReplyButton"_s), Qt::LeftButton);
    QCOMPARE(cancelled.size(), 2);
    m_composer->setReply({7, {}, u"Ana"_s, u"Hello"_s});
    QTest::keyClicks(field(), u"yes"_s);
    QTest::keyClick(field(), Qt::Key_Return);
    QCOMPARE(sent[0][1].value<std::optional<domain::ReplyPreview>>()->number, 7);
    QVERIFY(!m_composer->reply());
    QCOMPARE(cancelled.size(), 2);
}

void tst_composer::edits()
{
    QSignalSpy edited(m_composer, &Composer::editRequested);
    QSignalSpy sent(m_composer, &Composer::sendRequested);
    QSignalSpy typing(m_composer, &Composer::typingChanged);
    const domain::MessageId id(QUuid::createUuid());
    m_composer->setEdit(id, u"one"_s);
    QVERIFY(m_composer->isEditing());
    QVERIFY(part(u"editStrip"_s)->isVisible());
    QCOMPARE(field()->toPlainText(), u"one"_s);
    QCOMPARE(button()->accessibleName(), u"Save"_s);
    QTest::keyClicks(field(), u" more"_s);
    QTest::keyClick(field(), Qt::Key_Return);
    QCOMPARE(edited.size(), 1);
    QCOMPARE(edited[0][0].value<domain::MessageId>(), id);
    QCOMPARE(edited[0][1].toString(), u"one more"_s);
    QVERIFY(!m_composer->isEditing());
    QVERIFY(!part(u"editStrip"_s)->isVisible());
    QCOMPARE(field()->toPlainText(), QString());
    m_composer->setEdit(id, u"one"_s);
    QTest::keyClick(field(), Qt::Key_Return); // nothing has changed
    QVERIFY(!m_composer->isEditing());
    m_composer->setEdit(id, u"one"_s);
    field()->selectAll();
    QTest::keyClick(field(), Qt::Key_Backspace);
    QTest::keyClick(field(), Qt::Key_Return); // nothing to save
    QVERIFY(m_composer->isEditing());
    QTest::keyClick(field(), Qt::Key_Escape);
    QVERIFY(!m_composer->isEditing());
    QCOMPARE(edited.size(), 1);
    QCOMPARE(sent.size(), 0);
    QCOMPARE(typing.size(), 0); // nobody is told of it
}

void tst_composer::editingKeepsTheDraft()
{
    const domain::SessionId a(QUuid::createUuid());
    const domain::SessionId b(QUuid::createUuid());
    m_composer->setSession(a);
    QTest::keyClicks(field(), u"begun"_s);
    m_composer->setReply({1, domain::MessageId(QUuid::createUuid()), u"Ana"_s, u"quoted"_s});
    m_composer->setEdit(domain::MessageId(QUuid::createUuid()), u"one"_s);
    QCOMPARE(m_composer->draft(), u"begun"_s);
    m_composer->setSession(b);
    QVERIFY(!m_composer->isEditing());
    QCOMPARE(field()->toPlainText(), QString());
    m_composer->setSession(a);
    QVERIFY(m_composer->isEditing());
    QCOMPARE(field()->toPlainText(), u"one"_s);
    QTest::keyClick(field(), Qt::Key_Escape);
    QCOMPARE(field()->toPlainText(), u"begun"_s);
    QVERIFY(m_composer->reply());
    QVERIFY(part(u"replyStrip"_s)->isVisible());
}

void tst_composer::editsTheLastByTheArrow()
{
    QSignalSpy wanted(m_composer, &Composer::editLastRequested);
    QTest::keyClick(field(), Qt::Key_Up);
    QCOMPARE(wanted.size(), 1);
    QTest::keyClick(field(), Qt::Key_Up, Qt::ShiftModifier);
    QTest::keyClicks(field(), u"x"_s);
    QTest::keyClick(field(), Qt::Key_Up);
    QCOMPARE(wanted.size(), 1);
}

void tst_composer::saysThatAPasteWasCut()
{
    auto *hint = m_composer->findChild<QLabel *>(u"composerHint"_s);
    QMimeData data;
    data.setText(QString(ComposerEdit::maxPasteLength + 1, u'x'));
    QApplication::clipboard()->setText(data.text());
    QTest::keyClick(field(), Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(field()->toPlainText().size(), ComposerEdit::maxPasteLength);
    QVERIFY(hint->isVisible());
    QVERIFY(hint->text().startsWith(u"What was pasted was cut"_s));
    field()->selectAll();
    QTest::keyClicks(field(), u"x"_s);
    QVERIFY(!hint->isVisible());
}

void tst_composer::pastesPlainText()
{
    auto *mime = new QMimeData;
    mime->setHtml(u"<b>bold</b>"_s);
    mime->setText(u"bold <i>"_s);
    QApplication::clipboard()->setMimeData(mime);
    field()->paste();
    QCOMPARE(m_composer->draft(), u"bold <i>"_s);
    QApplication::clipboard()->setText(QString(1'000'000, u'a'));
    field()->paste();
    QVERIFY(m_composer->draft().size() <= 8 + ComposerEdit::maxPasteLength);
    QVERIFY(!button()->isEnabled());
}

void tst_composer::undoes()
{
    QTest::keyClicks(field(), u"abc"_s);
    QTest::keySequence(field(), QKeySequence::Undo);
    QCOMPARE(m_composer->draft(), QString());
    QTest::keySequence(field(), QKeySequence::Redo);
    QCOMPARE(m_composer->draft(), u"abc"_s);
}

void tst_composer::tellsTyping()
{
    QSignalSpy typing(m_composer, &Composer::typingChanged);
    m_composer->setDraft(u"kept"_s);
    QCOMPARE(typing.size(), 0);
    QTest::keyClicks(field(), u"ab"_s);
    QCOMPARE(typing.size(), 2);
    QCOMPARE(typing[1][0].toBool(), true);
    QTest::keyClick(field(), Qt::Key_Return);
    QCOMPARE(typing.size(), 3);
    QCOMPARE(typing[2][0].toBool(), false);
    QTest::keyClick(field(), Qt::Key_A);
    QTest::keyClick(field(), Qt::Key_Backspace);
    QCOMPARE(typing.back()[0].toBool(), false);
}

void tst_composer::closes()
{
    QSignalSpy sent(m_composer, &Composer::sendRequested);
    m_composer->setDraft(u"begun"_s);
    m_composer->setClosed(u"This session is closed."_s);
    QVERIFY(!field()->isEnabled());
    QVERIFY(!button()->isEnabled());
    QCOMPARE(field()->placeholderText(), u"This session is closed."_s);
    m_composer->setClosed({});
    QVERIFY(field()->isEnabled());
    QCOMPARE(m_composer->draft(), u"begun"_s);
    QTest::keyClick(field(), Qt::Key_Return);
    QCOMPARE(sent.size(), 1);
}

void tst_composer::standsWhereTheWindowBegins()
{
    const auto isAtRight = [this] { return field()->cursorRect().x() > field()->viewport()->width() / 2; };
    for (const QString &text : {u""_s, u"Hello"_s, u"مرحبا"_s}) {
        m_window->setLayoutDirection(Qt::LeftToRight);
        field()->setText(text);
        QTRY_VERIFY2(!isAtRight(), qPrintable(text));
        m_window->setLayoutDirection(Qt::RightToLeft);
        QTRY_VERIFY2(isAtRight(), qPrintable(text));
    }
}

QTEST_MAIN(tst_composer)
#include "tst_composer.moc"
