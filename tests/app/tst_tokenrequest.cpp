#include "server/tokenrequest.h"

#include <QTest>

using namespace Qt::StringLiterals;

class TestTokenRequest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void ttl_data();
    void ttl();
    void tokenProvesWhatWasAskedFor();
    void refused_data();
    void refused();
};

void TestTokenRequest::ttl_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("seconds"); // 0: refused
    QTest::newRow("seconds") << u"90s"_s << qint64(90);
    QTest::newRow("minutes") << u"30m"_s << qint64(1800);
    QTest::newRow("hours") << u"8h"_s << qint64(28'800);
    QTest::newRow("days") << u"7d"_s << qint64(604'800);
    QTest::newRow("ten years") << u"3650d"_s << qint64(315'360'000);
    QTest::newRow("longer") << u"3651d"_s << qint64(0);
    QTest::newRow("none") << u"0h"_s << qint64(0);
    QTest::newRow("no unit") << u"8"_s << qint64(0);
    QTest::newRow("negative") << u"-8h"_s << qint64(0);
    QTest::newRow("other unit") << u"8w"_s << qint64(0);
    QTest::newRow("empty") << u""_s << qint64(0);
    QTest::newRow("huge") << u"99999999999999999999d"_s << qint64(0);
}

void TestTokenRequest::ttl()
{
    QFETCH(QString, text);
    QFETCH(qint64, seconds);
    const auto read = app::readTtl(text);
    QCOMPARE(read ? qint64(read->count()) : 0, seconds);
}

void TestTokenRequest::tokenProvesWhatWasAskedFor()
{
    const QByteArray secret(32, 's');
    const base::Timestamp now = *base::fromRfc3339(u"2026-05-01T12:00:00Z");
    const auto claims = app::tokenClaims(
        {u"tech-ops-1"_s, u"technician"_s, u"8h"_s, u"Bledi Ë"_s, {u"support-1"_s, u"vip-*"_s}}, now);
    QVERIFY(claims);
    const QByteArray token = protocol::encodeToken(*claims, secret);
    const auto principal = protocol::verifyToken(token, secret, now);
    QVERIFY(principal);
    QCOMPARE(principal->userId, u"tech-ops-1"_s);
    QCOMPARE(principal->name, u"Bledi Ë"_s);
    QVERIFY(principal->role == domain::Role::Technician);
    QCOMPARE(principal->rooms, std::optional(QStringList{u"support-1"_s, u"vip-*"_s}));
    QCOMPARE(principal->expiresAt, now + std::chrono::hours(8));
    QVERIFY(!protocol::verifyToken(token, secret, now + std::chrono::hours(9)));
}

void TestTokenRequest::refused_data()
{
    QTest::addColumn<QString>("sub");
    QTest::addColumn<QString>("role");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("room");
    QTest::addColumn<QString>("flag");
    QTest::newRow("no sub") << u""_s << u"client"_s << u""_s << u"r"_s << u"--sub"_s;
    QTest::newRow("long sub") << QString(129, u'x') << u"client"_s << u""_s << u"r"_s << u"--sub"_s;
    QTest::newRow("no role") << u"s"_s << u""_s << u""_s << u"r"_s << u"--role"_s;
    QTest::newRow("unknown role") << u"s"_s << u"boss"_s << u""_s << u"r"_s << u"--role"_s;
    QTest::newRow("long name") << u"s"_s << u"client"_s << QString(129, u'x') << u"r"_s << u"--name"_s;
    QTest::newRow("room with a slash") << u"s"_s << u"client"_s << u""_s << u"a/b"_s << u"--room"_s;
    QTest::newRow("empty room") << u"s"_s << u"client"_s << u""_s << u""_s << u"--room"_s;
    QTest::newRow("star inside") << u"s"_s << u"client"_s << u""_s << u"a*b"_s << u"--room"_s;
}

void TestTokenRequest::refused()
{
    QFETCH(QString, sub);
    QFETCH(QString, role);
    QFETCH(QString, name);
    QFETCH(QString, room);
    QFETCH(QString, flag);
    const auto claims = app::tokenClaims({sub, role, u"1h"_s, name, {room}}, base::Timestamp());
    QVERIFY(!claims);
    QVERIFY2(claims.error().message.startsWith(flag), qPrintable(claims.error().message));
}

QTEST_GUILESS_MAIN(TestTokenRequest)
#include "tst_tokenrequest.moc"
