#include "net/engineiohandshake.h"

#include "protocol/jsonwriter.h"

#include <algorithm>

namespace net
{

namespace
{
using Code = EngineIoFault::Code;

/// What RFC 9110, 5.5 lets stand in a field value. The parser has refused the rest already, but for the bytes
/// over 0x7f.
bool isClean(QByteArrayView value)
{
    return std::all_of(value.begin(), value.end(), [](char c) { return c >= ' ' && c <= '~'; });
}
} // namespace

QByteArray EngineIoFault::message() const
{
    switch (code) {
    case Code::UnknownTransport:
        return QByteArrayLiteral("Transport unknown");
    case Code::UnknownSession:
        return QByteArrayLiteral("Session ID unknown");
    case Code::BadMethod:
        return QByteArrayLiteral("Bad handshake method");
    case Code::BadRequest:
        return QByteArrayLiteral("Bad request");
    case Code::Forbidden:
        return QByteArrayLiteral("Forbidden");
    case Code::UnsupportedVersion:
        return QByteArrayLiteral("Unsupported protocol version");
    }
    Q_UNREACHABLE();
}

std::optional<EngineIoFault> checkEngineIo(const HttpRequest &request, bool upgrade, bool originAdmitted)
{
    if (request.queryValue(QStringLiteral("transport")) != QStringLiteral("websocket"))
        return EngineIoFault{Code::UnknownTransport};
    if (!isClean(request.header("origin")))
        return EngineIoFault{Code::BadRequest};
    if (!originAdmitted)
        return EngineIoFault{Code::Forbidden};
    // A session that began on a WebSocket lives and dies with it: no other request can be part of it.
    if (!request.queryValue(QStringLiteral("sid")).value_or(QString()).isEmpty())
        return EngineIoFault{Code::UnknownSession};
    if (request.method != "GET")
        return EngineIoFault{Code::BadMethod};
    if (!upgrade)
        return EngineIoFault{Code::BadRequest};
    if (request.queryValue(QStringLiteral("EIO")) != QStringLiteral("4"))
        return EngineIoFault{Code::UnsupportedVersion};
    return std::nullopt;
}

HttpResponse engineIoRefusal(const EngineIoFault &fault)
{
    protocol::JsonWriter json(64);
    json.beginObject().key("code").integer(qint64(fault.code)).key("message").ascii(fault.message());
    return HttpResponse::json(fault.httpStatus(), json.endObject().take());
}

HttpResponse engineIoUpgradeRefusal(const EngineIoFault &fault)
{
    HttpResponse response =
        HttpResponse::text(fault.httpStatus(), QByteArrayLiteral("text/html"), fault.message());
    response.close = true;
    return response;
}

} // namespace net
