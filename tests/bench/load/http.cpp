#include "load/http.h"

#include "load/ledger.h"

#include <charconv>
#include <optional>

namespace load
{

namespace
{

std::optional<std::size_t> numberAfter(std::string_view head, std::string_view name)
{
    const std::size_t at = head.find(name);
    std::size_t number = 0;
    if (at == std::string_view::npos ||
        std::from_chars(head.data() + at + name.size(), head.data() + head.size(), number).ec != std::errc())
        return std::nullopt;
    return number;
}

std::optional<std::size_t> contentLength(std::string_view head)
{
    const auto length = numberAfter(head, "\r\nContent-Length: ");
    return length ? length : numberAfter(head, "\r\ncontent-length: ");
}

} // namespace

void HttpClient::ask(const std::string &request)
{
    m_isWaiting = true;
    if (isConnected())
        send(request);
    else
        connect(m_port, m_number, request);
}

void HttpClient::take(std::string_view &bytes)
{
    const std::size_t end = bytes.find("\r\n\r\n");
    if (end == std::string_view::npos)
        return;
    const std::string_view head = bytes.substr(0, end + 2);
    const auto status = numberAfter(head, "HTTP/1.1 ");
    const auto length = contentLength(head);
    if (!m_isWaiting || !head.starts_with("HTTP/1.1 ") || !status || !length)
        throw Violation("not an answer with a length: " + std::string(bytes.substr(0, 500)));
    if (bytes.size() < end + 4 + *length)
        return;
    const std::string_view body = bytes.substr(end + 4, *length);
    bytes.remove_prefix(end + 4 + *length);
    if (!bytes.empty())
        throw Violation("more than one answer: " + std::string(bytes.substr(0, 500)));
    m_isWaiting = false;
    onAnswer(static_cast<int>(*status), body);
}

std::string httpRequest(std::string_view method, std::string_view target, std::string_view headers,
                        std::string_view body)
{
    std::string request;
    request.append(method).append(" ").append(target).append(" HTTP/1.1\r\nHost: 127.0.0.1\r\n");
    request.append(headers);
    if (method != "GET")
        request.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n");
    return request.append("\r\n").append(body);
}

} // namespace load
