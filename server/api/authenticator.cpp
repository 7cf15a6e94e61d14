#include "api/authenticator.h"

#include "protocol/jwt.h"

namespace api
{

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

base::Result<chat::PrincipalPtr> Authenticator::fromHeaders(const net::HttpRequest &request) const
{
    return verified(headerToken(request));
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
