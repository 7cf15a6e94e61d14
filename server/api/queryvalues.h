#pragma once

#include "base/result.h"
#include "chat/chatservice.h"
#include "net/http.h"

#include <optional>

namespace api
{

constexpr int defaultPageSize = 50;
constexpr int maxPageSize = 200;

base::Error badField(const QString &field, const QString &message);

// What routes take from a request's query; refusals are BadRequest with the field.

/// A whole number; nothing where it is absent.
base::Result<std::optional<qint64>> integerOf(const net::HttpRequest &request, const QString &name,
                                              qint64 min, qint64 max);
/// `limit`: 1 to maxPageSize, defaultPageSize where it is absent.
base::Result<int> pageSizeOf(const net::HttpRequest &request);
/// Nothing where it is absent or empty.
std::optional<QString> textOf(const net::HttpRequest &request, const QString &name);

/// The path's `{id}`: a session's id or its room's name.
base::Result<QString> sessionOf(const net::HttpRequest &request);
/// The path's `{id}`: a message's id or number.
base::Result<store::MessageRef> messageOf(const net::HttpRequest &request);

/// The body, a JSON object. UnsupportedType where the request says that it is something else.
base::Result<QJsonObject> bodyOf(const net::HttpRequest &request);

} // namespace api
