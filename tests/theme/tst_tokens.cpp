#include "theme/avatar.h"
#include "theme/tokens.h"

#include <QTest>

using namespace Qt::StringLiterals;

/// Whatever is written on something can be read: WCAG's AA, 4.5:1.
class TestTokens : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void contrastIsWcags_data();
    void contrastIsWcags();
    void pairsAreReadable_data();
    void pairsAreReadable();
    void avatarsAreReadable();
    void ringsAndDotsAreSeen_data();
    void ringsAndDotsAreSeen();
};

void TestTokens::contrastIsWcags_data()
{
    QTest::addColumn<QColor>("a");
    QTest::addColumn<QColor>("b");
    QTest::addColumn<double>("ratio");
    QTest::newRow("black on white") << QColor(Qt::black) << QColor(Qt::white) << 21.0;
    QTest::newRow("white on black") << QColor(Qt::white) << QColor(Qt::black) << 21.0;
    QTest::newRow("itself") << QColor(0x123456) << QColor(0x123456) << 1.0;
    QTest::newRow("the grey at the limit") << QColor(0x767676) << QColor(Qt::white) << 4.54;
}

void TestTokens::contrastIsWcags()
{
    QFETCH(QColor, a);
    QFETCH(QColor, b);
    QFETCH(double, ratio);
    QVERIFY(qAbs(theme::contrast(a, b) - ratio) < 0.01);
}

void TestTokens::pairsAreReadable_data()
{
    QTest::addColumn<QColor>("text");
    QTest::addColumn<QColor>("ground");
    for (const auto scheme : {theme::Scheme::Light, theme::Scheme::Dark}) {
        const theme::Tokens &tokens = theme::tokensOf(scheme);
        const char *name = scheme == theme::Scheme::Light ? "light" : "dark";
        const std::pair<const char *, QColor> grounds[] = {
            {"background", tokens.background}, {"surface", tokens.surface}, {"raised", tokens.raised}};
        const std::pair<const char *, QColor> inks[] = {
            {"text", tokens.text},     {"muted", tokens.muted},     {"accent", tokens.accent},
            {"danger", tokens.danger}, {"warning", tokens.warning}, {"success", tokens.success}};
        for (const auto &[groundName, ground] : grounds) {
            for (const auto &[inkName, ink] : inks)
                QTest::addRow("%s: %s on %s", name, inkName, groundName) << ink << ground;
        }
        QTest::addRow("%s: on accent", name) << tokens.onAccent << tokens.accent;
        for (const QColor &sign : {tokens.warning, tokens.danger})
            QTest::addRow("%s: a strip with a tint of %s", name, qPrintable(sign.name()))
                << tokens.text << theme::mixed(tokens.surface, sign, 0.12);
        for (int kind = 0; kind < theme::bubbleKindCount; ++kind) {
            const theme::BubbleColors &bubble = tokens.bubble(theme::BubbleKind(kind));
            QTest::addRow("%s: bubble %d", name, kind) << bubble.text << bubble.ground;
            QTest::addRow("%s: meta of bubble %d", name, kind) << bubble.meta << bubble.ground;
        }
    }
}

void TestTokens::pairsAreReadable()
{
    QFETCH(QColor, text);
    QFETCH(QColor, ground);
    const double ratio = theme::contrast(text, ground);
    QVERIFY2(ratio >= 4.5, qPrintable(u"%1 on %2 is %3:1"_s.arg(text.name(), ground.name()).arg(ratio)));
}

void TestTokens::avatarsAreReadable()
{
    QSet<QRgb> hues;
    for (int i = 0; i < 500; ++i) {
        const QColor color = theme::avatarColor(QString::number(i));
        hues.insert(color.rgb());
        QVERIFY2(theme::contrast(color, Qt::white) >= 4.5, qPrintable(color.name()));
    }
    QCOMPARE(hues.size(), qsizetype(theme::avatarHueCount));
}

void TestTokens::ringsAndDotsAreSeen_data()
{
    QTest::addColumn<QColor>("sign");
    QTest::addColumn<QColor>("ground");
    for (const auto scheme : {theme::Scheme::Light, theme::Scheme::Dark}) {
        const theme::Tokens &tokens = theme::tokensOf(scheme);
        const char *name = scheme == theme::Scheme::Light ? "light" : "dark";
        QTest::addRow("%s: focus ring", name) << tokens.accent << tokens.background;
        QTest::addRow("%s: online on a chosen row", name) << tokens.success << tokens.selection().ground;
        QTest::addRow("%s: unread on a chosen row", name) << tokens.accent << tokens.selection().ground;
    }
}

void TestTokens::ringsAndDotsAreSeen()
{
    QFETCH(QColor, sign);
    QFETCH(QColor, ground);
    QVERIFY(theme::contrast(sign, ground) >= 3);
}

QTEST_APPLESS_MAIN(TestTokens)
#include "tst_tokens.moc"
