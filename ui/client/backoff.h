#pragma once

#include <chrono>
#include <functional>

namespace client
{

/// How long to wait before the next try: doubles with each failure, with a jitter of ±50 % so that many
/// clients of one server that was away do not come back at the same moment.
class Backoff
{
public:
    struct Limits {
        std::chrono::milliseconds shortest{500};
        std::chrono::milliseconds longest{15'000};
    };
    using Random = std::function<double()>; ///< 0 <= x < 1

    explicit Backoff(Limits limits, Random random = systemRandom());
    std::chrono::milliseconds next();
    void reset() { m_failures = 0; }

    static Random systemRandom();

private:
    Limits m_limits;
    Random m_random;
    int m_failures = 0;
};

} // namespace client
