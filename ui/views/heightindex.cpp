#include "views/heightindex.h"

#include <algorithm>
#include <bit>

namespace views
{

void HeightIndex::reset(int count, int estimate)
{
    m_heights.assign(size_t(count), estimate);
    m_measured.assign(size_t(count), false);
    rebuildFrom(0);
}

qint64 HeightIndex::top(int row) const
{
    qint64 sum = 0;
    for (int i = row; i > 0; i &= i - 1)
        sum += m_tree[size_t(i)];
    return sum;
}

int HeightIndex::rowAt(qint64 y) const
{
    const int n = count();
    if (n == 0)
        return -1;
    int row = 0;
    for (int step = int(std::bit_floor(unsigned(n))); step; step >>= 1) {
        if (row + step <= n && m_tree[size_t(row + step)] <= y) {
            row += step;
            y -= m_tree[size_t(row)];
        }
    }
    return std::min(row, n - 1);
}

void HeightIndex::setMeasured(int row, int height)
{
    add(row, height - m_heights[size_t(row)]);
    m_heights[size_t(row)] = height;
    m_measured[size_t(row)] = true;
}

void HeightIndex::forget(int first, int last)
{
    std::fill(m_measured.begin() + first, m_measured.begin() + last + 1, false);
}

void HeightIndex::forgetAll()
{
    m_measured.assign(m_measured.size(), false);
}

void HeightIndex::insert(int row, int count, int estimate)
{
    m_heights.insert(m_heights.begin() + row, size_t(count), estimate);
    m_measured.insert(m_measured.begin() + row, size_t(count), false);
    rebuildFrom(row);
}

void HeightIndex::remove(int row, int count)
{
    m_heights.erase(m_heights.begin() + row, m_heights.begin() + row + count);
    m_measured.erase(m_measured.begin() + row, m_measured.begin() + row + count);
    rebuildFrom(row);
}

void HeightIndex::move(int from, int to)
{
    const int height = m_heights[size_t(from)];
    m_heights.erase(m_heights.begin() + from);
    m_heights.insert(m_heights.begin() + to, height);
    const int first = std::min(from, to);
    forget(first, std::max(from, to));
    rebuildFrom(first);
}

void HeightIndex::add(int row, int difference)
{
    for (size_t i = size_t(row) + 1; i < m_tree.size(); i += i & (~i + 1))
        m_tree[i] += difference;
}

/// Node i sums the rows of its range, each read through the nodes below it, which are right already.
void HeightIndex::rebuildFrom(int row)
{
    m_tree.resize(m_heights.size() + 1);
    m_tree[0] = 0;
    for (size_t i = size_t(row) + 1; i < m_tree.size(); ++i) {
        qint64 sum = m_heights[i - 1];
        const size_t begin = i & (i - 1);
        for (size_t below = i - 1; below > begin; below &= below - 1)
            sum += m_tree[below];
        m_tree[i] = sum;
    }
}

} // namespace views
