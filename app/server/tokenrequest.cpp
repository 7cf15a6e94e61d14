#include "server/tokenrequest.h"

#include "domain/roomname.h"

#include <QRegularExpression>

namespace app
{

namespace
{

base::Error problem(const QString &sentence)
{
    return base::Error{base::ErrorKind::BadRequest, sentence};
}

bool isRoomOrPrefix(const QString &text)
{
    return domain::isRoomName(text) ||
           (text.endsWith(u'*') && (text.size() == 1 || domain::isRoomName(text.chopped(1))));
}

} // namespace

base::Result<std::chrono::seconds> readTtl(const QString &text)
{
    static const QRegularExpression form(QStringLiteral("^([0-9]{1,9})([smhd])$"));
    constexpr std::chrono::seconds most = std::chrono::hours(24 * 3650);
    const QRegularExpressionMatch match = form.match(text);
    const QString unit = match.captured(2);
    const qint64 factor = unit == u"s" ? 1 : unit == u"m" ? 60 : unit == u"h" ? 3600 : 86'400;
    const std::chrono::seconds ttl(match.captured(1).toLongLong() * factor);
    if (!match.hasMatch() || ttl < std::chrono::seconds(1) || ttl > most)
        return problem(QStringLiteral("--ttl must be a time such as 90s, 30m, 8h or 7d, at most 3650d."));
    return ttl;
}

base::Result<protocol::TokenClaims> tokenClaims(const TokenRequest &request, base::Timestamp now)
{
    if (request.sub.isEmpty() || request.sub.size() > protocol::maxSubjectLength)
        return problem(QStringLiteral("--sub must be given: who the token is for, 1 to %1 characters.")
                           .arg(protocol::maxSubjectLength));
    const std::optional<domain::Role> role = domain::roleFromString(request.role);
    if (!role)
        return problem(QStringLiteral("--role must be client, reader, technician, admin or super_admin."));
    if (request.name.size() > protocol::maxSubjectLength)
        return problem(
            QStringLiteral("--name must be at most %1 characters.").arg(protocol::maxSubjectLength));
    const base::Result<std::chrono::seconds> ttl = readTtl(request.ttl);
    if (!ttl)
        return ttl.error();
    for (const QString &room : request.rooms) {
        if (!isRoomOrPrefix(room))
            return problem(QStringLiteral("--room must be a room name (1 to 128 of A-Z a-z 0-9 . _ : -), or "
                                          "the start of one with * behind."));
    }
    protocol::TokenClaims claims;
    claims.sub = request.sub;
    claims.role = *role;
    claims.name = request.name;
    if (!request.rooms.isEmpty())
        claims.rooms = request.rooms;
    claims.issuedAt = now;
    claims.expiresAt = now + *ttl;
    return claims;
}

} // namespace app
