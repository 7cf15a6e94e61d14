#include "client/sessionbook.h"
#include "protocol/chatapi.h"
#include "protocol/json.h"

#include <QTest>

using namespace Qt::StringLiterals;
using Outcome = client::SessionBook::Outcome;

class TestSessionBook : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void countsEachMessageOfOthersOnce();
    void ownMessagesAreNeverUnread();
    void editsAndDeletions();
    void readingClears();
    void anOlderListTakesNothingBack();
    void oldEventsTakeNothingBack();
    void unknownAndStaleAreAskedFor();
    void cachedCountsLess();
    void presenceIsNoMessage();

private:
    static domain::SessionSummary summary(qint64 lastSeq, qint64 readSeq, qint64 unread);
    static domain::Message message(qint64 seq, const QString &sender);
    static QJsonObject update(qint64 seq, const QString &sender);

    static inline const domain::SessionId id{QUuid::createUuid()};
};

domain::SessionSummary TestSessionBook::summary(qint64 lastSeq, qint64 readSeq, qint64 unread)
{
    domain::SessionSummary summary;
    summary.session.id = id;
    summary.session.lastSeq = lastSeq;
    summary.session.lastChange = lastSeq;
    summary.readSeq = readSeq;
    summary.unreadCount = unread;
    return summary;
}

domain::Message TestSessionBook::message(qint64 seq, const QString &sender)
{
    domain::Message message;
    message.sessionId = id;
    message.seq = message.change = seq;
    message.senderId = message.senderName = sender;
    message.shownRole = u"client"_s;
    message.content = u"text"_s;
    return message;
}

QJsonObject TestSessionBook::update(qint64 seq, const QString &sender)
{
    const domain::Event event{id, id.toString(), {}, {}, domain::MessagePosted{message(seq, sender)}};
    return protocol::parseObject(protocol::chatapi::staffEvent(event)->json)->value("session"_L1).toObject();
}

void TestSessionBook::countsEachMessageOfOthersOnce()
{
    client::SessionBook book(u"me"_s);
    book.put(summary(4, 4, 0));
    QVERIFY(book.addMessage(message(5, u"ana"_s)) == Outcome::Arrived);
    QVERIFY(book.update(id, update(5, u"ana"_s)) == Outcome::Changed);
    QCOMPARE(book.find(id)->unreadCount, 1);
    QVERIFY(book.update(id, update(6, u"ana"_s)) == Outcome::Arrived);
    QVERIFY(book.addMessage(message(6, u"ana"_s)) == Outcome::Unchanged);
    QCOMPARE(book.find(id)->unreadCount, 2);
    QCOMPARE(book.find(id)->session.lastSeq, 6);
    QCOMPARE(book.find(id)->lastMessage->excerpt, u"text"_s);
}

void TestSessionBook::ownMessagesAreNeverUnread()
{
    client::SessionBook book(u"me"_s);
    book.put(summary(4, 4, 0));
    QVERIFY(book.update(id, update(5, u"me"_s)) == Outcome::Changed);
    QCOMPARE(book.find(id)->unreadCount, 0);
    book.update(id, update(6, u"ana"_s));
    QCOMPARE(book.find(id)->unreadCount, 1);
}

void TestSessionBook::editsAndDeletions()
{
    client::SessionBook book(u"me"_s);
    book.put(summary(4, 4, 0));
    domain::Message last = message(5, u"ana"_s);
    book.addMessage(last);
    last.change += 1;
    last.content = u"edited"_s;
    QVERIFY(book.addMessage(last) == Outcome::Changed);
    QCOMPARE(book.find(id)->lastMessage->excerpt, u"edited"_s);
    QCOMPARE(book.find(id)->unreadCount, 1);
    QVERIFY(book.addMessage(last) == Outcome::Unchanged);
    domain::Message other = message(2, u"ana"_s);
    other.change = last.change + 1;
    QVERIFY(book.addMessage(other) == Outcome::Unchanged); // it is not the last one
    QCOMPARE(book.find(id)->lastMessage->excerpt, u"edited"_s);
    QVERIFY2(book.removeMessage(id, 5, other.change + 1) == Outcome::Unknown, "it was unread");
    book.markRead(id, 5);
    QVERIFY(book.removeMessage(id, 5, other.change + 2) == Outcome::Changed);
    QCOMPARE(book.find(id)->lastMessage->excerpt, QString());
    QVERIFY(book.removeMessage(id, 3, other.change + 3) == Outcome::Unchanged);
    QVERIFY(book.removeMessage(id, 3, other.change) == Outcome::Unchanged); // told twice
}

