#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "chat/chatservice.h"
#include "net/http.h"

#include <memory>

namespace api
{

class VerifiedTokens;

/// Proves who sends a request. Thread-safe. \see server/protocol/PROTOCOL.md, "Tokens"
class Authenticator
{
public:
    /// \a clock outlives the authenticator.
    Authenticator(QByteArray secret, const base::Clock &clock);

    /// Looks in `Authorization: Bearer`, then `x-auth-token`. A token that was good lately is only asked
    /// whether it has expired. \return who asks, or Unauthorized
    base::Result<chat::PrincipalPtr> fromHeaders(const net::HttpRequest &request) const;
    /// As fromHeaders(), then in `?token=`, for a browser's WebSocket, which can set no header.
    base::Result<chat::PrincipalPtr> fromHeadersOrQuery(const net::HttpRequest &request) const;

    base::Result<chat::PrincipalPtr> fromToken(const QByteArray &token) const { return verified(token); }

    QByteArray issue(const domain::Principal &principal, base::Timestamp issuedAt,
                     base::Timestamp expiresAt) const;
    bool isExpired(const domain::Principal &principal) const;

private:
    base::Result<chat::PrincipalPtr> verified(const QByteArray &token) const;

    QByteArray m_secret;
    const base::Clock &m_clock;
    std::shared_ptr<VerifiedTokens> m_lately; ///< what fromHeaders() has proven
};

} // namespace api
