#include "protocol/jwt.h"

#include "domain/message.h"
#include "protocol/json.h"
#include "protocol/jsonwriter.h"

#include <QJsonArray>

#include <sodium.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace protocol
{

namespace
{
constexpr auto base64Url = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;
using Signature = std::array<uchar, crypto_auth_hmacsha256_BYTES>;

base::Error refused(const char *sentence)
{
    return {base::ErrorKind::Unauthorized, QString::fromUtf8(sentence)};
}

Signature sign(QByteArrayView text, const QByteArray &secret)
{
    // What is empty may have no address, which libsodium does not allow.
    const auto bytes = [](QByteArrayView view) {
        return reinterpret_cast<const uchar *>(view.isEmpty() ? "" : view.data());
    };
    Signature signature;
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, bytes(secret), size_t(secret.size()));
    crypto_auth_hmacsha256_update(&state, bytes(text), size_t(text.size()));
    crypto_auth_hmacsha256_final(&state, signature.data());
    return signature;
}

bool isSignature(QByteArrayView given, QByteArrayView text, const QByteArray &secret)
{
    const Signature expected = sign(text, secret);
    return given.size() == qsizetype(expected.size()) &&
           sodium_memcmp(given.data(), expected.data(), expected.size()) == 0;
}

/// Only the one canonical form: without padding, stray bits or foreign characters.
std::optional<QByteArray> decodeBase64Url(QByteArrayView part)
{
    const QByteArray text = part.toByteArray();
    auto decoded = QByteArray::fromBase64Encoding(text, base64Url | QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded || decoded.decoded.toBase64(base64Url) != text)
        return std::nullopt;
    return std::move(decoded.decoded);
}

/// Whether it is the header that nearly every issuer writes, this one included.
bool isCommonHeader(QByteArrayView part)
{
    static const QByteArray headers[] = {QByteArray(R"({"alg":"HS256","typ":"JWT"})").toBase64(base64Url),
                                         QByteArray(R"({"typ":"JWT","alg":"HS256"})").toBase64(base64Url)};
    return part == headers[0] || part == headers[1];
}

std::optional<QJsonObject> decodeObject(QByteArrayView part)
{
    const auto json = decodeBase64Url(part);
    if (!json)
        return std::nullopt;
    const auto object = parseObject(*json);
    return object ? std::optional(*object) : std::nullopt;
}

bool isHeaderGood(const QJsonObject &header)
{
    const QStringList names = header.keys();
    const bool onlyKnown = std::all_of(names.begin(), names.end(), [](const QString &name) {
        return name == QLatin1String("alg") || name == QLatin1String("typ");
    });
    return onlyKnown && header.value(QLatin1String("alg")) == QJsonValue(QStringLiteral("HS256"));
}

/// A NumericDate of RFC 7519: seconds, maybe with a fraction.
std::optional<double> seconds(const QJsonObject &claims, QLatin1String name)
{
    const QJsonValue value = claims.value(name);
    return value.isDouble() ? std::optional(value.toDouble()) : std::nullopt;
}

double toSeconds(base::Timestamp time)
{
    return double(time.time_since_epoch().count()) / 1000.0;
}

/// Kept to the years that a Timestamp can be written in.
base::Timestamp fromSeconds(double time)
{
    constexpr double endOfYear9999 = 253'402'300'799;
    return base::Timestamp(
        std::chrono::milliseconds(std::llround(std::clamp(time, 0.0, endOfYear9999) * 1000)));
}

base::Status checkTimes(const QJsonObject &claims, base::Timestamp now)
{
    const auto expires = seconds(claims, QLatin1String("exp"));
    if (!expires)
        return refused("The token does not say when it expires (`exp`); ask for another one.");
    if (now >= fromSeconds(*expires) + allowedClockSkew)
        return refused("The token has expired; ask for a new one.");
    for (const QLatin1String name : {QLatin1String("nbf"), QLatin1String("iat")}) {
        if (!claims.contains(name))
            continue;
        const auto begins = seconds(claims, name);
        if (!begins)
            return refused("The token's `nbf` or `iat` is not a number of seconds.");
        if (*begins > toSeconds(now + allowedClockSkew))
            return refused("The token is not valid yet; check the clock of the machine that issued it.");
    }
    return base::success();
}

/// Whether it can be a user's name or id, or a room's.
bool isNameable(const QJsonValue &value)
{
    return value.isString() && value.toString().size() <= maxSubjectLength &&
           domain::isStorableText(value.toString());
}

base::Result<std::optional<QStringList>> readRooms(const QJsonValue &value)
{
    if (value.isUndefined())
        return std::optional<QStringList>();
    const QJsonArray array = value.toArray();
    const bool good = value.isArray() && std::all_of(array.begin(), array.end(), isNameable);
    if (!good)
        return refused("The token's `rooms` must be a list of strings of at most 128 characters.");
    QStringList rooms;
    for (const QJsonValue &room : array)
        rooms += room.toString();
    return std::optional(rooms);
}

base::Result<domain::Principal> readPrincipal(const QJsonObject &claims)
{
    domain::Principal principal;
    const QJsonValue sub = claims.value(QLatin1String("sub"));
    if (!isNameable(sub) || sub.toString().isEmpty())
        return refused("The token must name its bearer (`sub`) in 1 to 128 characters.");
    principal.userId = sub.toString();

    const auto role = domain::roleFromString(claims.value(QLatin1String("role")).toString());
    if (!role)
        return refused("The token's `role` must be client, reader, technician, admin or super_admin.");
    principal.role = *role;

    const QJsonValue name = claims.value(QLatin1String("name"));
    if (!name.isUndefined() && !name.isNull() && !isNameable(name))
        return refused("The token's `name` must be a string of at most 128 characters.");
    principal.name = name.toString().isEmpty() ? principal.userId : name.toString();

    auto rooms = readRooms(claims.value(QLatin1String("rooms")));
    if (!rooms)
        return rooms.error();
    principal.rooms = *std::move(rooms);
    principal.expiresAt = fromSeconds(claims.value(QLatin1String("exp")).toDouble());
    return principal;
}
} // namespace

