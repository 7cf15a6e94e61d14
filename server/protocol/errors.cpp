#include "protocol/errors.h"

#include "protocol/jsonwriter.h"

#include <algorithm>
#include <array>

namespace protocol
{

namespace
{
using base::ErrorKind;

struct Row {
    ErrorKind kind;
    int status;
    QLatin1String code;
    CloseCode close;
};

constexpr std::array table{
    Row{ErrorKind::BadRequest, 400, QLatin1String("bad_request"), CloseCode::BadRequest},
    Row{ErrorKind::Unauthorized, 401, QLatin1String("unauthorized"), CloseCode::Token},
    Row{ErrorKind::Forbidden, 403, QLatin1String("forbidden"), CloseCode::NotAllowed},
    Row{ErrorKind::NotFound, 404, QLatin1String("not_found"), CloseCode::NotAllowed},
    Row{ErrorKind::Conflict, 409, QLatin1String("conflict"), CloseCode::BadRequest},
    Row{ErrorKind::TooLarge, 413, QLatin1String("too_large"), CloseCode::TooLarge},
    Row{ErrorKind::UnsupportedType, 415, QLatin1String("unsupported_type"), CloseCode::Unsupported},
    Row{ErrorKind::RateLimited, 429, QLatin1String("rate_limited"), CloseCode::TooFast},
    Row{ErrorKind::Unavailable, 503, QLatin1String("unavailable"), CloseCode::TryAgainLater},
    Row{ErrorKind::Internal, 500, QLatin1String("internal"), CloseCode::Internal},
};

constexpr bool tableIsInOrder()
{
    for (size_t i = 0; i < table.size(); ++i) {
        if (static_cast<size_t>(table[i].kind) != i)
            return false;
    }
    return true;
}
static_assert(tableIsInOrder() && table.back().kind == ErrorKind::Internal);

const Row &row(ErrorKind kind)
{
    return table[static_cast<size_t>(kind)];
}

/// What only HTTP itself refuses with.
struct HttpRow {
    int status;
    QLatin1String code;
};
constexpr std::array httpTable{
    HttpRow{405, QLatin1String("method_not_allowed")}, HttpRow{408, QLatin1String("timeout")},
    HttpRow{411, QLatin1String("length_required")},    HttpRow{426, QLatin1String("upgrade_required")},
    HttpRow{431, QLatin1String("header_too_large")},   HttpRow{501, QLatin1String("not_implemented")},
};

QByteArray body(QLatin1String code, const QString &message, const QString &field)
{
    JsonWriter json;
    json.beginObject().key("error").ascii(code).key("message").string(message);
    if (!field.isEmpty())
        json.key("field").string(field);
    return json.endObject().take();
}
} // namespace

QLatin1String errorCode(ErrorKind kind)
{
    return row(kind).code;
}

int httpStatus(ErrorKind kind)
{
    return row(kind).status;
}

CloseCode closeCode(ErrorKind kind)
{
    return row(kind).close;
}

QLatin1String errorCodeOfStatus(int status)
{
    const auto bears = [status](const auto &candidate) { return candidate.status == status; };
    if (const auto *it = std::find_if(table.begin(), table.end(), bears); it != table.end())
        return it->code;
    if (const auto *it = std::find_if(httpTable.begin(), httpTable.end(), bears); it != httpTable.end())
        return it->code;
    return errorCode(status >= 500 ? ErrorKind::Internal : ErrorKind::BadRequest);
}

QByteArray errorBody(const base::Error &error)
{
    return body(errorCode(error.kind), error.message, error.field);
}

QByteArray errorBody(int status, const QString &message)
{
    return body(errorCodeOfStatus(status), message, {});
}

} // namespace protocol
