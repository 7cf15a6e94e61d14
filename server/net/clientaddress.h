#pragma once

#include "net/http.h"

namespace net
{

class TrustedProxies;

/// Where a request really comes from.
struct ClientAddress {
    QHostAddress address;   ///< an IPv4 one that came through an IPv6 socket is given as IPv4
    bool secure = false;    ///< by TLS, here or at the proxy
    bool forwarded = false; ///< a trusted proxy said so
};

/// \a peer and \a tls: the socket's own. Its word (`X-Forwarded-For`, `X-Forwarded-Proto`) counts only if it
/// is one of \a proxies; then the client is the right-most forwarded address that is not one of them itself.
ClientAddress clientAddress(const QHostAddress &peer, bool tls, const HttpRequest &request,
                            const TrustedProxies &proxies);

} // namespace net
