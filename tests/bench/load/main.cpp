#include "load/ledger.h"
#include "load/scenarios.h"

#include <sodium.h>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <functional>
#include <map>
#include <stdexcept>
#include <string>

#include <sys/resource.h>

namespace
{

constexpr const char *usage =
    "usage: bench-load SCENARIO --port N --pid N [--rooms N] [--members N] [--window N] [--warmup S] "
    "[--seconds S]\n"
    "                  [--connections N] [--idle-seconds S] [--load-seconds S] [--rate N] [--messages N]\n"
    "                  [--protocol rooms|socketio|polling]\n"
    "SCENARIO: connect, rooms, fanout, idle, latency, pages, smoke. The token secret is read from "
    "JWT_SECRET.\n"
    "Ends with 0, 1 (cannot run), 2 (usage) or 3 (a delivery was wrong).\n";

load::Options parseOptions(int argc, char **argv)
{
    load::Options options;
    const auto count = [](std::size_t &to) { return [&to](const char *text) { to = std::stoull(text); }; };
    const auto seconds = [](double &to) { return [&to](const char *text) { to = std::stod(text); }; };
    const std::map<std::string, load::Protocol> protocols{{"rooms", load::Protocol::Rooms},
                                                          {"socketio", load::Protocol::SocketIo},
                                                          {"polling", load::Protocol::Polling}};
    const std::map<std::string, std::function<void(const char *)>> known{
        {"--protocol", [&](const char *text) { options.protocol = protocols.at(text); }},
        {"--port", [&](const char *text) { options.port = static_cast<std::uint16_t>(std::stoul(text)); }},
        {"--pid", [&](const char *text) { options.pid = std::stoi(text); }},
        {"--rooms", count(options.rooms)},
        {"--members", count(options.members)},
        {"--window", count(options.window)},
        {"--messages", count(options.messages)},
        {"--connections", count(options.connections)},
        {"--warmup", seconds(options.warmup)},
        {"--seconds", seconds(options.seconds)},
        {"--idle-seconds", seconds(options.idleSeconds)},
        {"--load-seconds", seconds(options.loadSeconds)},
        {"--rate", seconds(options.rate)},
    };
    if (argc < 2 || argc % 2 != 0)
        throw std::invalid_argument("arguments come in pairs");
    options.scenario = argv[1];
    for (int i = 2; i < argc; i += 2)
        known.at(argv[i])(argv[i + 1]);
    const char *secret = std::getenv("JWT_SECRET");
    if (secret == nullptr || options.port == 0)
        throw std::invalid_argument("JWT_SECRET and --port are required");
    options.secret = secret;
    return options;
}

void raiseFileLimit()
{
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

} // namespace

int main(int argc, char **argv)
{
    load::Options options;
    try {
        options = parseOptions(argc, argv);
    } catch (const std::exception &error) {
        std::fprintf(stderr, "%s\n%s", error.what(), usage);
        return 2;
    }
    if (sodium_init() < 0)
        return 1;
    raiseFileLimit();
    try {
        std::printf("%s\n", load::runScenario(options).c_str());
        return 0;
    } catch (const load::Violation &violation) {
        std::fprintf(stderr, "VIOLATION %s\n", violation.what());
        return 3;
    } catch (const std::exception &error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
