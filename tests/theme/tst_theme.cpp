#include "theme/controls.h"
#include "theme/stylesheet.h"
#include "theme/systemscheme.h"
#include "theme/theme.h"

#include <QApplication>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;

class TestTheme : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void followsTheSystemsPalette();
    void choiceOverrides();
    void tellsEachChangeOnce();
    void styleSheetHasNoNameLeft_data();
    void styleSheetHasNoNameLeft();
    void widgetsTakeTheColours();
};

void TestTheme::followsTheSystemsPalette()
{
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    QSKIP("Qt says the system's scheme itself");
#endif
    const QPalette before = QApplication::palette();
    QApplication::setPalette(QPalette(Qt::black));
    QCOMPARE(theme::SystemScheme().scheme(), theme::Scheme::Dark);
    QApplication::setPalette(QPalette(Qt::white));
    QCOMPARE(theme::SystemScheme().scheme(), theme::Scheme::Light);
    QApplication::setPalette(before);
}

void TestTheme::choiceOverrides()
{
    theme::Theme look(*qApp, theme::Choice::Dark);
    QCOMPARE(&theme::Theme::instance(), &look);
    QCOMPARE(look.scheme(), theme::Scheme::Dark);
    const auto &dark = theme::tokensOf(theme::Scheme::Dark);
    QCOMPARE(QApplication::palette().color(QPalette::Window), dark.background);
    QCOMPARE(QApplication::palette().color(QPalette::Disabled, QPalette::Text), dark.muted);
    QVERIFY(qApp->styleSheet().contains(dark.accent.name()));

    look.setChoice(theme::Choice::Light);
    QCOMPARE(theme::tokens().text, theme::tokensOf(theme::Scheme::Light).text);
    QCOMPARE(QApplication::palette().color(QPalette::Base), theme::tokens().surface);
}

void TestTheme::tellsEachChangeOnce()
{
    theme::Theme look(*qApp, theme::Choice::Light);
    QSignalSpy changed(&look, &theme::Theme::changed);
    look.setChoice(theme::Choice::Light);
    QCOMPARE(changed.count(), 0);
    look.setChoice(theme::Choice::Dark);
    QCOMPARE(changed.count(), 1);
    look.setChoice(theme::Choice::Dark);
    QCOMPARE(changed.count(), 1);
}

void TestTheme::styleSheetHasNoNameLeft_data()
{
    QTest::addColumn<int>("scheme");
    QTest::newRow("light") << int(theme::Scheme::Light);
    QTest::newRow("dark") << int(theme::Scheme::Dark);
}

void TestTheme::styleSheetHasNoNameLeft()
{
    QFETCH(int, scheme);
    const QString sheet = theme::styleSheetOf(theme::tokensOf(theme::Scheme(scheme)));
    QVERIFY(!sheet.contains(u'@'));
    QVERIFY2(!sheet.contains(u"Hover;"_s) && !sheet.contains(u"Down;"_s),
             "a longer name was cut by a shorter one");
}

void TestTheme::widgetsTakeTheColours()
{
    theme::Theme look(*qApp, theme::Choice::Light);
    QPushButton button(u"Send"_s);
    theme::setKind(button, theme::ButtonKind::Primary);
    button.resize(120, 36);
    QCOMPARE(button.grab().toImage().pixelColor(10, 18), theme::tokens().accent);
    look.setChoice(theme::Choice::Dark);
    QCOMPARE(button.grab().toImage().pixelColor(10, 18), theme::tokens().accent);

    QLabel label(u"x"_s);
    theme::setInk(label, theme::Ink::Danger);
    label.ensurePolished();
    QCOMPARE(label.palette().color(QPalette::WindowText), theme::tokens().danger);
    theme::setInk(label, theme::Ink::Text);
    QCOMPARE(label.palette().color(QPalette::WindowText), theme::tokens().text);
}

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
