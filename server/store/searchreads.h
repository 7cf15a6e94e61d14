#pragma once

#include "store/search.h"
#include "store/tables.h"

namespace store
{

/// Finds a page of messages. Throws SqlFailure.
/// \return the page, or BadRequest with field `q`
base::Result<SearchPage> readSearch(Tables &tables, const SearchQuery &query);

} // namespace store
