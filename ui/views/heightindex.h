#pragma once

#include <QtGlobal>

#include <vector>

namespace views
{

/// The heights of very many rows, in pixels: a Fenwick tree, so that where a row begins and which row is at a
/// place cost O(log n). A row has an estimate until it is measured. Pure; no widget.
class HeightIndex
{
public:
    /// All anew: \a count rows of \a estimate each.
    void reset(int count, int estimate);
    int count() const { return int(m_heights.size()); }

    int height(int row) const { return m_heights[size_t(row)]; }
    bool isMeasured(int row) const { return m_measured[size_t(row)]; }
    qint64 top(int row) const; ///< the sum of the heights before \a row; row may be count()
    qint64 total() const { return top(count()); }
    /// The row that covers \a y: the first for a negative one, the last for one beyond all; -1 without rows.
    int rowAt(qint64 y) const;

    void setMeasured(int row, int height);
    /// Keeps the heights as estimates.
    void forget(int first, int last);
    void forgetAll();

    /// Costs O((count() - row) log n): meant for the end.
    void insert(int row, int count, int estimate);
    void remove(int row, int count);
    void move(int from, int to);

private:
    void add(int row, int difference);
    void rebuildFrom(int row);

    std::vector<int> m_heights;
    std::vector<bool> m_measured;
    std::vector<qint64> m_tree; ///< one-based
};

} // namespace views
