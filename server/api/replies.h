#pragma once

#include "base/result.h"
#include "net/http.h"

namespace api
{

/// What a client is told of \a error. An Internal one is logged here, and told as an id that the log bears.
base::Error presentable(const base::Error &error);

/// The one place where a failure becomes an HTTP answer. \see server/protocol/PROTOCOL.md, "Errors"
net::HttpResponse errorResponse(const base::Error &error);
/// For failures that the transport finds itself.
net::HttpResponse transportErrorResponse(int status, const QString &message);

} // namespace api
