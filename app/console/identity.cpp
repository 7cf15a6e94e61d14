#include "console/identity.h"

#include "protocol/jwt.h"

#ifdef Q_OS_UNIX
#include <pwd.h>
#include <unistd.h>
#endif

namespace console
{

Identity systemIdentity()
{
    Identity identity;
#ifdef Q_OS_UNIX
    if (const passwd *entry = ::getpwuid(::getuid())) {
        identity.id = QString::fromLocal8Bit(entry->pw_name);
        // GECOS: full name, office, telephones.
        identity.name = QString::fromLocal8Bit(entry->pw_gecos).section(u',', 0, 0).trimmed();
    }
#else
    identity.id = qEnvironmentVariable("USERNAME");
#endif
    if (identity.id.isEmpty())
        identity.id = QStringLiteral("technician");
    if (identity.name.isEmpty())
        identity.name = identity.id;
    identity.id.truncate(protocol::maxSubjectLength);
    identity.name.truncate(protocol::maxSubjectLength);
    return identity;
}

QByteArray ownToken(const Identity &identity, const QByteArray &secret, base::Timestamp now)
{
    protocol::TokenClaims claims;
    claims.sub = identity.id;
    claims.name = identity.name;
    claims.role = domain::Role::Technician;
    claims.issuedAt = now;
    claims.expiresAt = now + ownTokenLife;
    return protocol::encodeToken(claims, secret);
}

} // namespace console
