#include "models/receipts.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using models::Receipts;

class TestReceipts : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void membersHaveNoTimes();
    void timesOfWhatWasHeard();
    void aGapHasNoTime();
    void firstReadersFirst();
    void readIsNotOnlyReceived();
    void howFarOthersCame();

private:
    static domain::UserRef user(const QString &id) { return {id, id.toUpper(), domain::Role::Client}; }
    static domain::Member member(const QString &id, qint64 read, qint64 received)
    {
        return {user(id), true, true, read, received};
    }
    static QStringList said(const std::vector<Receipts::Receipt> &receipts)
    {
        QStringList lines;
        for (const Receipts::Receipt &receipt : receipts)
            lines.append(
                receipt.user.id +
                (receipt.at ? u'@' + QString::number(receipt.at->time_since_epoch().count()) : QString()));
        return lines;
    }
};

void TestReceipts::membersHaveNoTimes()
{
    Receipts receipts;
    receipts.setMembers({member(u"ana"_s, 5, 5), member(u"me"_s, 9, 9), member(u"ben"_s, 2, 7)});
    QCOMPARE(said(receipts.readBy(5, {u"me"_s})), QStringList{u"ana"_s});
    QCOMPARE(said(receipts.receivedBy(5, {u"me"_s})), QStringList{u"ben"_s});
    QCOMPARE(said(receipts.readBy(6, {u"me"_s})), QStringList());
    QCOMPARE(said(receipts.readBy(1, {u"me"_s})), (QStringList{u"ana"_s, u"ben"_s}));
}

void TestReceipts::timesOfWhatWasHeard()
{
    Receipts receipts;
    receipts.setMembers({member(u"ana"_s, 2, 2)});
    receipts.noteRead(user(u"ana"_s), 4, base::Timestamp(10ms));
    receipts.noteRead(user(u"ana"_s), 5, base::Timestamp(20ms));
    receipts.noteRead(user(u"ana"_s), 5, base::Timestamp(30ms)); // told twice
    QCOMPARE(said(receipts.readBy(2, {})), QStringList{u"ana"_s});
    QCOMPARE(said(receipts.readBy(3, {})), QStringList{u"ana@10"_s});
    QCOMPARE(said(receipts.readBy(4, {})), QStringList{u"ana@10"_s});
    QCOMPARE(said(receipts.readBy(5, {})), QStringList{u"ana@20"_s});
}

void TestReceipts::aGapHasNoTime()
{
    Receipts receipts;
    receipts.noteRead(user(u"ana"_s), 2, base::Timestamp(10ms));
    receipts.setMembers({member(u"ana"_s, 6, 6)}); // read on while this was away
    receipts.noteRead(user(u"ana"_s), 8, base::Timestamp(50ms));
    QCOMPARE(said(receipts.readBy(2, {})), QStringList{u"ana@10"_s});
    QCOMPARE(said(receipts.readBy(5, {})), QStringList{u"ana"_s});
    QCOMPARE(said(receipts.readBy(7, {})), QStringList{u"ana@50"_s});
}

void TestReceipts::firstReadersFirst()
{
    Receipts receipts;
    receipts.noteRead(user(u"zoe"_s), 1, base::Timestamp(10ms));
    receipts.noteRead(user(u"ana"_s), 1, base::Timestamp(20ms));
    receipts.setMembers({member(u"mia"_s, 1, 1)});
    QCOMPARE(said(receipts.readBy(1, {})), (QStringList{u"mia"_s, u"zoe@10"_s, u"ana@20"_s}));
}

void TestReceipts::readIsNotOnlyReceived()
{
    Receipts receipts;
    receipts.noteReceived(user(u"ana"_s), 3);
    QCOMPARE(said(receipts.receivedBy(3, {})), QStringList{u"ana"_s});
    receipts.noteRead(user(u"ana"_s), 3, {});
    QCOMPARE(said(receipts.receivedBy(3, {})), QStringList());
    receipts.clear();
    QCOMPARE(said(receipts.readBy(3, {})), QStringList());
}

void TestReceipts::howFarOthersCame()
{
    Receipts receipts;
    receipts.setMembers({member(u"me"_s, 9, 9), member(u"ana"_s, 3, 5)});
    QCOMPARE(receipts.readByOthers(u"me"_s), 3);
    QCOMPARE(receipts.receivedByOthers(u"me"_s), 5);
}

QTEST_GUILESS_MAIN(TestReceipts)
#include "tst_receipts.moc"
