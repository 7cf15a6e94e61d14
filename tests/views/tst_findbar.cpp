#include "models/searchmodel.h"
#include "theme/theme.h"
#include "views/findbar.h"

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;
using models::SearchModel;
using views::FindBar;

class TestFindBar : public QObject
{
    Q_OBJECT

    struct Shown {
        theme::Theme look{*qApp, theme::Choice::Light};
        SearchModel hits;
        FindBar bar{hits};
        QLineEdit *field = bar.findChild<QLineEdit *>(u"findField"_s);
        QLabel *count = bar.findChild<QLabel *>(u"findCount"_s);
        QSignalSpy chosen{&bar, &FindBar::hitChosen};
        QSignalSpy closed{&bar, &FindBar::closed};
        quint64 asked = 0;

        Shown()
        {
            hits.setSession(domain::SessionId(QUuid::createUuid()));
            QObject::connect(&hits, &SearchModel::searchWanted, &bar, [this] { hits.setAsked(++asked); });
            bar.open();
        }
        void find(const QString &text, const QList<qint64> &seqs)
        {
            const quint64 before = asked;
            field->setText(text);
            QTRY_VERIFY(asked > before);
            client::SearchPage page;
            for (const qint64 seq : seqs) {
                page.hits.emplace_back();
                page.hits.back().message.seq = seq;
            }
            hits.addPage(asked, page);
        }
        qint64 last() const { return hits.at(chosen.last().first().toInt()).message.seq; }
    };

private Q_SLOTS:
    void leadsToTheNewest();
    void walksByKeys();
    void goesRound();
    void keepsItsPlaceWhenMoreCome();
    void saysHowItStands();
    void escapeCloses();
};

void TestFindBar::leadsToTheNewest()
{
    Shown shown;
    shown.find(u"pump"_s, {3, 9, 5});
    QCOMPARE(shown.chosen.count(), 1);
    QCOMPARE(shown.last(), 9);
    QCOMPARE(shown.count->text(), u"1 of 3"_s);
    shown.find(u"hall"_s, {4});
    QCOMPARE(shown.last(), 4);
    QCOMPARE(shown.count->text(), u"1 of 1"_s);
}

void TestFindBar::walksByKeys()
{
    Shown shown;
    shown.find(u"pump"_s, {3, 9, 5});
    QTest::keyClick(shown.field, Qt::Key_Return);
    QCOMPARE(shown.last(), 5);
    QTest::keyClick(shown.field, Qt::Key_Up);
    QCOMPARE(shown.last(), 3);
    QTest::keyClick(shown.field, Qt::Key_Return, Qt::ShiftModifier);
    QCOMPARE(shown.last(), 5);
    QTest::keyClick(shown.field, Qt::Key_Down);
    QCOMPARE(shown.last(), 9);
    QTest::mouseClick(shown.bar.findChild<QToolButton *>(u"findOlderButton"_s), Qt::LeftButton);
    QCOMPARE(shown.last(), 5);
}

void TestFindBar::goesRound()
{
    Shown shown;
    shown.find(u"pump"_s, {3, 9});
    QTest::keyClick(shown.field, Qt::Key_Down);
    QCOMPARE(shown.last(), 3);
    QCOMPARE(shown.count->text(), u"2 of 2"_s);
    QTest::keyClick(shown.field, Qt::Key_Up);
    QCOMPARE(shown.last(), 9);
}

void TestFindBar::keepsItsPlaceWhenMoreCome()
{
    Shown shown;
    shown.field->setText(u"pump"_s);
    QTRY_VERIFY(shown.asked > 0);
    client::SearchPage page;
    page.hits.resize(2);
    page.hits[0].message.seq = 9;
    page.hits[1].message.seq = 3;
    page.nextCursor = u"more"_s;
    shown.hits.addPage(shown.asked, page);
    shown.bar.older();
    QCOMPARE(shown.last(), 3);
    const auto before = shown.chosen.count();
    page.hits[0].message.seq = 7;
    page.hits[1].message.seq = 5;
    page.nextCursor.clear();
    shown.hits.addPage(shown.asked, page);
    QCOMPARE(shown.chosen.count(), before);
    QCOMPARE(shown.count->text(), u"4 of 4"_s);
}

void TestFindBar::saysHowItStands()
{
    Shown shown;
    auto *older = shown.bar.findChild<QToolButton *>(u"findOlderButton"_s);
    QVERIFY(!older->isEnabled());
    QVERIFY(!shown.count->isVisible());
    shown.field->setText(u"p"_s);
    QCOMPARE(shown.count->text(), u"Two letters or more"_s);
    shown.find(u"pump"_s, {});
    QCOMPARE(shown.count->text(), u"Nothing found"_s);
    QCOMPARE(shown.chosen.count(), 0);
    shown.hits.retry();
    shown.hits.fail(shown.asked, u"<b>Later</b>"_s);
    QCOMPARE(shown.count->text(), u"The search failed"_s);
    QVERIFY(!shown.count->toolTip().contains(u"<b>"_s));
    const quint64 before = shown.asked;
    QTest::keyClick(shown.field, Qt::Key_Return);
    QCOMPARE(shown.asked, before + 1);
    shown.hits.setOnline(false);
    QCOMPARE(shown.count->text(), u"No connection"_s);
}

void TestFindBar::escapeCloses()
{
    Shown shown;
    shown.find(u"pump"_s, {1});
    QTest::keyClick(shown.field, Qt::Key_Escape);
    QVERIFY(!shown.bar.isVisible());
    QCOMPARE(shown.closed.count(), 1);
    QVERIFY(shown.hits.text().isEmpty());
    QCOMPARE(shown.hits.rowCount(), 0);
    shown.bar.close();
    QCOMPARE(shown.closed.count(), 1);
}

QTEST_MAIN(TestFindBar)
#include "tst_findbar.moc"
