#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QLatin1String>

namespace protocol
{

/// Why the server ends a WebSocket. \see PROTOCOL.md, "Close codes"
enum class CloseCode : quint16 {
    GoingAway = 1001,   ///< the server shuts down
    Unsupported = 1003, ///< binary data where text is spoken
    BadRequest = 1008,
    Internal = 1011,
    TryAgainLater = 1013, ///< the store cannot be reached
    Token = 4401,
    NotAllowed = 4403,
    SlowReader = 4408,
    TooLarge = 4413,
    TooFast = 4429,
};

// What a kind of failure is on the wire: the one table. \see PROTOCOL.md, "Errors"

/// The `error` member: `bad_request`, `unauthorized`…
QLatin1String errorCode(base::ErrorKind kind);
int httpStatus(base::ErrorKind kind);
CloseCode closeCode(base::ErrorKind kind);

/// The `error` member of failures that only HTTP knows (405 `method_not_allowed`, 431 `header_too_large`…),
/// and of the others too. Any other status of 500 or more is `internal`, any other `bad_request`.
QLatin1String errorCodeOfStatus(int httpStatus);

/// The body of an HTTP error: `{"error","message"}`, and `field` where the error names one.
QByteArray errorBody(const base::Error &error);
QByteArray errorBody(int httpStatus, const QString &message);

} // namespace protocol
