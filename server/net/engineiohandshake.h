#pragma once

#include "net/engineio.h"
#include "net/http.h"
#include "net/rejections.h"

#include <QByteArray>

#include <functional>
#include <optional>

namespace net
{

/// Why a request to the Engine.IO path is refused: the protocol's own code and words. \see
/// server/protocol/PROTOCOL.md, "Engine.IO"
struct EngineIoFault {
    enum class Code {
        UnknownTransport = 0,
        UnknownSession = 1,
        BadMethod = 2,
        BadRequest = 3,
        Forbidden = 4,
        UnsupportedVersion = 5,
    };
    Code code = Code::BadRequest;

    int httpStatus() const { return code == Code::Forbidden ? 403 : 400; }
    QByteArray message() const;
    Rejection rejection() const { return Rejection(int(Rejection::TransportUnknown) + int(code)); }
};

// The checks of a request to the Engine.IO path. Their order is part of the protocol: of several faults the
// first one counts.

/// The first, of every request. \param originAdmitted whether its Origin may
std::optional<EngineIoFault> checkEngineIo(const HttpRequest &request, bool originAdmitted);
/// Then, of one without a sid: whether a session may begin. \param upgrade whether it asks for a WebSocket
std::optional<EngineIoFault> checkNewSession(const HttpRequest &request, bool upgrade);
/// Then, of one with a sid: \a transport: what carries its session now; nothing: there is no such session
std::optional<EngineIoFault> checkOfSession(const HttpRequest &request, bool upgrade,
                                            std::optional<EngineIoConnection::Transport> transport);

/// Empty where there is none.
QByteArray sidOf(const HttpRequest &request);
/// The client takes no binary messages.
bool isTextOnly(const HttpRequest &request);

/// What a poll gets.
HttpResponse engineIoPayload(QByteArray body);
/// What a POST gets.
HttpResponse engineIoPosted();

/// As JSON, `{"code","message"}`, for who asked by plain HTTP.
HttpResponse engineIoRefusal(const EngineIoFault &fault);
/// As the message alone, for who asked for a WebSocket.
HttpResponse engineIoUpgradeRefusal(const EngineIoFault &fault);

} // namespace net
