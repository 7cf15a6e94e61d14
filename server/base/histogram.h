#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <initializer_list>
#include <vector>

#include <QtGlobal>

namespace base
{

/// What a Histogram has seen so far.
struct HistogramFigures {
    std::vector<double> bounds; ///< upper bounds, growing
    std::vector<qint64> counts; ///< values up to each bound and above the one before; one more for the rest
    double sum = 0;             ///< of all values

    qint64 count() const
    {
        qint64 all = 0;
        for (const qint64 each : counts)
            all += each;
        return all;
    }
};

/// Sorts values by size, as a metric. To observe is a few additions without a lock; any thread may do either.
class Histogram
{
public:
    static constexpr size_t maxBounds = 16;

    /// \a bounds: growing, at most maxBounds; a value equal to a bound belongs to it.
    Histogram(std::initializer_list<double> bounds)
        : m_bounds(bounds)
    {
        Q_ASSERT(m_bounds.size() <= maxBounds);
    }

    void observe(double value)
    {
        size_t bucket = 0;
        while (bucket < m_bounds.size() && value > m_bounds[bucket])
            ++bucket;
        m_counts[bucket].fetch_add(1, std::memory_order_relaxed);
        m_sum.fetch_add(value, std::memory_order_relaxed);
    }
    HistogramFigures figures() const
    {
        HistogramFigures figures{m_bounds, {}, m_sum.load(std::memory_order_relaxed)};
        for (size_t i = 0; i <= m_bounds.size(); ++i)
            figures.counts.push_back(m_counts[i].load(std::memory_order_relaxed));
        return figures;
    }

private:
    const std::vector<double> m_bounds;
    std::array<std::atomic<qint64>, maxBounds + 1> m_counts{};
    std::atomic<double> m_sum = 0;
};

} // namespace base