QByteArray encodeToken(const TokenClaims &claims, const QByteArray &secret)
{
    const auto wholeSeconds = [](base::Timestamp time) {
        return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
    };
    JsonWriter json;
    json.beginObject().key("sub").string(claims.sub).key("role").ascii(domain::toString(claims.role));
    if (!claims.name.isEmpty())
        json.key("name").string(claims.name);
    if (claims.rooms) {
        json.key("rooms").beginArray();
        for (const QString &room : *claims.rooms)
            json.string(room);
        json.endArray();
    }
    json.key("iat")
        .integer(wholeSeconds(claims.issuedAt))
        .key("exp")
        .integer(wholeSeconds(claims.expiresAt))
        .endObject();

    const QByteArray signedPart = QByteArray(R"({"alg":"HS256","typ":"JWT"})").toBase64(base64Url) + '.' +
                                  json.take().toBase64(base64Url);
    const Signature signature = sign(signedPart, secret);
    const auto signatureBytes = QByteArray::fromRawData(reinterpret_cast<const char *>(signature.data()),
                                                        qsizetype(signature.size()));
    return signedPart + '.' + signatureBytes.toBase64(base64Url);
}

base::Result<domain::Principal> verifyToken(QByteArrayView token, const QByteArray &secret,
                                            base::Timestamp now)
{
    Q_ASSERT(!secret.isEmpty());
    if (token.isEmpty())
        return refused("A token is needed; log in, or ask for one.");
    if (token.size() > maxTokenBytes)
        return refused("The token is longer than 8 KiB.");
    const qsizetype firstDot = token.indexOf('.');
    const qsizetype lastDot = token.lastIndexOf('.');
    if (firstDot < 0 || firstDot == lastDot)
        return refused("The token is not a JSON Web Token.");

    if (const QByteArrayView part = token.first(firstDot); !isCommonHeader(part)) {
        const auto header = decodeObject(part);
        if (!header)
            return refused("The token is damaged: its header cannot be read.");
        if (!isHeaderGood(*header))
            return refused("The token must be signed with HS256 and name no key or extension in its header.");
    }
    const auto signature = decodeBase64Url(token.sliced(lastDot + 1));
    if (!signature || !isSignature(*signature, token.first(lastDot), secret))
        return refused("The token's signature is not this server's.");

    // A dot in here makes the claims undecodable, so that there are three parts or none.
    const auto claims = decodeObject(token.sliced(firstDot + 1, lastDot - firstDot - 1));
    if (!claims)
        return refused("The token is damaged: its claims cannot be read.");
    if (const base::Status times = checkTimes(*claims, now); !times)
        return times.error();
    return readPrincipal(*claims);
}

} // namespace protocol
