#include "protocol/jwt.h"

#include <QMessageAuthenticationCode>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using base::Timestamp;
using domain::Role;

namespace
{
const QByteArray secret("an-example-secret-of-forty-bytes-exactly");
constexpr qint64 expSeconds = 1'761'045'010; // 2025-10-21T11:10:10Z, what the tokens below say
constexpr Timestamp expiry{std::chrono::seconds(expSeconds)};
constexpr Timestamp now = expiry - 1h;

constexpr auto base64Url = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;
const QByteArray hs256(R"({"alg":"HS256","typ":"JWT"})");
const QByteArray goodClaims(R"({"sub":"client-007","role":"client","exp":1761045010})");

/// Signs with Qt's own HMAC, so that our signature is never its own measure.
QByteArray tokenOf(const QByteArray &header, const QByteArray &claims, const QByteArray &key = secret,
                   QCryptographicHash::Algorithm hash = QCryptographicHash::Sha256)
{
    const QByteArray text = header.toBase64(base64Url) + '.' + claims.toBase64(base64Url);
    return text + '.' + QMessageAuthenticationCode::hash(text, key, hash).toBase64(base64Url);
}

QByteArray claimsWith(const QByteArray &members)
{
    return R"({"sub":"client-007","role":"client","exp":1761045010,)" + members + '}';
}
} // namespace

class tst_jwt : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void verifiesWhatOthersSigned_data();
    void verifiesWhatOthersSigned();
    void readsRooms();
    void signsLikeOthers();
    void signsWithoutASecret();
    void roundTrips_data();
    void roundTrips();
    void agreesWithRfc7515();
    void keepsTime_data();
    void keepsTime();
    void clampsFarExpiry();
    void refusesBadClaims_data();
    void refusesBadClaims();
    void refusesForgedHeaders_data();
    void refusesForgedHeaders();
    void refusesMalformed_data();
    void refusesMalformed();
    void refusesEveryChangedByte();
    void sizeLimit();
};

void tst_jwt::verifiesWhatOthersSigned_data()
{
    QTest::addColumn<QByteArray>("token");
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QString>("userId");
    QTest::addColumn<QString>("name");
    QTest::addColumn<Role>("role");

    // Made with Python's hmac and Node's crypto.
    QTest::newRow("python and node")
        << "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJjbGllbnQtMDA3Iiwicm9sZSI6ImNsaWVudCIsImlhdCI6MTc2MTA0MTQxMCwiZXhwIjoxNzYxMDQ1MDEwfQ.UXLXR5n2fGQljJDWKxx9Gb1mtz9lVLp140exUe-BIes"_ba
        << secret << u"client-007"_s << u"client-007"_s << Role::Client;
    QTest::newRow("escaped name, rooms")
        << "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJ0ZWNoLW9wcy0xIiwicm9sZSI6InRlY2huaWNpYW4iLCJuYW1lIjoiUFx1MDBlYnJwYXJpbSBcdTAwYzdlbGEiLCJyb29tcyI6WyJzdXBwb3J0LSoiLCJ2aXAiXSwiZXhwIjoxNzYxMDQ1MDEwfQ.EdvCdzG7aLTlDDvr_XialrPhyXnOMaHbH8v9EG4dhwo"_ba
        << secret << u"tech-ops-1"_s << u"Përparim Çela"_s << Role::Technician;
    QTest::newRow("header turned round, UTF-8, fractional exp")
        << "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZG1pbi11bHRyYSIsInJvbGUiOiJzdXBlcl9hZG1pbiIsIm5hbWUiOiJQw6tycGFyaW0gw4dlbGEg8J-agCIsImV4cCI6MTc2MTA0NTAxMC41fQ.Xb1PQ9qRv2E2QFUk1lN3cJl95rkVJdyh3XZtGAvaTwo"_ba
        << secret << u"admin-ultra"_s << u"Përparim Çela 🚀"_s << Role::SuperAdmin;
    QTest::newRow("secret under 32 bytes")
        << "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJjbGllbnQtMDA3Iiwicm9sZSI6ImNsaWVudCIsImV4cCI6MTc2MTA0NTAxMH0.oERaF9zOg7qR7gaRlKhYmad1sTBsMjujK4RR6Zls8vw"_ba
        << "change_me_ultracom_super_secret"_ba << u"client-007"_s << u"client-007"_s << Role::Client;
    QTest::newRow("secret over a hash block")
        << "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJjbGllbnQtMDA3Iiwicm9sZSI6ImNsaWVudCIsImV4cCI6MTc2MTA0NTAxMH0.ERUpG7CHyr_uNMwOfn6eF6teBbuD2GmqrZF0vkuegoM"_ba
        << QByteArray(200, 'k') << u"client-007"_s << u"client-007"_s << Role::Client;
    QTest::newRow("no typ") << tokenOf(R"({"alg":"HS256"})", goodClaims) << secret << u"client-007"_s
                            << u"client-007"_s << Role::Client;
    QTest::newRow("null name, foreign claims")
        << tokenOf(hs256, claimsWith(R"("name":null,"iss":"joe","aud":["x"])")) << secret << u"client-007"_s
        << u"client-007"_s << Role::Client;
    QTest::newRow("empty name") << tokenOf(hs256, claimsWith(R"("name":"")")) << secret << u"client-007"_s
                                << u"client-007"_s << Role::Client;
    QTest::newRow("128 characters") << tokenOf(hs256, R"({"role":"reader","exp":1761045010,"sub":")" +
                                                          QByteArray(128, 's') + R"("})")
                                    << secret << QString(128, u's') << QString(128, u's') << Role::Reader;
}

