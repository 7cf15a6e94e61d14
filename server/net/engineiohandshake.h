#pragma once

#include "net/http.h"

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
};

/// Checks a request to the Engine.IO path. The order of checks is part of the protocol: of several faults the
/// first one counts. \param upgrade whether it asks for a WebSocket \param originAdmitted whether its Origin
/// may \return the fault, or nothing if a session may begin
std::optional<EngineIoFault> checkEngineIo(const HttpRequest &request, bool upgrade, bool originAdmitted);

/// As JSON, `{"code","message"}`, for who asked by plain HTTP.
HttpResponse engineIoRefusal(const EngineIoFault &fault);
/// As the message alone, for who asked for a WebSocket.
HttpResponse engineIoUpgradeRefusal(const EngineIoFault &fault);

} // namespace net
