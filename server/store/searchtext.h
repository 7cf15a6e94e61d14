#pragma once

#include <QString>

#include <vector>

namespace store
{

/// A word of a text as it is looked for: folded, and where it stands.
struct SearchToken {
    QString word;        ///< of letters and digits only, at most maxWordLength units
    qsizetype start = 0; ///< of the word in the text, in UTF-16 units
    qsizetype length = 0;
};

constexpr qsizetype maxWordLength = 64;

/// The words of \a text in their order: lower case, without diacritics, letters that are variants of another
/// (ø, ß, ة, full-width…) as that one, digits of any script as ASCII. What is neither letter nor digit parts
/// words. Scripts that put no blanks between words (Han, kana, Thai…) give a word for each character, so that
/// any part of such a text is found as a phrase. Pure.
std::vector<SearchToken> searchTokens(QStringView text);

/// The words of \a text in one string with blanks between them: what the index is given.
QString searchWords(QStringView text);

/// Changes whenever searchTokens() gives other words for the same text than before: the index must then be
/// made anew.
QString searchFolding();

} // namespace store
