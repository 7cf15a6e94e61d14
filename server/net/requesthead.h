#pragma once

#include "net/http.h"

#include <optional>

namespace net
{

/// Why a request is refused by the transport: the status of the answer, and a sentence for its sender.
struct HttpFault {
    int status = 400;
    QString message;
};

/// Takes \a target apart into target, path and query of \a request. Understands `/path?query`, an absolute
/// `http://host/path?query`, and `*`.
/// \return false if it is of another form, or its path holds a broken escape or an escaped NUL
bool setTarget(HttpRequest &request, const QByteArray &target);

/// What RFC 9112 asks of a head beyond its grammar: one Host, and a body whose end is beyond doubt.
/// \param http11  the request says HTTP/1.1, not 1.0
/// \return the fault, if there is one
std::optional<HttpFault> checkHead(const HttpRequest &request, bool http11);

/// Checks the handshake of RFC 6455, section 4.2.1, but for Upgrade and Connection, which brought it here.
std::optional<HttpFault> checkUpgrade(const HttpRequest &request, bool http11);

} // namespace net
