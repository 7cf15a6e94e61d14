#include "console/identity.h"

#include "protocol/jwt.h"

#include <QTest>

using namespace Qt::StringLiterals;

class TestIdentity : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theSystemKnowsSomebody();
    void ownTokenIsATechnicians();
};

void TestIdentity::theSystemKnowsSomebody()
{
    const console::Identity identity = console::systemIdentity();
    QVERIFY(!identity.id.isEmpty());
    QVERIFY(!identity.name.isEmpty());
    QVERIFY(!identity.name.contains(u','));
}

void TestIdentity::ownTokenIsATechnicians()
{
    const QByteArray secret = "an example that is long enough for a secret";
    const base::Timestamp now = *base::fromRfc3339(u"2025-10-21T10:10:10.000Z");
    const QByteArray token = console::ownToken({u"arta"_s, u"Arta Hoxha"_s}, secret, now);
    const auto bearer = protocol::verifyToken(token, secret, now + std::chrono::hours(11));
    QVERIFY(bearer);
    QCOMPARE(bearer->userId, u"arta"_s);
    QCOMPARE(bearer->name, u"Arta Hoxha"_s);
    QVERIFY(bearer->role == domain::Role::Technician);
    QVERIFY(!bearer->rooms);
    QVERIFY(bearer->expiresAt == now + console::ownTokenLife);
    QVERIFY(!protocol::verifyToken(token, secret, now + std::chrono::hours(13)));
}

QTEST_GUILESS_MAIN(TestIdentity)
#include "tst_identity.moc"
