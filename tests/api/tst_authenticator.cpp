#include "api/authenticator.h"

#include <QTest>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

class tst_Authenticator : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whereATokenMayBe_data();
    void whereATokenMayBe();
    void expiry();

private:
    static domain::Principal technician()
    {
        domain::Principal principal;
        principal.userId = QStringLiteral("tech-ops-1");
        principal.name = QStringLiteral("Teki");
        principal.role = domain::Role::Technician;
        return principal;
    }
    base::ManualClock m_clock{base::Timestamp(1'760'000'000s)};
    const api::Authenticator m_authenticator{QByteArray(32, 's'), m_clock};
    const QByteArray m_token = m_authenticator.issue(technician(), m_clock.now(), m_clock.now() + 1h);
};

void tst_Authenticator::whereATokenMayBe_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<bool>("inQuery");
    QTest::addColumn<bool>("byHeaders");
    QTest::addColumn<bool>("byHeadersOrQuery");
    // Sunny
    QTest::newRow("bearer") << "authorization"_ba
                            << "Bearer " + m_token << false << true << true;
    QTest::newRow("bearer in lower case") << "authorization"_ba
                                          << "bearer  " + m_token << false << true << true;
    QTest::newRow("x-auth-token") << "x-auth-token"_ba << m_token << false << true << true;
    QTest::newRow("query") << ""_ba
                           << ""_ba << true << false << true;
    // Rainy
    QTest::newRow("none") << ""_ba
                          << ""_ba << false << false << false;
    QTest::newRow("another scheme") << "authorization"_ba
                                    << "Basic " + m_token << false << false << false;
    QTest::newRow("scheme only") << "authorization"_ba
                                 << "Bearer "_ba << false << false << false;
    QTest::newRow("damaged") << "x-auth-token"_ba << m_token.chopped(1) << false << false << false;
}

void tst_Authenticator::whereATokenMayBe()
{
    QFETCH(QByteArray, header);
    QFETCH(QByteArray, value);
    QFETCH(bool, inQuery);
    QFETCH(bool, byHeaders);
    QFETCH(bool, byHeadersOrQuery);
    net::HttpRequest request;
    if (!header.isEmpty())
        request.headers = {{header, value}};
    if (inQuery)
        request.query = "token=" + m_token;
    QCOMPARE(m_authenticator.fromHeaders(request).has_value(), byHeaders);
    const auto principal = m_authenticator.fromHeadersOrQuery(request);
    QCOMPARE(principal.has_value(), byHeadersOrQuery);
    if (principal) {
        QCOMPARE((*principal)->userId, QStringLiteral("tech-ops-1"));
        QCOMPARE((*principal)->name, QStringLiteral("Teki"));
        QVERIFY((*principal)->role == domain::Role::Technician);
    } else {
        QCOMPARE(principal.error().kind, base::ErrorKind::Unauthorized);
    }
}

void tst_Authenticator::expiry()
{
    net::HttpRequest request;
    request.headers = {{"x-auth-token", m_token}};
    const auto principal = m_authenticator.fromHeaders(request);
    QVERIFY(principal);
    QVERIFY(!m_authenticator.isExpired(**principal));
    m_clock.advance(1h + 29s);
    QVERIFY(!m_authenticator.isExpired(**principal));
    m_clock.advance(1s);
    QVERIFY(m_authenticator.isExpired(**principal));
    QVERIFY(!m_authenticator.fromHeaders(request));
}

QTEST_APPLESS_MAIN(tst_Authenticator)
#include "tst_authenticator.moc"
