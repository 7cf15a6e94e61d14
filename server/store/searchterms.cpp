#include "store/searchterms.h"

#include "store/search.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace store
{

namespace
{

constexpr double wordGoesOn = 0.6; ///< what a word that only begins with the one looked for counts

// Of BM25: how soon further occurrences stop to count, and how much the length of a text does.
constexpr double saturation = 1.2;
constexpr double lengthWeight = 0.75;
constexpr double usualLength = 12; ///< words of a message

bool isQuote(QChar c)
{
    return c == u'"' || c == u'\u201c' || c == u'\u201d' || c == u'\u201e' || c == u'\u00ab' ||
           c == u'\u00bb';
}

bool mayGoOn(const QString &word)
{
    return word.size() > (word.at(0).isSurrogate() ? 2 : 1);
}

void addTerm(std::vector<SearchTerm> &terms, QStringView part, bool prefix)
{
    SearchTerm term;
    for (SearchToken &token : searchTokens(part))
        term.words.append(std::move(token.word));
    if (term.words.isEmpty())
        return;
    term.prefix = prefix && mayGoOn(term.words.last());
    if (std::find(terms.begin(), terms.end(), term) == terms.end())
        terms.push_back(std::move(term));
}

/// How well \a tokens from \a at on are \a term: 0, wordGoesOn or 1.
double fitAt(const std::vector<SearchToken> &tokens, size_t at, const SearchTerm &term)
{
    const auto count = size_t(term.words.size());
    if (at + count > tokens.size())
        return 0;
    for (size_t i = 0; i + 1 < count; ++i) {
        if (tokens[at + i].word != term.words[qsizetype(i)])
            return 0;
    }
    const QString &last = tokens[at + count - 1].word;
    if (last == term.words.last())
        return 1;
    return term.prefix && last.startsWith(term.words.last()) ? wordGoesOn : 0;
}

/// Sorts, and joins what overlaps.
std::vector<domain::TextRange> united(std::vector<domain::TextRange> ranges)
{
    std::sort(ranges.begin(), ranges.end(), [](const auto &a, const auto &b) { return a.start < b.start; });
    std::vector<domain::TextRange> result;
    for (const domain::TextRange &range : ranges) {
        if (!result.empty() && range.start < result.back().start + result.back().length) {
            domain::TextRange &last = result.back();
            last.length = std::max(last.length, range.start + range.length - last.start);
        } else {
            result.push_back(range);
        }
    }
    return result;
}

/// The first of \a ranges with which an excerpt shows most of them.
domain::TextRange bestStart(const std::vector<domain::TextRange> &ranges, qsizetype room)
{
    constexpr size_t looked = 64;
    size_t best = 0;
    size_t bestCount = 0;
    for (size_t first = 0; first < std::min(ranges.size(), looked); ++first) {
        size_t count = 0;
        while (first + count < ranges.size() &&
               ranges[first + count].start + ranges[first + count].length <= ranges[first].start + room)
            ++count;
        if (count > bestCount) {
            best = first;
            bestCount = count;
        }
    }
    return ranges.empty() ? domain::TextRange{} : ranges[best];
}

/// Moves a cut at \a position forward to the next blank, if one is near, and out of a surrogate pair.
qsizetype cutAfter(const QString &text, qsizetype position, qsizetype limit)
{
    for (qsizetype i = position; i < limit; ++i) {
        if (text[i].isSpace())
            return i + 1;
    }
    return text[position].isLowSurrogate() ? position + 1 : position;
}

qsizetype cutBefore(const QString &text, qsizetype position, qsizetype limit)
{
    for (qsizetype i = position; i > limit; --i) {
        if (text[i].isSpace())
            return i;
    }
    return text[position].isLowSurrogate() ? position - 1 : position;
}

} // namespace

base::Result<std::vector<SearchTerm>> parseSearch(const QString &text)
{
    std::vector<SearchTerm> terms;
    qsizetype start = 0;
    bool quoted = false;
    for (qsizetype i = 0; i <= text.size(); ++i) {
        const bool end = i == text.size();
        const bool quote = !end && isQuote(text[i]);
        if (!end && !quote && (quoted || !text[i].isSpace()))
            continue;
        // A phrase that is not closed is still being typed.
        addTerm(terms, QStringView(text).sliced(start, i - start), !(quoted && quote));
        start = i + 1;
        quoted = quoted != quote;
    }
    if (terms.size() > size_t(maxSearchTerms)) {
        return base::Error{base::ErrorKind::BadRequest,
                           u"A search has %1 words and phrases at most."_s.arg(maxSearchTerms),
                           u"q"_s,
                           {}};
    }
    return terms;
}

std::optional<SearchMatch> matchTerms(QStringView text, const std::vector<SearchTerm> &terms)
{
    const std::vector<SearchToken> tokens = searchTokens(text);
    const double length = 1 - lengthWeight + lengthWeight * double(tokens.size()) / usualLength;
    SearchMatch match;
    for (const SearchTerm &term : terms) {
        double frequency = 0;
        for (size_t at = 0; at < tokens.size(); ++at) {
            const double fit = fitAt(tokens, at, term);
            if (fit <= 0)
                continue;
            frequency += fit;
            const SearchToken &last = tokens[at + size_t(term.words.size()) - 1];
            match.ranges.push_back({tokens[at].start, last.start + last.length - tokens[at].start});
        }
        if (frequency <= 0)
            return std::nullopt;
        match.relevance +=
            double(term.words.size()) * frequency * (saturation + 1) / (frequency + saturation * length);
    }
    match.ranges = united(std::move(match.ranges));
    return match;
}

void fillExcerpt(domain::SearchHit &hit, const std::vector<domain::TextRange> &ranges)
{
    constexpr qsizetype before = 50; ///< units shown of what stands before the first word that was found
    constexpr qsizetype nearby = 16; ///< units in which a blank is looked for
    const QString &text = hit.message.content;
    qsizetype start = 0;
    qsizetype end = text.size();
    if (end > maxSearchExcerpt) {
        const domain::TextRange first = bestStart(ranges, maxSearchExcerpt - before - nearby);
        start = std::clamp<qsizetype>(first.start - before, 0, text.size() - maxSearchExcerpt);
        end = start + maxSearchExcerpt;
        if (start > 0)
            start = cutAfter(text, start, std::min(start + nearby, first.start));
        if (end < text.size())
            end = cutBefore(text, end, end - nearby);
    }
    hit.excerpt = text.sliced(start, end - start);
    for (QChar &c : hit.excerpt) {
        if (c.category() == QChar::Other_Control || c == QChar::LineSeparator ||
            c == QChar::ParagraphSeparator)
            c = u' ';
    }
    const qsizetype shift = start > 0 ? start - 1 : 0;
    if (start > 0)
        hit.excerpt.prepend(u'…');
    if (end < text.size())
        hit.excerpt.append(u'…');
    hit.highlights.clear();
    for (const domain::TextRange &range : ranges) {
        const qsizetype from = std::max(range.start, start);
        const qsizetype to = std::min(range.start + range.length, end);
        if (from < to)
            hit.highlights.push_back({from - shift, to - from});
    }
}

} // namespace store
