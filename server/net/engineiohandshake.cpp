#include "net/engineiohandshake.h"

#include "protocol/jsonwriter.h"

#include <algorithm>

namespace net
{

namespace
{
using Code = EngineIoFault::Code;

const QString transportKey = QStringLiteral("transport");
const QString polling = QStringLiteral("polling");
const QString webSocket = QStringLiteral("websocket");

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

std::optional<EngineIoFault> checkEngineIo(const HttpRequest &request, bool originAdmitted)
{
    const auto transport = request.queryValue(transportKey);
    if (transport != polling && transport != webSocket)
        return EngineIoFault{Code::UnknownTransport};
    if (!isClean(request.header("origin")))
        return EngineIoFault{Code::BadRequest};
    if (!originAdmitted)
        return EngineIoFault{Code::Forbidden};
    return std::nullopt;
}

std::optional<EngineIoFault> checkNewSession(const HttpRequest &request, bool upgrade)
{
    if (request.method != "GET")
        return EngineIoFault{Code::BadMethod};
    if (upgrade != (request.queryValue(transportKey) == webSocket))
        return EngineIoFault{Code::BadRequest};
    if (request.queryValue(QStringLiteral("EIO")) != QStringLiteral("4"))
        return EngineIoFault{Code::UnsupportedVersion};
    return std::nullopt;
}

std::optional<EngineIoFault> checkOfSession(const HttpRequest &request, bool upgrade,
                                            std::optional<EngineIoConnection::Transport> transport)
{
    if (!transport)
        return EngineIoFault{Code::UnknownSession};
    const bool wantsWebSocket = request.queryValue(transportKey) == webSocket;
    const bool isPolling = transport == EngineIoConnection::Transport::Polling;
    if (upgrade ? !wantsWebSocket : (wantsWebSocket || !isPolling))
        return EngineIoFault{Code::BadRequest};
    return std::nullopt;
}

QByteArray sidOf(const HttpRequest &request)
{
    return request.queryValue(QStringLiteral("sid")).value_or(QString()).toUtf8();
}

bool isTextOnly(const HttpRequest &request)
{
    return !request.queryValue(QStringLiteral("b64")).value_or(QString()).isEmpty();
}

HttpResponse engineIoPayload(QByteArray body)
{
    HttpResponse response =
        HttpResponse::text(200, QByteArrayLiteral("text/plain; charset=UTF-8"), std::move(body));
    response.withHeader(QByteArrayLiteral("Cache-Control"), QByteArrayLiteral("no-store"));
    return response;
}

HttpResponse engineIoPosted()
{
    // Not text/plain: some browsers offer that for download.
    HttpResponse response = HttpResponse::text(200, QByteArrayLiteral("text/html"), QByteArrayLiteral("ok"));
    response.withHeader(QByteArrayLiteral("Cache-Control"), QByteArrayLiteral("no-store"));
    return response;
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
