#pragma once

#include "base/result.h"
#include "domain/searchhit.h"
#include "store/searchtext.h"

#include <QStringList>

#include <optional>
#include <vector>

namespace store
{

/// Words that must follow each other.
struct SearchTerm {
    QStringList words;   ///< folded, at least one
    bool prefix = false; ///< the last of them may go on

    friend bool operator==(const SearchTerm &, const SearchTerm &) = default;
};

/// What a query looks for: all of it must be there. Words stand apart by blanks; each matches a word that
/// begins with it, unless it is a single letter. What is put between quotation marks, or holds signs
/// (`e-mail`), is a phrase. Pure. \return the terms, none where there is neither letter nor digit; or
/// BadRequest with the field `q`
base::Result<std::vector<SearchTerm>> parseSearch(const QString &text);

/// Where and how well a text fits.
struct SearchMatch {
    double relevance = 0; ///< more than 0: how often, and in how short a text, the terms occur
    std::vector<domain::TextRange> ranges; ///< of what was found; in order, without overlaps
};
/// Nothing where a term is missing.
std::optional<SearchMatch> matchTerms(QStringView text, const std::vector<SearchTerm> &terms);

constexpr qsizetype maxSearchExcerpt = 200; ///< units

/// Fills in the excerpt of \a hit and the highlights in it: the part of the content that shows most of \a
/// ranges. A sign of omission stands where it was cut; line breaks and other controls become blanks.
void fillExcerpt(domain::SearchHit &hit, const std::vector<domain::TextRange> &ranges);

} // namespace store