void tst_jwt::verifiesWhatOthersSigned()
{
    QFETCH(const QByteArray, token);
    QFETCH(const QByteArray, key);
    const auto principal = protocol::verifyToken(token, key, now);
    QVERIFY2(principal, qPrintable(principal ? QString() : principal.error().message));
    QTEST(principal->userId, "userId");
    QTEST(principal->name, "name");
    QFETCH(const Role, role);
    QVERIFY(principal->role == role);
    QCOMPARE(std::chrono::floor<std::chrono::seconds>(principal->expiresAt), expiry);
}

void tst_jwt::readsRooms()
{
    const auto roomsOf = [](const QByteArray &claims) {
        return protocol::verifyToken(tokenOf(hs256, claims), secret, now)->rooms;
    };
    QCOMPARE(roomsOf(goodClaims), std::nullopt);
    QCOMPARE(roomsOf(claimsWith(R"("rooms":[])")), QStringList());
    QCOMPARE(roomsOf(claimsWith(R"("rooms":["support-*","vip"])")), (QStringList{u"support-*"_s, u"vip"_s}));
}

void tst_jwt::signsLikeOthers()
{
    const protocol::TokenClaims claims{u"client-007"_s, Role::Client, {}, std::nullopt, now, expiry};
    QCOMPARE(protocol::encodeToken(claims, secret),
             tokenOf(hs256, R"({"sub":"client-007","role":"client","iat":1761041410,"exp":1761045010})"));
}

/// A console names its user to its own cache so, before there is a server to sign in at.
void tst_jwt::signsWithoutASecret()
{
    const protocol::TokenClaims claims{u"client-007"_s, Role::Client, {}, std::nullopt, now, expiry};
    QCOMPARE(
        protocol::encodeToken(claims, {}),
        tokenOf(hs256, R"({"sub":"client-007","role":"client","iat":1761041410,"exp":1761045010})", ""_ba));
}

void tst_jwt::roundTrips_data()
{
    QTest::addColumn<Role>("role");
    QTest::addColumn<QString>("name");
    QTest::addColumn<std::optional<QStringList>>("rooms");
    QTest::newRow("client") << Role::Client << QString() << std::optional<QStringList>();
    QTest::newRow("reader") << Role::Reader << u"Çiljeta \"Ç\" \\ \n🚀"_s << std::optional(QStringList());
    QTest::newRow("technician") << Role::Technician << u"Arta"_s
                                << std::optional(QStringList{u"a*"_s, u"b"_s});
    QTest::newRow("admin") << Role::Admin << u"x"_s << std::optional(QStringList{u"*"_s});
    QTest::newRow("super_admin") << Role::SuperAdmin << u"y"_s << std::optional<QStringList>();
}

void tst_jwt::roundTrips()
{
    QFETCH(const Role, role);
    QFETCH(const QString, name);
    QFETCH(const std::optional<QStringList>, rooms);
    const QByteArray token =
        protocol::encodeToken({u"përdorues"_s, role, name, rooms, now + 999ms, expiry + 999ms}, secret);
    const auto principal = protocol::verifyToken(token, secret, now);
    QVERIFY(principal);
    QCOMPARE(principal->userId, u"përdorues"_s);
    QVERIFY(principal->role == role);
    QCOMPARE(principal->name, name.isEmpty() ? u"përdorues"_s : name);
    QCOMPARE(principal->rooms, rooms);
    QCOMPARE(principal->expiresAt, expiry); // whole seconds, never later than was asked for
}

