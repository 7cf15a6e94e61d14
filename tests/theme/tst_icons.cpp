#include "theme/icons.h"
#include "theme/theme.h"

#include <QDirIterator>
#include <QPainter>
#include <QTest>

using namespace Qt::StringLiterals;

namespace
{

/// The colour of the most opaque pixel.
QColor inkOf(const QPixmap &pixmap)
{
    const QImage image = pixmap.toImage().convertToFormat(QImage::Format_ARGB32);
    QColor ink(Qt::transparent);
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (image.pixelColor(x, y).alpha() > ink.alpha())
                ink = image.pixelColor(x, y);
        }
    }
    return ink;
}

} // namespace

class TestIcons : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyIconDraws();
    void followsTheTheme();
    void isSharpOnDenseScreens();
    void mirrorsWhatPointsForward_data();
    void mirrorsWhatPointsForward();
};

void TestIcons::everyIconDraws()
{
    int count = 0;
    // The first call makes the resources known.
    QVERIFY(!theme::iconPixmap(u"search"_s, Qt::red, 20, 1).isNull());
    QDirIterator files(u":/icons"_s);
    while (files.hasNext()) {
        files.next();
        ++count;
        const QString name = files.fileInfo().completeBaseName();
        QVERIFY2(inkOf(theme::iconPixmap(name, Qt::red, 20, 1)).alpha() > 100, qPrintable(name));
    }
    QVERIFY(count > 20);
}

void TestIcons::followsTheTheme()
{
    theme::Theme look(*qApp, theme::Choice::Light);
    const QIcon icon = theme::icon(u"send"_s, theme::Ink::Danger);
    QCOMPARE(inkOf(icon.pixmap(48)), theme::tokensOf(theme::Scheme::Light).danger);
    QCOMPARE(inkOf(icon.pixmap(48, QIcon::Disabled)), theme::tokensOf(theme::Scheme::Light).muted);
    look.setChoice(theme::Choice::Dark);
    QCOMPARE(inkOf(icon.pixmap(48)), theme::tokensOf(theme::Scheme::Dark).danger);
}

void TestIcons::isSharpOnDenseScreens()
{
    const QPixmap pixmap = theme::iconPixmap(u"send"_s, Qt::red, 20, 2);
    QCOMPARE(pixmap.size(), QSize(40, 40));
    QCOMPARE(pixmap.deviceIndependentSize(), QSizeF(20, 20));
}

void TestIcons::mirrorsWhatPointsForward_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("turns");
    QTest::newRow("send") << u"send"_s << true;
    QTest::newRow("search") << u"search"_s << false;
}

void TestIcons::mirrorsWhatPointsForward()
{
    QFETCH(QString, name);
    QFETCH(bool, turns);
    const QImage plain = theme::iconPixmap(name, Qt::red, 20, 1).toImage();
    const QImage turned = theme::iconPixmap(name, Qt::red, 20, 1, true).toImage();
    QCOMPARE(plain != turned, turns);
}

QTEST_MAIN(TestIcons)
#include "tst_icons.moc"
