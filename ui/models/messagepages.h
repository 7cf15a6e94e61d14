#pragma once

#include "domain/message.h"

#include <QHash>

#include <optional>
#include <vector>

namespace models
{

/// Messages of one session by their numbers, as far as they are loaded: in pages of pageSize, of which the
/// ones wanted longest ago can be dropped.
class MessagePages
{
public:
    static constexpr int pageSize = 100;

    static qint64 pageOf(qint64 seq) { return (seq - 1) / pageSize; }
    static qint64 firstSeqOf(qint64 page) { return page * pageSize + 1; }

    void clear() { m_pages.clear(); }
    /// Null: not loaded. Valid until the next change.
    const domain::Message *find(qint64 seq) const;
    /// Looks through all that are loaded. 0: none
    qint64 seqOf(const domain::MessageId &id) const;
    /// \return whether it was new, or newer than what was there
    bool store(const domain::Message &message, quint64 turn);
    bool isComplete(qint64 page, qint64 upToSeq) const;
    /// It is looked at in \a turn.
    void touch(qint64 page, quint64 turn);
    /// Drops the page wanted longest ago, beyond \a most pages and unless it was wanted in \a turn. \return
    /// it
    std::optional<qint64> dropOldest(qsizetype most, quint64 turn);
    /// What replies to \a id say of it from now on, those that are loaded. \return their numbers
    std::vector<qint64> setQuoted(const domain::MessageId &id, const QString &excerpt);

private:
    struct Page {
        std::vector<domain::Message> messages; ///< seq 0: not loaded
        quint64 lastWanted = 0;
    };
    QHash<qint64, Page> m_pages;
};

} // namespace models