void TestSessionBook::readingClears()
{
    client::SessionBook book(u"me"_s);
    book.put(summary(9, 4, 5));
    QVERIFY(book.markRead(id, 7, 2) == Outcome::Changed);
    QCOMPARE(book.find(id)->unreadCount, 2);
    QVERIFY(book.markRead(id, 9) == Outcome::Changed);
    QCOMPARE(book.find(id)->unreadCount, 0);
    QVERIFY(book.markRead(id, 6, 3) == Outcome::Unchanged);
    QCOMPARE(book.find(id)->unreadCount, 0);
    QCOMPARE(book.find(id)->readSeq, 9);
}

void TestSessionBook::anOlderListTakesNothingBack()
{
    client::SessionBook book(u"me"_s);
    book.put(summary(4, 4, 0));
    book.addMessage(message(5, u"ana"_s));
    domain::SessionSummary older = summary(4, 4, 0);
    older.session.title = u"new title"_s;
    book.put(older);
    QCOMPARE(book.find(id)->session.lastSeq, 5);
    QCOMPARE(book.find(id)->unreadCount, 1);
    QCOMPARE(book.find(id)->session.title, u"new title"_s);
    book.markRead(id, 5);
    book.put(summary(5, 4, 1));
    QCOMPARE(book.find(id)->unreadCount, 0);
}

void TestSessionBook::oldEventsTakeNothingBack()
{
    client::SessionBook book(u"me"_s);
    book.put(summary(7, 0, 7));
    book.update(id, update(6, u"ana"_s));
    QCOMPARE(book.find(id)->session.lastSeq, 7);
    QCOMPARE(book.find(id)->unreadCount, 7);
}

void TestSessionBook::unknownAndStaleAreAskedFor()
{
    client::SessionBook book(u"me"_s);
    QVERIFY(book.update(id, update(1, u"ana"_s)) == Outcome::Unknown);
    book.put(summary(1, 0, 1));
    book.markAllStale();
    QVERIFY(book.update(id, update(5, u"ana"_s)) == Outcome::Unknown);
    book.put(summary(5, 0, 3));
    QVERIFY(book.update(id, update(6, u"ana"_s)) == Outcome::Arrived);
    QCOMPARE(book.find(id)->unreadCount, 4);
}

void TestSessionBook::cachedCountsLess()
{
    client::SessionBook book(u"me"_s);
    book.putCached(summary(1, 0, 1));
    QCOMPARE(book.find(id)->unreadCount, 1);
    QVERIFY(book.addMessage(message(2, u"ana"_s)) == Outcome::Unknown);
    book.put(summary(5, 0, 4));
    book.putCached(summary(1, 0, 1));
    QCOMPARE(book.find(id)->unreadCount, 4);
}

void TestSessionBook::presenceIsNoMessage()
{
    client::SessionBook book(u"me"_s);
    book.put(summary(4, 3, 1));
    QVERIFY(book.update(id, {{u"id"_s, id.toString()}, {u"participants_online"_s, 3}}) == Outcome::Changed);
    QCOMPARE(book.find(id)->participantsOnline, 3);
    QCOMPARE(book.find(id)->unreadCount, 1);
    QVERIFY(book.update(id, {{u"participants_online"_s, u"many"_s}}) == Outcome::Unknown);
}

QTEST_GUILESS_MAIN(TestSessionBook)
#include "tst_sessionbook.moc"
