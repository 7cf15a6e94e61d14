#pragma once

#include "domain/message.h"
#include "store/connection.h"
#include "store/searchterms.h"

#include <optional>
#include <vector>

namespace store
{

/// A message that the full-text index names; its text decides.
struct SearchCandidate {
    qint64 number = 0;
    qint64 sessionKey = 0;
    domain::MessageId id;
    base::Timestamp createdAt{};
    QString content; ///< empty where it is deleted or gone
};

/// Numbers of messages, both included.
struct NumberSpan {
    qint64 oldest = 1;
    qint64 newest = 0;
};

/// The full-text index as it is read, the newest message first: what a page costs is decided by how many hits
/// it looks at, not by how many there are. Methods throw SqlFailure.
class SearchFinder
{
public:
    explicit SearchFinder(Connection &connection)
        : m_connection(connection)
    {
    }

    /// \a terms in the engine's own language, within \a sessions if they are given. Terms come from
    /// parseSearch(), so that nothing in them is syntax.
    /// \return the expression; empty where nothing can match it
    QString expression(const std::vector<SearchTerm> &terms,
                       const std::optional<std::vector<qint64>> &sessions);
    /// The \a limit newest messages in \a span that match; fewer only if there are no more.
    std::vector<SearchCandidate> find(const QString &expression, const NumberSpan &span, int limit);
    /// The numbers of all messages that were posted from \a from on and before \a to, and maybe of some more.
    NumberSpan span(std::optional<base::Timestamp> from, std::optional<base::Timestamp> to);

private:
    QString sqliteTerm(const SearchTerm &term);
    QStringList endings(const QString &prefix);
    QStringList wordsFrom(const QString &prefix);
    std::vector<SearchCandidate> findInPostgres(const QString &expression, const NumberSpan &span, int limit);
    OnRow into(std::vector<SearchCandidate> &candidates) const;

    Connection &m_connection;
};

} // namespace store
