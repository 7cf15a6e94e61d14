#include "load/rest.h"

#include "load/ledger.h"

namespace load
{

namespace
{

constexpr Seconds answerLimit{20};

/// Goes on behind \a what, or throws Violation.
void skipPast(std::string_view &rest, std::string_view what, std::string_view body)
{
    const std::size_t at = rest.find(what);
    if (at == std::string_view::npos)
        throw Violation("the page lacks " + std::string(what) + ": " + std::string(body.substr(0, 700)));
    rest.remove_prefix(at + what.size());
}

} // namespace

std::string authorization(const std::string &token)
{
    return "Authorization: Bearer " + token + "\r\n";
}

std::string askOnce(Poller &poller, std::uint16_t port, std::string_view method, std::string_view target,
                    const std::string &token, std::string_view body, int expected)
{
    HttpClient http(poller, port, 0);
    std::string answer;
    http.onAnswer = [&](int status, std::string_view text) {
        if (status != expected)
            throw Violation(std::string(target) + " answered " + std::to_string(status) + ": " +
                            std::string(text.substr(0, 500)));
        answer = text;
    };
    http.ask(httpRequest(method, target, authorization(token) + "Content-Type: application/json\r\n", body));
    const Clock::time_point end = Clock::now() + std::chrono::duration_cast<Clock::duration>(answerLimit);
    while (http.isWaiting()) {
        if (Clock::now() > end)
            throw Violation("no answer to " + std::string(target));
        poller.poll(end);
    }
    return answer;
}

void checkPage(std::string_view body, const std::string &room, std::int64_t limit, std::int64_t count)
{
    std::string_view rest = body;
    skipPast(rest, R"({"messages":[)", body);
    const std::string of = R"("room":")" + room + R"(","seq":)";
    for (std::int64_t seq = count - limit + 1; seq <= count; ++seq)
        skipPast(rest, of + std::to_string(seq) + ',', body);
    if (rest.find(of) != std::string_view::npos || !rest.ends_with(R"("has_more":true})"))
        throw Violation("the page does not end as it should: " + std::string(body.substr(0, 700)));
}

} // namespace load
