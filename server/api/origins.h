#pragma once

#include "net/http.h"

#include <QStringList>

namespace api
{

/// Which web pages may call: the server's own origin, and those in CORS_ORIGINS. Who sends no Origin is no
/// browser and is let through; tokens, not cookies, say who asks. Thread-safe.
class Origins
{
public:
    /// \a allowed: empty: own origin only; `*`: any; else `scheme://host[:port]` each
    explicit Origins(QStringList allowed);

    bool admits(const net::HttpRequest &request) const;
    /// Adds what lets an admitted page read the answer; answers a preflight in \a response.
    void apply(const net::HttpRequest &request, net::HttpResponse &response) const;

private:
    QStringList m_allowed;
    bool m_any;
};

} // namespace api
