#pragma once

#include "models/messagelistmodel.h"
#include "views/heightindex.h"
#include "views/rowlayout.h"

#include <QCache>

#include <optional>

namespace views
{

/// Which rows of a conversation are seen, and where: lays out what is visible and nothing else. What is seen
/// is held by an anchor (a row and its place in the viewport), not by the scroll bar's value, so that rows
/// that load, grow or shrink above it move nothing. No widget; GUI thread, because of the fonts.
class ConversationLayout
{
public:
    static constexpr int typicalHeight = 60; ///< of a row that was never laid out
    static constexpr int topPadding = 12;
    static constexpr int bottomPadding = 28; ///< the typing indicator stands there

    explicit ConversationLayout(const models::MessageListModel &model);

    void setStyle(const RowStyle &style);
    const RowStyle &style() const { return *m_style; }
    void setSize(const QSize &viewport);
    void setNow(const QDateTime &now) { m_now = now; }

    /// All anew; begins at \a row, or at the end.
    void reset(std::optional<int> row);
    void rowsInserted(int first, int count);
    void rowsRemoved(int first, int count);
    void rowMoved(int from, int to);
    void rowsChanged(int first, int last);

    void scrollTo(qint64 value);
    void scrollToEnd();
    /// Moves as little as is needed to see \a row; of one that is higher than the viewport, its beginning.
    void reveal(int row);
    /// Brings \a row to the upper part of the viewport, and holds it there until what is visible is loaded.
    void lead(int row);

    /// Finds the visible rows anew. Call it after any of the above, before any of the below.
    void update();

    bool isAtEnd() const { return m_atEnd; }
    qint64 value() const { return m_value; }
    qint64 maximum() const { return m_maximum; }
    int firstVisible() const { return m_first; } ///< -1: none
    int lastVisible() const { return m_last; }
    int topOf(int row) const; ///< in the viewport
    int heightOf(int row) const { return m_heights.height(row); }
    int rowAt(int y) const; ///< -1 where there is none
    bool isFullyVisible(int row) const;
    bool isLoaded(int row) const { return m_model.rowAt(row).isLoaded(); }
    /// Of a loaded row. Valid until the next call.
    const RowLayout &row(int row);

private:
    void measure(int row);
    void anchorOutside(int first, int last);
    int fillDown();
    int fillUp();
    void settle();
    bool allVisibleLoaded() const;

    const models::MessageListModel &m_model;
    std::optional<RowStyle> m_style;
    QSize m_size;
    QDateTime m_now;
    HeightIndex m_heights;
    QCache<int, RowLayout> m_rows;

    std::optional<int> m_start; ///< where to begin, until that is there or somebody scrolls
    int m_startTop = 0;
    int m_anchor = 0;
    int m_anchorTop = 0; ///< in the viewport
    bool m_atEnd = true;
    int m_first = -1;
    int m_last = -1;
    qint64 m_value = 0;
    qint64 m_maximum = 0;
};

} // namespace views
