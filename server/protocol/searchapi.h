#pragma once

#include "base/result.h"
#include "domain/searchhit.h"

#include <QByteArray>
#include <QJsonObject>

#include <span>
#include <vector>

/// What a search answers, in JSON: the server writes it, the console reads it. Pure.
/// \see PROTOCOL.md, "Search"
namespace protocol::searchapi
{

/// A page of what was found, the best first.
struct Page {
    std::vector<domain::SearchHit> hits;
    QString nextCursor;    ///< empty: this was the last page
    bool indexing = false; ///< older messages are still being made searchable: there may be more
};

/// `{"results":[{"message","session","excerpt","highlights"}],"next_cursor","indexing"}`
QByteArray pageJson(std::span<const domain::SearchHit> hits, const QString &nextCursor, bool indexing);

/// Members that it does not know are ignored. \return the page, or BadRequest that names the member of the
/// wrong shape; a highlight that is not inside its excerpt is one
base::Result<Page> parsePage(const QJsonObject &json);

} // namespace protocol::searchapi
