#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "domain/principal.h"

#include <QByteArray>

#include <chrono>
#include <optional>

namespace protocol
{

constexpr qsizetype maxTokenBytes = 8 * 1024;
constexpr qsizetype maxSubjectLength = 128; ///< `sub`, `name` and each of `rooms`, UTF-16 units
constexpr std::chrono::seconds allowedClockSkew{30};

/// What a token says. \see PROTOCOL.md, "Tokens"
struct TokenClaims {
    QString sub;
    domain::Role role = domain::Role::Client;
    QString name;                     ///< empty: none
    std::optional<QStringList> rooms; ///< if set, the only rooms that the bearer may open
    base::Timestamp issuedAt{};       ///< whole seconds on the wire, like expiresAt
    base::Timestamp expiresAt{};
};

/// Signs \a claims as a JSON Web Token (RFC 7519) in compact form, HS256.
QByteArray encodeToken(const TokenClaims &claims, const QByteArray &secret);

/// Proves who bears \a token. HS256 is the only way in: the token's own header never chooses, and one that
/// names another algorithm, a key or an extension is refused. Pure; thread-safe; keeps nothing. \param now
/// the wall clock; 30 s of difference to the issuer's is allowed \return who bears it, or Unauthorized with a
/// sentence for the bearer that quotes nothing of the token
base::Result<domain::Principal> verifyToken(QByteArrayView token, const QByteArray &secret,
                                            base::Timestamp now);

} // namespace protocol
