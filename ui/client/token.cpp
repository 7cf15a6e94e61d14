#include "client/token.h"

#include "protocol/json.h"

namespace client
{

domain::UserRef bearerOf(QByteArrayView token)
{
    const QByteArrayList parts = token.toByteArray().split('.');
    if (parts.size() != 3)
        return {};
    const auto claims =
        protocol::parseObject(QByteArray::fromBase64(parts.at(1), QByteArray::Base64UrlEncoding));
    if (!claims)
        return {};
    const QString id = claims->value(QLatin1String("sub")).toString();
    const QString name = claims->value(QLatin1String("name")).toString();
    const auto role = domain::roleFromString(claims->value(QLatin1String("role")).toString());
    return {id, name.isEmpty() ? id : name, role.value_or(domain::Role::Client)};
}

} // namespace client
