#include "models/sessionlistmodel.h"
#include "theme/theme.h"
#include "views/sessiondelegate.h"
#include "windowfixture.h"

#include <QPainter>
#include <QStyleOptionViewItem>
#include <QTest>

using namespace Qt::StringLiterals;

namespace
{

constexpr QSize rowSize(300, 64);

int pixelsOf(const QImage &image, const QColor &color, const QRect &area)
{
    int count = 0;
    for (int y = area.top(); y <= area.bottom(); ++y) {
        for (int x = area.left(); x <= area.right(); ++x)
            count += image.pixelColor(x, y) == color ? 1 : 0;
    }
    return count;
}

/// Thin strokes are mixed with what is below them.
int reddishPixels(const QImage &image)
{
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            const QColor color = image.pixelColor(x, y);
            count += color.red() - color.blue() > 60 && color.red() - color.green() > 60 ? 1 : 0;
        }
    }
    return count;
}

} // namespace

/// What a row shows is read back from its pixels: signs by their colours, and where they stand.
class TestSessionDelegate : public QObject
{
    Q_OBJECT

    static constexpr QRect left{0, 0, 80, 64};
    static constexpr QRect right{220, 0, 80, 64};

    static QImage painted(const domain::SessionSummary &summary, QStyle::State state = {},
                          Qt::LayoutDirection direction = Qt::LeftToRight)
    {
        base::ManualClock clock(window::start);
        models::SessionListModel model;
        model.setSessions({summary}, true);
        views::SessionDelegate delegate(clock);
        QImage image(rowSize, QImage::Format_RGB32);
        image.fill(theme::tokens().background);
        QPainter painter(&image);
        QStyleOptionViewItem option;
        option.rect = QRect(QPoint(), rowSize);
        option.direction = direction;
        option.state = QStyle::State_Enabled | state;
        delegate.paint(&painter, option, model.index(0));
        return image;
    }

private Q_SLOTS:
    void showsWhoIsOnline();
    void countsWhatIsUnread();
    void turnsOverRightToLeft();
    void showsWhatIsChosen_data();
    void showsWhatIsChosen();
    void marksEmergencies();
    void drawsTheExtremes_data();
    void drawsTheExtremes();
};

void TestSessionDelegate::showsWhoIsOnline()
{
    theme::Theme look(*qApp, theme::Choice::Light);
    auto summary = window::summaryOf(1);
    QCOMPARE(pixelsOf(painted(summary), theme::tokens().success, left), 0);
    summary.participantsOnline = 1;
    QVERIFY(pixelsOf(painted(summary), theme::tokens().success, left) > 20);
}

void TestSessionDelegate::countsWhatIsUnread()
{
    theme::Theme look(*qApp, theme::Choice::Light);
    auto summary = window::summaryOf(1);
    QCOMPARE(pixelsOf(painted(summary), theme::tokens().accent, right), 0);
    summary.unreadCount = 1;
    const int one = pixelsOf(painted(summary), theme::tokens().accent, right);
    summary.unreadCount = 1000; // 99+ is wider
    const int many = pixelsOf(painted(summary), theme::tokens().accent, right);
    QVERIFY(one > 50);
    QVERIFY(many > one);
}

void TestSessionDelegate::turnsOverRightToLeft()
{
    theme::Theme look(*qApp, theme::Choice::Light);
    auto summary = window::summaryOf(1, 5);
    summary.participantsOnline = 1;
    const QImage image = painted(summary, {}, Qt::RightToLeft);
    QVERIFY(pixelsOf(image, theme::tokens().accent, left) > 50);
    QVERIFY(pixelsOf(image, theme::tokens().success, right) > 20);
    QCOMPARE(pixelsOf(image, theme::tokens().success, left), 0);
}

void TestSessionDelegate::showsWhatIsChosen_data()
{
    QTest::addColumn<int>("choice");
    QTest::newRow("light") << int(theme::Choice::Light);
    QTest::newRow("dark") << int(theme::Choice::Dark);
}

void TestSessionDelegate::showsWhatIsChosen()
{
    QFETCH(int, choice);
    theme::Theme look(*qApp, theme::Choice(choice));
    const auto summary = window::summaryOf(1);
    const QPoint corner(14, 10);
    QCOMPARE(painted(summary).pixelColor(corner), theme::tokens().background);
    QCOMPARE(painted(summary, QStyle::State_MouseOver).pixelColor(corner), theme::tokens().raised);
    QCOMPARE(painted(summary, QStyle::State_Selected).pixelColor(corner), theme::tokens().selection().ground);
    const auto focused = QStyle::State_HasFocus | QStyle::State_KeyboardFocusChange;
    QVERIFY(pixelsOf(painted(summary, focused), theme::tokens().accent, left) > 50);
    QCOMPARE(pixelsOf(painted(summary, QStyle::State_HasFocus), theme::tokens().accent, left), 0);
}

void TestSessionDelegate::marksEmergencies()
{
    theme::Theme look(*qApp, theme::Choice::Light);
    auto summary = window::summaryOf(1);
    const int usual = reddishPixels(painted(summary));
    summary.session.type = domain::SessionType::Emergency;
    QVERIFY(reddishPixels(painted(summary)) > usual + 10);
    summary.session.status = domain::SessionStatus::Closed;
    QCOMPARE(reddishPixels(painted(summary)), 0);
}

void TestSessionDelegate::drawsTheExtremes_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("line");
    QTest::newRow("very long") << QString(5000, u'W') << QString(120, u'W');
    QTest::newRow("empty") << QString() << QString();
    QTest::newRow("half a pair") << QString(QChar(0xDC00)) << QString(QChar(0xD800));
    QTest::newRow("markup and lines") << u"<h1>a\nb</h1>"_s << u"a\u2028b\t\u202Ec"_s;
}

void TestSessionDelegate::drawsTheExtremes()
{
    theme::Theme look(*qApp, theme::Choice::Light);
    QFETCH(QString, name);
    QFETCH(QString, line);
    auto summary = window::summaryOf(1, 100000);
    summary.session.title = name;
    summary.lastMessage->excerpt = line;
    const QImage image = painted(summary);
    // Nothing runs over the margin at the end, and the badge keeps its place.
    QCOMPARE(pixelsOf(image, theme::tokens().background, QRect(282, 0, 10, 64)), 640);
    QVERIFY(pixelsOf(image, theme::tokens().accent, right) > 50);
}

QTEST_MAIN(TestSessionDelegate)
#include "tst_sessiondelegate.moc"
