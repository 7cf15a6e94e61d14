#include "dialogs/tokencheck.h"

#include "protocol/jwt.h"

#include <QTest>

using namespace Qt::StringLiterals;

class TestTokenCheck : public QObject
{
    Q_OBJECT

    const base::Timestamp m_now = *base::fromRfc3339(u"2025-10-21T10:10:10.000Z");

    QString token(domain::Role role = domain::Role::Technician, const QString &name = u"Arta"_s) const
    {
        protocol::TokenClaims claims;
        claims.sub = u"tech-1"_s;
        claims.name = name;
        claims.role = role;
        claims.issuedAt = m_now;
        claims.expiresAt = m_now + std::chrono::hours(8);
        return QString::fromLatin1(protocol::encodeToken(claims, "a secret that is long enough for us all"));
    }

private Q_SLOTS:
    void good_data();
    void good();
    void bad_data();
    void bad();
    void expiresAtItsTime();
    void everyRoleHasAWord();
};

void TestTokenCheck::good_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("name");
    QTest::newRow("plain") << token() << u"Arta"_s;
    QTest::newRow("line breaks of a terminal")
        << u" "_s + token().insert(40, u"\n  "_s) + u"\r\n"_s << u"Arta"_s;
    QTest::newRow("quotes") << u'"' + token() + u'"' << u"Arta"_s;
    QTest::newRow("a link") << u"http://localhost:8080/#token="_s + token() + u"&name=Technician"_s
                            << u"Arta"_s;
    QTest::newRow("no name") << token(domain::Role::Admin, {}) << u"tech-1"_s;
}

void TestTokenCheck::good()
{
    QFETCH(QString, text);
    QFETCH(QString, name);
    const dialogs::TokenFacts facts = dialogs::inspectToken(text, m_now);
    QCOMPARE(facts.problem, QString());
    QCOMPARE(facts.name, name);
    QCOMPARE(facts.token.count('.'), 2);
    QVERIFY(token().toLatin1() == facts.token || name == u"tech-1");
    QVERIFY(facts.expiresAt == m_now + std::chrono::hours(8));
}

void TestTokenCheck::bad_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("empty") << QString();
    QTest::newRow("words") << u"please let me in"_s;
    QTest::newRow("two parts") << token().section(u'.', 0, 1);
    QTest::newRow("not base64") << u"a.!!!.c"_s;
    QTest::newRow("not JSON") << u"a."_s + QString::fromLatin1(QByteArray("{").toBase64()) + u".c"_s;
    QTest::newRow("no role") << u"a."_s +
                                    QString::fromLatin1(QByteArray(R"({"sub":"a","exp":9999999999})")
                                                            .toBase64(QByteArray::Base64UrlEncoding |
                                                                      QByteArray::OmitTrailingEquals)) +
                                    u".c"_s;
    QTest::newRow("a customer's") << token(domain::Role::Client);
    QTest::newRow("a reader's") << token(domain::Role::Reader);
}

void TestTokenCheck::bad()
{
    QFETCH(QString, text);
    const dialogs::TokenFacts facts = dialogs::inspectToken(text, m_now);
    QVERIFY(!facts.problem.isEmpty());
    QVERIFY(facts.token.isEmpty());
}

void TestTokenCheck::expiresAtItsTime()
{
    using namespace std::chrono_literals;
    QVERIFY(dialogs::inspectToken(token(), m_now + 8h - 1s).problem.isEmpty());
    QVERIFY(!dialogs::inspectToken(token(), m_now + 8h).problem.isEmpty());
}

void TestTokenCheck::everyRoleHasAWord()
{
    QSet<QString> words;
    for (const auto role : {domain::Role::Client, domain::Role::Reader, domain::Role::Technician,
                            domain::Role::Admin, domain::Role::SuperAdmin})
        words.insert(dialogs::roleText(role));
    words.remove({});
    QCOMPARE(words.size(), 5);
}

QTEST_GUILESS_MAIN(TestTokenCheck)
#include "tst_tokencheck.moc"
