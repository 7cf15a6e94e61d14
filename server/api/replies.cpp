#include "api/replies.h"

#include "base/ids.h"
#include "base/logging.h"
#include "protocol/errors.h"

namespace api
{

namespace
{
QByteArray secondsToWait(std::chrono::milliseconds retryAfter)
{
    return QByteArray::number(
        std::max<qint64>(1, std::chrono::ceil<std::chrono::seconds>(retryAfter).count()));
}
} // namespace

base::Error presentable(const base::Error &error)
{
    if (error.kind != base::ErrorKind::Internal)
        return error;
    const QString incident = QString::fromLatin1(base::randomToken(6));
    qCCritical(base::logApi, "internal error %s: %s", qUtf8Printable(incident),
               qUtf8Printable(error.message));
    return {base::ErrorKind::Internal,
            QStringLiteral("Something failed on the server. Its log has more under %1.").arg(incident)};
}

net::HttpResponse errorResponse(const base::Error &error)
{
    using base::ErrorKind;
    net::HttpResponse response =
        net::HttpResponse::json(protocol::httpStatus(error.kind), protocol::errorBody(presentable(error)));
    if (error.kind == ErrorKind::RateLimited || error.kind == ErrorKind::Unavailable)
        response.withHeader("Retry-After", secondsToWait(error.retryAfter));
    if (error.kind == ErrorKind::Unauthorized)
        response.withHeader("WWW-Authenticate", "Bearer");
    return response;
}

net::HttpResponse transportErrorResponse(int status, const QString &message)
{
    return net::HttpResponse::json(status, protocol::errorBody(status, message));
}

} // namespace api