void tst_jwt::agreesWithRfc7515()
{
    // Appendix A.1: its signature is good, so that only its claims can be at fault.
    const QByteArray key = QByteArray::fromBase64(
        "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow", base64Url);
    const QByteArray token("eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9."
                           "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb"
                           "290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
    const Timestamp then{std::chrono::seconds(1'300'819'380)};
    QCOMPARE(protocol::verifyToken(token, key, then).error().message,
             u"The token must name its bearer (`sub`) in 1 to 128 characters."_s);
    QCOMPARE(protocol::verifyToken(token, key + 'x', then).error().message,
             u"The token's signature is not this server's."_s);
}

void tst_jwt::keepsTime_data()
{
    QTest::addColumn<QByteArray>("claims");
    QTest::addColumn<Timestamp>("at");
    QTest::addColumn<bool>("good");
    const auto withTime = [](const char *name, Timestamp time) {
        return claimsWith('"' + QByteArray(name) +
                          "\":" + QByteArray::number(qint64(time.time_since_epoch() / 1s)));
    };
    QTest::newRow("29.999 s late") << goodClaims << expiry + 29'999ms << true;
    QTest::newRow("iat 30 s ahead") << withTime("iat", now + 30s) << now << true;
    QTest::newRow("nbf 30 s ahead") << withTime("nbf", now + 30s) << now << true;
    QTest::newRow("iat long ago") << withTime("iat", Timestamp{}) << now << true;

    QTest::newRow("30 s late") << goodClaims << expiry + 30s << false;
    QTest::newRow("exp of 1970") << R"({"sub":"a","role":"client","exp":0})"_ba << now << false;
    QTest::newRow("negative exp") << R"({"sub":"a","role":"client","exp":-1e300})"_ba << now << false;
    QTest::newRow("iat 31 s ahead") << withTime("iat", now + 31s) << now << false;
    QTest::newRow("nbf 31 s ahead") << withTime("nbf", now + 31s) << now << false;
    QTest::newRow("nbf for ever ahead") << claimsWith(R"("nbf":1e300)") << now << false;
}

void tst_jwt::keepsTime()
{
    QFETCH(const QByteArray, claims);
    QFETCH(const Timestamp, at);
    QFETCH(const bool, good);
    const auto principal = protocol::verifyToken(tokenOf(hs256, claims), secret, at);
    QCOMPARE(principal.has_value(), good);
    if (!good)
        QCOMPARE(principal.error().kind, base::ErrorKind::Unauthorized);
}

void tst_jwt::clampsFarExpiry()
{
    const auto principal =
        protocol::verifyToken(tokenOf(hs256, R"({"sub":"a","role":"client","exp":1e300})"), secret, now);
    QVERIFY(principal);
    QCOMPARE(base::toRfc3339(principal->expiresAt), "9999-12-31T23:59:59.000Z"_ba);
}

void tst_jwt::refusesBadClaims_data()
{
    QTest::addColumn<QByteArray>("claims");
    QTest::addColumn<QString>("names"); // what the sentence must name
    QTest::newRow("no exp") << R"({"sub":"a","role":"client"})"_ba << u"`exp`"_s;
    QTest::newRow("exp a string") << R"({"sub":"a","role":"client","exp":"1761045010"})"_ba << u"`exp`"_s;
    QTest::newRow("exp null") << R"({"sub":"a","role":"client","exp":null})"_ba << u"`exp`"_s;
    QTest::newRow("exp true") << R"({"sub":"a","role":"client","exp":true})"_ba << u"`exp`"_s;
    QTest::newRow("iat a string") << claimsWith(R"("iat":"now")") << u"`iat`"_s;
    QTest::newRow("nbf null") << claimsWith(R"("nbf":null)") << u"`nbf`"_s;
    QTest::newRow("no sub") << R"({"role":"client","exp":1761045010})"_ba << u"`sub`"_s;
    QTest::newRow("sub empty") << R"({"sub":"","role":"client","exp":1761045010})"_ba << u"`sub`"_s;
    QTest::newRow("sub a number") << R"({"sub":7,"role":"client","exp":1761045010})"_ba << u"`sub`"_s;
    QTest::newRow("sub of 129") << R"({"role":"client","exp":1761045010,"sub":")" + QByteArray(129, 's') +
                                       R"("})"
                                << u"`sub`"_s;
    QTest::newRow("sub with NUL") << R"({"sub":"a\u0000b","role":"client","exp":1761045010})"_ba
                                  << u"`sub`"_s;
    QTest::newRow("sub with half a pair")
        << R"({"sub":"a\ud83d","role":"client","exp":1761045010})"_ba << u"`sub`"_s;
    QTest::newRow("roleless") << R"({"sub":"a","exp":1761045010})"_ba << u"`role`"_s;
    QTest::newRow("unknown role") << R"({"sub":"a","role":"root","exp":1761045010})"_ba << u"`role`"_s;
    QTest::newRow("role system") << R"({"sub":"a","role":"system","exp":1761045010})"_ba << u"`role`"_s;
    QTest::newRow("role in capitals") << R"({"sub":"a","role":"Admin","exp":1761045010})"_ba << u"`role`"_s;
    QTest::newRow("role a list") << R"({"sub":"a","role":["admin"],"exp":1761045010})"_ba << u"`role`"_s;
    QTest::newRow("name a number") << claimsWith(R"("name":1)") << u"`name`"_s;
    QTest::newRow("name of 129") << claimsWith(R"("name":")" + QByteArray(129, 'n') + '"') << u"`name`"_s;
    QTest::newRow("name with NUL") << claimsWith(R"("name":"a\u0000")") << u"`name`"_s;
    QTest::newRow("rooms a string") << claimsWith(R"("rooms":"*")") << u"`rooms`"_s;
    QTest::newRow("rooms null") << claimsWith(R"("rooms":null)") << u"`rooms`"_s;
    QTest::newRow("rooms of numbers") << claimsWith(R"("rooms":["a",1])") << u"`rooms`"_s;
    QTest::newRow("rooms of 129") << claimsWith(R"("rooms":[")" + QByteArray(129, 'r') + R"("])")
                                  << u"`rooms`"_s;
    QTest::newRow("rooms with half a pair") << claimsWith(R"("rooms":["\ud800*"])") << u"`rooms`"_s;
    QTest::newRow("an array") << "[]"_ba << u"claims"_s;
    QTest::newRow("not JSON") << "sub=a"_ba << u"claims"_s;
    QTest::newRow("depth 5000") << QByteArray(5000, '[') << u"claims"_s;
    QTest::newRow("not UTF-8") << R"({"sub":")" + QByteArray("\xff") +
                                      R"(","role":"client","exp":1761045010})"
                               << u"claims"_s;
}

