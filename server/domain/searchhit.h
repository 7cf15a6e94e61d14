#pragma once

#include "domain/message.h"
#include "domain/userref.h"

#include <optional>
#include <vector>

namespace domain
{

/// A part of a text, in UTF-16 units.
struct TextRange {
    qsizetype start = 0;
    qsizetype length = 0;

    friend bool operator==(const TextRange &, const TextRange &) = default;
};

/// A message that a search has found, and what tells a reader where it stands.
struct SearchHit {
    Message message;
    QString room; ///< of its session; empty if it has none
    QString title;
    std::optional<UserRef> contact;    ///< the customer, as SessionSummary::contact
    bool contactOnline = false;        ///< has a connection in it now
    QString excerpt;                   ///< of the message's content, around the first words that were found
    std::vector<TextRange> highlights; ///< what was found, in excerpt; in order, without overlaps
};

} // namespace domain
