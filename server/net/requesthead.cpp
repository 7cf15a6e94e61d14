#include "net/requesthead.h"

#include <algorithm>

namespace net
{

namespace
{

qsizetype countOf(const HttpRequest &request, QByteArrayView name)
{
    return std::count_if(request.headers.begin(), request.headers.end(),
                         [name](const auto &header) { return header.first == name; });
}

bool isDigits(const QByteArray &text)
{
    return !text.isEmpty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool isHex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool escapesAreWhole(QByteArrayView path)
{
    for (qsizetype at = path.indexOf('%'); at >= 0; at = path.indexOf('%', at + 1)) {
        if (at + 2 >= path.size() || !isHex(path[at + 1]) || !isHex(path[at + 2]))
            return false;
        if (path[at + 1] == '0' && path[at + 2] == '0')
            return false;
    }
    return true;
}

/// What follows scheme and host of an absolute-form target, or nothing if \a target is not one.
std::optional<QByteArray> originForm(const QByteArray &target)
{
    const QByteArray scheme = target.first(std::min<qsizetype>(target.size(), 8)).toLower();
    const qsizetype start = scheme.startsWith("http://") ? 7 : scheme == "https://" ? 8 : 0;
    if (!start)
        return std::nullopt;
    const QByteArrayView rest = QByteArrayView(target).sliced(start);
    const auto end = std::find_if(rest.begin(), rest.end(), [](char c) { return c == '/' || c == '?'; });
    if (end == rest.begin())
        return std::nullopt;
    const QByteArray path(end, rest.end() - end);
    return path.startsWith('/') ? path : '/' + path;
}

bool isHost(const QByteArray &host)
{
    return std::all_of(host.begin(), host.end(), [](char c) {
        return static_cast<uchar>(c) > ' ' && static_cast<uchar>(c) < 0x7f && c != '/' && c != '@' &&
               c != '\\' && c != '?' && c != '#' && c != ',' && c != '<' && c != '>';
    });
}

std::optional<HttpFault> checkTransferEncoding(const HttpRequest &request, bool http11)
{
    if (!countOf(request, "transfer-encoding"))
        return std::nullopt;
    if (countOf(request, "content-length"))
        return HttpFault{400,
                         QStringLiteral("A request has a Content-Length or a Transfer-Encoding, not both.")};
    if (!http11 || countOf(request, "transfer-encoding") > 1)
        return HttpFault{400, QStringLiteral("The Transfer-Encoding is not acceptable.")};
    if (request.header("transfer-encoding").compare("chunked", Qt::CaseInsensitive) != 0)
        return HttpFault{501, QStringLiteral("The only Transfer-Encoding that is understood is chunked.")};
    return std::nullopt;
}

} // namespace

bool setTarget(HttpRequest &request, const QByteArray &target)
{
    request.target = target;
    if (target == "*") {
        request.path = target;
        return true;
    }
    const QByteArray origin = target.startsWith('/') ? target : originForm(target).value_or(QByteArray());
    if (origin.isEmpty() || origin.contains('#'))
        return false;
    const qsizetype mark = origin.indexOf('?');
    const QByteArray path = mark < 0 ? origin : origin.first(mark);
    if (!escapesAreWhole(path))
        return false;
    request.path = path.contains('%') ? QByteArray::fromPercentEncoding(path) : path;
    if (mark >= 0)
        request.query = origin.sliced(mark + 1);
    return true;
}

std::optional<HttpFault> checkHead(const HttpRequest &request, bool http11)
{
    const qsizetype hosts = countOf(request, "host");
    if (hosts > 1 || (hosts == 0 && http11) || !isHost(request.header("host")))
        return HttpFault{400, QStringLiteral("The request needs one Host header.")};
    if (countOf(request, "content-length") > 1)
        return HttpFault{400, QStringLiteral("The request has more than one Content-Length.")};
    if (auto fault = checkTransferEncoding(request, http11))
        return fault;
    if (countOf(request, "content-length")) {
        if (!isDigits(request.header("content-length")))
            return HttpFault{400, QStringLiteral("The Content-Length is not a number.")};
        return std::nullopt;
    }
    // Without a length there is no body. Who names the type of one has lost the length on the way.
    const bool mayHaveBody = request.method == "POST" || request.method == "PUT" || request.method == "PATCH";
    if (mayHaveBody && countOf(request, "content-type") && !countOf(request, "transfer-encoding"))
        return HttpFault{411, QStringLiteral("The request has a Content-Type but no Content-Length.")};
    return std::nullopt;
}

std::optional<HttpFault> checkUpgrade(const HttpRequest &request, bool http11)
{
    if (request.method != "GET" || !http11)
        return HttpFault{400, QStringLiteral("A WebSocket starts with GET and HTTP/1.1.")};
    const QByteArray length = request.header("content-length");
    if (countOf(request, "transfer-encoding") || (!length.isEmpty() && length.toULongLong() != 0))
        return HttpFault{400, QStringLiteral("A WebSocket handshake has no body.")};
    const auto key = QByteArray::fromBase64Encoding(request.header("sec-websocket-key"),
                                                    QByteArray::AbortOnBase64DecodingErrors);
    if (countOf(request, "sec-websocket-key") != 1 || !key || key.decoded.size() != 16)
        return HttpFault{400, QStringLiteral("The Sec-WebSocket-Key is missing or malformed.")};
    if (request.header("sec-websocket-version") != "13")
        return HttpFault{426, QStringLiteral("The only WebSocket version that is understood is 13.")};
    return std::nullopt;
}

} // namespace net
