#include "fuzz.h"

#include "domain/message.h"
#include "protocol/jwt.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QMessageAuthenticationCode>

// Tokens: the input as a whole token, as claims that somebody with the secret signed, and as such a token's
// header.

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace
{
const QByteArray secret("an-example-secret-of-forty-bytes-exactly");
constexpr base::Timestamp now{std::chrono::seconds(1'761'041'410)};
constexpr auto base64Url = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;

QByteArray signature(QByteArrayView text)
{
    return QMessageAuthenticationCode::hash(text.toByteArray(), secret, QCryptographicHash::Sha256)
        .toBase64(base64Url);
}

QByteArray signedToken(QByteArrayView header, QByteArrayView claims)
{
    const QByteArray text =
        header.toByteArray().toBase64(base64Url) + '.' + claims.toByteArray().toBase64(base64Url);
    return text + '.' + signature(text);
}

/// What was let in must have been signed by the secret, in the one way there is.
void checkProof(const QByteArray &token)
{
    const qsizetype dot = token.lastIndexOf('.');
    FUZZ_CHECK(token.sliced(dot + 1) == signature(token.first(dot)));
    const QByteArray header = QByteArray::fromBase64(token.first(token.indexOf('.')), base64Url);
    FUZZ_CHECK(QJsonDocument::fromJson(header).object().value("alg"_L1).toString() == u"HS256");
}

void checkPrincipal(const domain::Principal &principal)
{
    FUZZ_CHECK(!principal.userId.isEmpty() && principal.userId.size() <= protocol::maxSubjectLength);
    FUZZ_CHECK(!principal.name.isEmpty() && principal.name.size() <= protocol::maxSubjectLength);
    FUZZ_CHECK(domain::isStorableText(principal.userId) && domain::isStorableText(principal.name));
    FUZZ_CHECK(principal.expiresAt + 30s > now);
}

/// A token that we make of the same claims brings the same bearer in.
void checkRoundTrip(const domain::Principal &principal)
{
    const auto expiry = std::max(principal.expiresAt, now);
    const QByteArray token = protocol::encodeToken(
        {principal.userId, principal.role, principal.name, principal.rooms, now, expiry}, secret);
    const auto again = protocol::verifyToken(token, secret, now);
    if (!again) { // the one reason: escapes of many rooms took more room than they had
        FUZZ_CHECK(token.size() > protocol::maxTokenBytes);
        return;
    }
    FUZZ_CHECK(again->userId == principal.userId && again->name == principal.name &&
               again->role == principal.role);
    FUZZ_CHECK(again->rooms == principal.rooms);
}

void check(const QByteArray &token)
{
    const auto principal = protocol::verifyToken(token, secret, now);
    if (!principal) {
        FUZZ_CHECK(principal.error().kind == base::ErrorKind::Unauthorized);
        FUZZ_CHECK(!principal.error().message.isEmpty());
        return;
    }
    checkProof(token);
    checkPrincipal(*principal);
    checkRoundTrip(*principal);
    FUZZ_CHECK(!protocol::verifyToken(token, "another-secret-of-more-than-32-bytes", now));
    FUZZ_CHECK(!protocol::verifyToken(token, secret, principal->expiresAt + 31s));
}
} // namespace

void fuzz::target(QByteArrayView input)
{
    check(input.toByteArray());
    check(signedToken(R"({"alg":"HS256","typ":"JWT"})", input));
    check(signedToken(input, R"({"sub":"client-007","role":"client","exp":1761045010})"));
}

std::vector<QByteArray> fuzz::seeds()
{
    const QByteArray claims(
        R"({"sub":"tech-ops-1","role":"technician","name":"Përparim Çela","rooms":["support-*","vip"],"iat":1761041410,"nbf":1761041410.5,"exp":1761045010})");
    return {signedToken(R"({"alg":"HS256","typ":"JWT"})", claims),
            signedToken(R"({"alg":"none"})", claims),
            claims,
            R"({"sub":"client-007","role":"client","exp":1761045010})"_ba,
            R"({"alg":"HS256","typ":"JWT"})"_ba,
            R"({"alg":"RS256","kid":"1","jku":"https://evil.example/","crit":["b64"]})"_ba};
}

std::vector<QByteArray> fuzz::dictionary()
{
    return {"."_ba,           ".."_ba,       "="_ba,        "none"_ba,           "HS256"_ba,
            "hs256"_ba,       "\"alg\":"_ba, "\"exp\":"_ba, "\"rooms\":[],"_ba,  "\"name\":null,"_ba,
            "super_admin"_ba, "1e300"_ba,    "-1"_ba,       R"(\ud800)"_ba,      R"(\u0000)"_ba,
            "{"_ba,           "}"_ba,        "\""_ba,       QByteArray(70, '['), QByteArray(200, 'A')};
}
