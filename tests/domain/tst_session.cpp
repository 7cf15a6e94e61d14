#include "domain/sessionsummary.h"

#include <QTest>

using namespace Qt::StringLiterals;

class TestSession : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wordsAreReadBack();
    void unknownWordsAreNone();
    void lastMessageShowsWhatAListShows();
    void lastMessageOfADeletedOneHasNoText();
};

void TestSession::wordsAreReadBack()
{
    for (const auto type :
         {domain::SessionType::Support, domain::SessionType::Booking, domain::SessionType::Emergency})
        QVERIFY(domain::sessionTypeFromString(QString(domain::toString(type))) == type);
    for (const auto status : {domain::SessionStatus::Active, domain::SessionStatus::Closed})
        QVERIFY(domain::sessionStatusFromString(QString(domain::toString(status))) == status);
    for (const auto status :
         {domain::DeliveryStatus::Sent, domain::DeliveryStatus::Delivered, domain::DeliveryStatus::Read})
        QVERIFY(domain::deliveryStatusFromString(QString(domain::toString(status))) == status);
}

void TestSession::unknownWordsAreNone()
{
    for (const QString &word : {u""_s, u"Support"_s, u"open"_s, u"seen"_s}) {
        QVERIFY(!domain::sessionTypeFromString(word));
        QVERIFY(!domain::sessionStatusFromString(word));
        QVERIFY(!domain::deliveryStatusFromString(word));
    }
}

void TestSession::lastMessageShowsWhatAListShows()
{
    domain::Message message;
    message.seq = 7;
    message.type = domain::MessageType::System;
    message.content = QString(domain::maxExcerptLength - 1, u'x') + u"🚀"_s;
    message.senderId = u"tech-1"_s;
    message.senderName = u"Arta"_s;
    message.shownRole = u"system"_s;
    message.createdAt = base::Timestamp(std::chrono::milliseconds(5));
    const domain::LastMessage last = domain::lastMessageOf(message);
    QCOMPARE(last.seq, 7);
    QVERIFY(last.type == domain::MessageType::System);
    QCOMPARE(last.excerpt, QString(domain::maxExcerptLength - 1, u'x')); // the pair is not cut in two
    QCOMPARE(last.senderId, u"tech-1"_s);
    QCOMPARE(last.senderName, u"Arta"_s);
    QCOMPARE(last.shownRole, u"system"_s);
    QVERIFY(last.at == message.createdAt);
}

void TestSession::lastMessageOfADeletedOneHasNoText()
{
    domain::Message message;
    message.content = u"secret"_s;
    message.deletedAt = base::Timestamp(std::chrono::milliseconds(5));
    QVERIFY(domain::lastMessageOf(message).excerpt.isEmpty());
}

QTEST_APPLESS_MAIN(TestSession)
#include "tst_session.moc"