void tst_jwt::refusesBadClaims()
{
    QFETCH(const QByteArray, claims);
    QFETCH(const QString, names);
    const auto principal = protocol::verifyToken(tokenOf(hs256, claims), secret, now);
    QVERIFY(!principal);
    QCOMPARE(principal.error().kind, base::ErrorKind::Unauthorized);
    QVERIFY2(principal.error().message.contains(names), qPrintable(principal.error().message));
}

void tst_jwt::refusesForgedHeaders_data()
{
    QTest::addColumn<QByteArray>("token");
    const QByteArray good = tokenOf(hs256, goodClaims);
    const QByteArray unsignedPart =
        QByteArray(R"({"alg":"none"})").toBase64(base64Url) + '.' + goodClaims.toBase64(base64Url);
    QTest::newRow("none, no signature") << unsignedPart + '.';
    QTest::newRow("none, HS256 signature") << tokenOf(R"({"alg":"none"})", goodClaims);
    QTest::newRow("NONE") << tokenOf(R"({"alg":"NONE"})", goodClaims);
    QTest::newRow("hs256") << tokenOf(R"({"alg":"hs256"})", goodClaims);
    QTest::newRow("HS384") << tokenOf(R"({"alg":"HS384"})", goodClaims, secret, QCryptographicHash::Sha384);
    QTest::newRow("HS512") << tokenOf(R"({"alg":"HS512"})", goodClaims, secret, QCryptographicHash::Sha512);
    QTest::newRow("RS256") << tokenOf(R"({"alg":"RS256"})", goodClaims);
    QTest::newRow("ES256") << tokenOf(R"({"alg":"ES256"})", goodClaims);
    QTest::newRow("alg a list") << tokenOf(R"({"alg":["HS256"]})", goodClaims);
    QTest::newRow("alg twice, none last") << tokenOf(R"({"alg":"HS256","alg":"none"})", goodClaims);
    QTest::newRow("no alg") << tokenOf(R"({"typ":"JWT"})", goodClaims);
    QTest::newRow("kid") << tokenOf(R"({"alg":"HS256","kid":"../../dev/null"})", goodClaims);
    QTest::newRow("jku") << tokenOf(R"({"alg":"HS256","jku":"https://evil.example/keys"})", goodClaims);
    QTest::newRow("jwk") << tokenOf(R"({"alg":"HS256","jwk":{"kty":"oct","k":"YQ"}})", goodClaims);
    QTest::newRow("x5c") << tokenOf(R"({"alg":"HS256","x5c":[]})", goodClaims);
    QTest::newRow("crit") << tokenOf(R"({"alg":"HS256","crit":["b64"],"b64":false})", goodClaims);
    QTest::newRow("zip") << tokenOf(R"({"alg":"HS256","zip":"DEF"})", goodClaims);
    QTest::newRow("header an array") << tokenOf(R"(["HS256"])", goodClaims);
    QTest::newRow("another key") << tokenOf(hs256, goodClaims, "another-secret");
    QTest::newRow("empty key") << tokenOf(hs256, goodClaims, "");
    QTest::newRow("signature of another token")
        << good.first(good.lastIndexOf('.')) +
               tokenOf(hs256, "{}").sliced(tokenOf(hs256, "{}").lastIndexOf('.'));
    QTest::newRow("HS512 signature under HS256")
        << tokenOf(hs256, goodClaims, secret, QCryptographicHash::Sha512);
    QTest::newRow("no signature") << good.first(good.lastIndexOf('.') + 1);
    QTest::newRow("half a signature") << good.chopped(20);
}

void tst_jwt::refusesForgedHeaders()
{
    QFETCH(const QByteArray, token);
    const auto principal = protocol::verifyToken(token, secret, now);
    QVERIFY(!principal);
    QCOMPARE(principal.error().kind, base::ErrorKind::Unauthorized);
}

void tst_jwt::refusesMalformed_data()
{
    QTest::addColumn<QByteArray>("token");
    const QByteArray good = tokenOf(hs256, goodClaims);
    QTest::newRow("empty") << ""_ba;
    QTest::newRow("a word") << "token"_ba;
    QTest::newRow("two dots") << ".."_ba;
    QTest::newRow("two parts") << good.first(good.lastIndexOf('.'));
    QTest::newRow("four parts") << good + ".e30";
    QTest::newRow("a dot within") << QByteArray(good).insert(good.indexOf('.') + 5, '.');
    QTest::newRow("padding") << good + '=';
    QTest::newRow("space before") << ' ' + good;
    QTest::newRow("newline after") << good + '\n';
    QTest::newRow("Bearer") << "Bearer " + good;
    QTest::newRow("NUL within") << QByteArray(good).insert(10, '\0');
    QTest::newRow("not ASCII") << QByteArray(good).insert(10, "ë");
    // The last character of 32 bytes in base64url has two bits that say nothing; they must be zero.
    const char last = good.back();
    QTest::newRow("stray bits") << good.chopped(1) + char(last + 1);
    // The same bytes in the other base64 alphabet
    const QByteArray header = R"({"alg":"HS256","typ":"J>?"})";
    const QByteArray text =
        header.toBase64(QByteArray::OmitTrailingEquals) + '.' + goodClaims.toBase64(base64Url);
    QTest::newRow("standard base64")
        << text + '.' +
               QMessageAuthenticationCode::hash(text, secret, QCryptographicHash::Sha256).toBase64(base64Url);
}

void tst_jwt::refusesMalformed()
{
    QFETCH(const QByteArray, token);
    const auto principal = protocol::verifyToken(token, secret, now);
    QVERIFY(!principal);
    QCOMPARE(principal.error().kind, base::ErrorKind::Unauthorized);
    QVERIFY(!principal.error().message.isEmpty());
}

void tst_jwt::refusesEveryChangedByte()
{
    const QByteArray good = tokenOf(hs256, goodClaims);
    QVERIFY(protocol::verifyToken(good, secret, now));
    for (qsizetype i = 0; i < good.size(); ++i) {
        for (const int bit : {0, 1, 2, 5, 7}) {
            QByteArray changed = good;
            changed[i] = char(changed[i] ^ (1 << bit));
            QVERIFY2(!protocol::verifyToken(changed, secret, now), changed.constData());
        }
    }
}

void tst_jwt::sizeLimit()
{
    const auto padded = [](qsizetype size) {
        const QByteArray claims = claimsWith(R"("pad":")" + QByteArray(size, 'p') + '"');
        return tokenOf(hs256, claims);
    };
    qsizetype size = 5000;
    while (padded(size + 1).size() <= protocol::maxTokenBytes)
        ++size;
    QVERIFY(protocol::verifyToken(padded(size), secret, now));
    QVERIFY(!protocol::verifyToken(padded(size + 1), secret, now));
    QVERIFY(!protocol::verifyToken(QByteArray(10'000'000, 'a'), secret, now));
}

QTEST_APPLESS_MAIN(tst_jwt)
#include "tst_jwt.moc"
