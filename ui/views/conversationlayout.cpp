#include "views/conversationlayout.h"

#include <algorithm>

namespace views
{

namespace
{
/// What the kept layouts may weigh: about a thousand usual rows, or a few of 16 KiB.
constexpr int cacheWeight = 300'000;
constexpr int rowWeight = 200;
constexpr int startOffset = 24; ///< of the row that a conversation begins at
} // namespace

ConversationLayout::ConversationLayout(const models::MessageListModel &model)
    : m_model(model)
    , m_rows(cacheWeight)
{
}

void ConversationLayout::setStyle(const RowStyle &style)
{
    m_style.emplace(style);
    m_rows.clear();
    m_heights.forgetAll();
}

void ConversationLayout::setSize(const QSize &viewport)
{
    if (viewport.width() != m_size.width()) {
        m_rows.clear();
        m_heights.forgetAll();
    }
    m_size = viewport;
}

void ConversationLayout::reset(std::optional<int> row)
{
    m_rows.clear();
    m_heights.reset(m_model.rowCount(), typicalHeight);
    m_start = row;
    m_startTop = startOffset;
    m_atEnd = !row;
    m_anchor = row.value_or(std::max(0, m_heights.count() - 1));
    m_anchorTop = 0;
    m_first = m_last = -1;
}

void ConversationLayout::rowsInserted(int first, int count)
{
    if (m_heights.count() > 0 && m_anchor >= first)
        m_anchor += count;
    m_heights.insert(first, count, typicalHeight);
    const QList<int> kept = m_rows.keys();
    for (const int row : kept)
        if (row >= first)
            m_rows.remove(row);
}

void ConversationLayout::rowsRemoved(int first, int count)
{
    anchorOutside(first, first + count - 1);
    m_heights.remove(first, count);
    if (m_anchor >= first)
        m_anchor = std::max(0, m_anchor - count);
    const QList<int> kept = m_rows.keys();
    for (const int row : kept)
        if (row >= first)
            m_rows.remove(row);
}

void ConversationLayout::rowMoved(int from, int to)
{
    const int first = std::min(from, to);
    const int last = std::max(from, to);
    anchorOutside(first, last);
    m_heights.move(from, to);
    for (int row = first; row <= last; ++row)
        m_rows.remove(row);
}

void ConversationLayout::rowsChanged(int first, int last)
{
    anchorOutside(first, last);
    m_heights.forget(first, last);
    const QList<int> kept = m_rows.keys();
    for (const int row : kept)
        if (row >= first && row <= last)
            m_rows.remove(row);
}

/// Holds on to a visible row that stays as it is, where there is one.
void ConversationLayout::anchorOutside(int first, int last)
{
    if (m_first < 0 || m_atEnd || m_start)
        return;
    const int end = std::min(m_last, m_heights.count() - 1);
    for (int row = m_first; row <= end; ++row) {
        if ((row >= first && row <= last) || !isLoaded(row))
            continue;
        m_anchorTop = topOf(row);
        m_anchor = row;
        return;
    }
}

void ConversationLayout::scrollTo(qint64 value)
{
    m_start.reset();
    m_atEnd = value >= m_maximum;
    const qint64 by = value - m_value;
    if (m_heights.count() == 0)
        return;
    if (value <= 0) {
        m_anchor = 0;
        m_anchorTop = topPadding;
    } else if (std::abs(by) <= 2 * m_size.height()) {
        m_anchorTop -= int(by);
    } else {
        m_anchor = m_heights.rowAt(value - topPadding);
        m_anchorTop = int(topPadding + m_heights.top(m_anchor) - value);
    }
    m_value = value;
}

void ConversationLayout::scrollToEnd()
{
    m_start.reset();
    m_atEnd = true;
}

void ConversationLayout::reveal(int row)
{
    if (row < m_first || row > m_last) {
        lead(row);
        return;
    }
    const int top = topOf(row);
    const int height = heightOf(row);
    if (top < 0 || height > m_size.height())
        scrollTo(m_value + top);
    else if (top + height > m_size.height() - bottomPadding)
        scrollTo(m_value + top + height - (m_size.height() - bottomPadding));
}

void ConversationLayout::lead(int row)
{
    m_start = row;
    m_startTop = m_size.height() / 4;
    m_atEnd = false;
}

void ConversationLayout::measure(int row)
{
    if (m_heights.isMeasured(row))
        return;
    m_heights.setMeasured(row, isLoaded(row) ? this->row(row).height : m_heights.height(row));
}

const RowLayout &ConversationLayout::row(int row)
{
    if (const RowLayout *kept = m_rows.object(row))
        return *kept;
    std::unique_ptr<RowLayout> made = layOut(m_model.rowAt(row), *m_style, m_size.width(), m_now);
    const int weight = std::min(rowWeight + int(made->text->text().size()), cacheWeight);
    RowLayout *kept = made.release();
    m_rows.insert(row, kept, weight);
    return *kept;
}

int ConversationLayout::topOf(int row) const
{
    return m_anchorTop + int(m_heights.top(row) - m_heights.top(m_anchor));
}

int ConversationLayout::rowAt(int y) const
{
    if (m_first < 0 || y < topOf(m_first) || y >= topOf(m_last) + heightOf(m_last))
        return -1;
    return m_heights.rowAt(m_heights.top(m_anchor) + y - m_anchorTop);
}

bool ConversationLayout::isFullyVisible(int row) const
{
    if (row < m_first || row > m_last)
        return false;
    const int top = topOf(row);
    return top + heightOf(row) <= m_size.height() && (top >= 0 || heightOf(row) > m_size.height());
}

bool ConversationLayout::allVisibleLoaded() const
{
    for (int row = m_first; row <= m_last; ++row)
        if (!isLoaded(row))
            return false;
    return true;
}

/// \return where the last of them ends
int ConversationLayout::fillDown()
{
    measure(m_anchor);
    int bottom = m_anchorTop + heightOf(m_anchor);
    m_last = m_anchor;
    while (bottom < m_size.height() && m_last + 1 < m_heights.count()) {
        measure(++m_last);
        bottom += heightOf(m_last);
    }
    return bottom;
}

/// \return where the first of them begins
int ConversationLayout::fillUp()
{
    int top = m_anchorTop;
    m_first = m_anchor;
    while (top > 0 && m_first > 0) {
        measure(--m_first);
        top -= heightOf(m_first);
    }
    return top;
}

void ConversationLayout::update()
{
    const int count = m_heights.count();
    if (count == 0 || m_size.isEmpty() || !m_style) {
        m_first = m_last = -1;
        m_value = m_maximum = 0;
        return;
    }
    if (m_start) {
        m_atEnd = false;
        m_anchor = *m_start;
        m_anchorTop = m_startTop;
    }
    const int end = m_size.height() - bottomPadding;
    if (m_atEnd) {
        m_anchor = count - 1;
        measure(m_anchor);
        m_anchorTop = end - heightOf(m_anchor);
    }
    m_anchor = std::clamp(m_anchor, 0, count - 1);

    const int bottom = fillDown();
    if (m_last == count - 1 && bottom <= end) {
        m_anchorTop += end - bottom;
        m_atEnd = true;
    }
    const int top = fillUp();
    const int unused = top - topPadding;
    if (m_first == 0 && unused > 0 && topPadding + m_heights.total() > end) {
        m_anchorTop -= unused;
        fillDown();
    }
    settle();
}

/// Makes the first visible row the anchor, and says where the scroll bar stands.
void ConversationLayout::settle()
{
    int top = topOf(m_first);
    while (m_first < m_last && top + heightOf(m_first) <= 0)
        top += heightOf(m_first++);
    int last = topOf(m_last);
    while (m_last > m_first && last >= m_size.height())
        last -= heightOf(--m_last);
    m_anchor = m_first;
    m_anchorTop = top;
    m_maximum = std::max<qint64>(0, topPadding + m_heights.total() + bottomPadding - m_size.height());
    m_value = std::clamp<qint64>(topPadding + m_heights.top(m_first) - top, 0, m_maximum);
    if (m_value >= m_maximum)
        m_atEnd = true;
    if (m_start && allVisibleLoaded())
        m_start.reset();
}

} // namespace views
