#pragma once

#include "base/result.h"
#include "net/http.h"

namespace api
{

/// The one place where a failure becomes an HTTP answer. \see server/protocol/PROTOCOL.md, "Errors"
/// An Internal error is logged here and answered with an id that the log bears.
net::HttpResponse errorResponse(const base::Error &error);
/// For failures that the transport finds itself.
net::HttpResponse transportErrorResponse(int status, const QString &message);

} // namespace api
