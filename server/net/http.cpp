#include "net/http.h"

#include <algorithm>
#include <array>

namespace net
{

namespace
{

QByteArray decodedQuery(QByteArrayView text)
{
    QByteArray decoded = text.toByteArray();
    if (decoded.contains('+'))
        decoded.replace('+', ' ');
    return decoded.contains('%') ? QByteArray::fromPercentEncoding(decoded) : decoded;
}

} // namespace

QByteArray HttpRequest::header(QByteArrayView name) const
{
    for (const auto &[key, value] : headers) {
        if (key == name)
            return value;
    }
    return {};
}

QString HttpRequest::pathParameter(QByteArrayView name) const
{
    for (const auto &[key, value] : pathParameters) {
        if (key == name)
            return value;
    }
    return {};
}

std::optional<QString> HttpRequest::queryValue(const QString &name) const
{
    const QByteArray wanted = name.toUtf8();
    for (qsizetype start = 0; start < query.size();) {
        const qsizetype next = query.indexOf('&', start);
        const qsizetype end = next < 0 ? query.size() : next;
        const QByteArrayView item = QByteArrayView(query).sliced(start, end - start);
        const qsizetype sign = item.indexOf('=');
        const QByteArrayView key = sign < 0 ? item : item.first(sign);
        if (key == wanted || decodedQuery(key) == wanted)
            return QString::fromUtf8(sign < 0 ? QByteArray() : decodedQuery(item.sliced(sign + 1)));
        start = end + 1;
    }
    return std::nullopt;
}

HttpResponse HttpResponse::json(int status, const QByteArray &body)
{
    return text(status, QByteArrayLiteral("application/json"), body);
}

HttpResponse HttpResponse::text(int status, const QByteArray &contentType, const QByteArray &body)
{
    HttpResponse response;
    response.status = status;
    response.headers.emplace_back(QByteArrayLiteral("Content-Type"), contentType);
    response.body = body;
    return response;
}

HttpResponse &HttpResponse::withHeader(QByteArray name, QByteArray value)
{
    headers.emplace_back(std::move(name), std::move(value));
    return *this;
}

QByteArray reasonPhrase(int status)
{
    struct Phrase {
        int status;
        const char *text;
    };
    static constexpr std::array phrases{
        Phrase{100, "Continue"},
        Phrase{101, "Switching Protocols"},
        Phrase{200, "OK"},
        Phrase{201, "Created"},
        Phrase{202, "Accepted"},
        Phrase{204, "No Content"},
        Phrase{206, "Partial Content"},
        Phrase{301, "Moved Permanently"},
        Phrase{302, "Found"},
        Phrase{303, "See Other"},
        Phrase{304, "Not Modified"},
        Phrase{307, "Temporary Redirect"},
        Phrase{308, "Permanent Redirect"},
        Phrase{400, "Bad Request"},
        Phrase{401, "Unauthorized"},
        Phrase{403, "Forbidden"},
        Phrase{404, "Not Found"},
        Phrase{405, "Method Not Allowed"},
        Phrase{406, "Not Acceptable"},
        Phrase{408, "Request Timeout"},
        Phrase{409, "Conflict"},
        Phrase{410, "Gone"},
        Phrase{411, "Length Required"},
        Phrase{412, "Precondition Failed"},
        Phrase{413, "Content Too Large"},
        Phrase{415, "Unsupported Media Type"},
        Phrase{416, "Range Not Satisfiable"},
        Phrase{422, "Unprocessable Content"},
        Phrase{426, "Upgrade Required"},
        Phrase{429, "Too Many Requests"},
        Phrase{431, "Request Header Fields Too Large"},
        Phrase{500, "Internal Server Error"},
        Phrase{501, "Not Implemented"},
        Phrase{503, "Service Unavailable"},
    };
    const auto found = std::find_if(phrases.begin(), phrases.end(),
                                    [status](const Phrase &p) { return p.status == status; });
    return found == phrases.end() ? QByteArrayLiteral("Status") : QByteArray(found->text);
}

} // namespace net
