#pragma once

#include "load/socket.h"

#include <functional>

namespace load
{

/// One HTTP/1.1 client that keeps its connection: one request at a time. Throws Violation when an answer is
/// none, or has no Content-Length.
class HttpClient final : public Socket
{
public:
    HttpClient(Poller &poller, std::uint16_t port, std::size_t number)
        : Socket(poller)
        , m_port(port)
        , m_number(number)
    {
    }

    /// Connects if it has not. \a request is the whole of it, as httpRequest() makes it.
    void ask(const std::string &request);
    bool isWaiting() const { return m_isWaiting; }

    /// Called with each answer; may ask() again. \a body is good during the call.
    std::function<void(int status, std::string_view body)> onAnswer;

protected:
    void take(std::string_view &bytes) override;

private:
    std::uint16_t m_port;
    std::size_t m_number;
    bool m_isWaiting = false;
};

/// \a headers: whole lines, each with its end
std::string httpRequest(std::string_view method, std::string_view target, std::string_view headers = {},
                        std::string_view body = {});

} // namespace load
