#pragma once

#include "domain/searchhit.h"

#include <QString>

#include <vector>

namespace client
{

/// What to look for in messages.
struct SearchQuery {
    QString text;
    domain::SessionId session; ///< null: in all

    friend bool operator==(const SearchQuery &, const SearchQuery &) = default;
};

struct SearchPage {
    std::vector<domain::SearchHit> hits; ///< the best first
    QString nextCursor;                  ///< empty: there are no more
    bool indexing = false;               ///< the server makes older messages searchable still
};

} // namespace client
