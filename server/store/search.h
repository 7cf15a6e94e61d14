#pragma once

#include "domain/searchhit.h"

#include <functional>
#include <optional>
#include <vector>

namespace store
{

/// Where a page of hits goes on. Hits come in blocks of the newest, next newest… messages that were found,
/// each block ranked by itself; a page goes on behind one hit of a block.
struct SearchCursor {
    qint64 newest = 0; ///< the block's first message number, and the highest
    qint64 oldest = 0; ///< the lowest; 0 while the block is not known yet
    qint64 now = 0;    ///< ms since 1970: the time that a message's age counts from
    qint64 rank = 0;   ///< of the hit that the last page ended with
    qint64 number = 0; ///< its message's number; 0: at the block's beginning

    friend bool operator==(const SearchCursor &, const SearchCursor &) = default;
};

/// What is looked for in messages' texts. \see server/protocol/PROTOCOL.md, "Search"
struct SearchQuery {
    QString text = {};        ///< words and "phrases"; any text is safe
    QString participant = {}; ///< only in sessions that this user participates in; empty: in all
    std::function<bool(const domain::Session &)> admits = {}; ///< empty: all; is not told the participants
    std::optional<domain::SessionId> session = {};            ///< only in this one
    std::optional<base::Timestamp> from = {};                 ///< posted then or later
    std::optional<base::Timestamp> to = {};                   ///< posted before then
    int limit = 20;
    std::optional<SearchCursor> after = {};
};
struct SearchPage {
    std::vector<domain::SearchHit> hits; ///< the best first; contactOnline is not known here
    std::optional<SearchCursor> next;    ///< nothing: this was the last page. A page may be short before that
    bool indexing = false;               ///< older messages are not searchable yet
};

constexpr int maxSearchTerms = 16; ///< words and phrases of a query
constexpr int maxSearchHits = 100; ///< on a page
constexpr int maxSearches = 64;    ///< that wait at once

} // namespace store
