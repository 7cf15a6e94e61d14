#include "api/authenticator.h"

#include "protocol/jwt.h"

#include <QCache>

#include <mutex>

namespace api
{

/// The tokens that requests bore lately, the longest unused go first. A guarded table; thread-safe.
class VerifiedTokens
{
public:
    chat::PrincipalPtr find(const QByteArray &token)
    {
        const std::lock_guard lock(m_mutex);
        const chat::PrincipalPtr *found = m_principals.object(token);
        return found ? *found : nullptr;
    }
    void insert(const QByteArray &token, const chat::PrincipalPtr &principal)
    {
        const std::lock_guard lock(m_mutex);
        m_principals.insert(token, new chat::PrincipalPtr(principal), token.size());
    }

private:
    static constexpr qsizetype maxBytes = 1'048'576; ///< of tokens
    std::mutex m_mutex;
    QCache<QByteArray, chat::PrincipalPtr> m_principals{maxBytes};
};

namespace
{
QByteArray headerToken(const net::HttpRequest &request)
{
    const QByteArray authorization = request.header("authorization");
    constexpr QByteArrayView scheme("bearer ");
    if (authorization.size() > scheme.size() &&
        authorization.first(scheme.size()).compare(scheme, Qt::CaseInsensitive) == 0)
        return authorization.sliced(scheme.size()).trimmed();
    return request.header("x-auth-token").trimmed();
}
} // namespace

Authenticator::Authenticator(QByteArray secret, const base::Clock &clock)
    : m_secret(std::move(secret))
    , m_clock(clock)
    , m_lately(std::make_shared<VerifiedTokens>())
{
}

base::Result<chat::PrincipalPtr> Authenticator::fromHeaders(const net::HttpRequest &request) const
{
    const QByteArray token = headerToken(request);
    if (const chat::PrincipalPtr known = m_lately->find(token); known && !isExpired(*known))
        return known;
    base::Result<chat::PrincipalPtr> principal = verified(token);
    if (principal)
        m_lately->insert(token, *principal);
    return principal;
}

base::Result<chat::PrincipalPtr> Authenticator::fromHeadersOrQuery(const net::HttpRequest &request) const
{
    const QByteArray token = headerToken(request);
    return verified(token.isEmpty() ? request.queryValue(QStringLiteral("token")).value_or(QString()).toUtf8()
                                    : token);
}

QByteArray Authenticator::issue(const domain::Principal &principal, base::Timestamp issuedAt,
                                base::Timestamp expiresAt) const
{
    return protocol::encodeToken(
        {principal.userId, principal.role, principal.name, principal.rooms, issuedAt, expiresAt}, m_secret);
}

bool Authenticator::isExpired(const domain::Principal &principal) const
{
    return m_clock.now() >= principal.expiresAt + protocol::allowedClockSkew;
}

base::Result<chat::PrincipalPtr> Authenticator::verified(const QByteArray &token) const
{
    if (token.isEmpty())
        return base::Error{base::ErrorKind::Unauthorized, QStringLiteral("A token is needed.")};
    base::Result<domain::Principal> principal = protocol::verifyToken(token, m_secret, m_clock.now());
    if (!principal)
        return principal.error();
    return std::make_shared<const domain::Principal>(std::move(*principal));
}

} // namespace api
