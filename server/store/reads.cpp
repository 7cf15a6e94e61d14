#include "store/reads.h"

#include "store/refusals.h"

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace store
{

namespace
{

constexpr int maxPage = 1000;
constexpr int scanPage = 256; ///< sessions looked at together where not all of them are shown

std::optional<SessionRow> find(Tables &tables, const SessionRef &reference)
{
    return std::visit([&](const auto &name) { return tables.sessions.find(name); }, reference);
}

/// The seq of the newest message that a page back into the past begins with, or an error.
base::Result<qint64> newestOf(Tables &tables, const SessionRow &row, const MessageQuery &query)
{
    const qint64 lastSeq = row.session.lastSeq;
    if (query.beforeNumber)
        return tables.messages.seqAtOrBefore(row.key, lastSeq, *query.beforeNumber - 1) - query.offset;
    if (query.beforeTime)
        return tables.messages.seqBefore(row.key, row.session.lastSeq, *query.beforeTime) - query.offset;
    if (!query.beforeId)
        return lastSeq - query.offset;
    const std::vector<MessageTarget> found = tables.messages.findIds({*query.beforeId});
    if (found.empty() || found.front().sessionKey != row.key) {
        return base::Error{
            base::ErrorKind::BadRequest, u"before names no message of this conversation."_s, u"before"_s, {}};
    }
    return found.front().seq - 1 - query.offset;
}

MessagePage readForward(Tables &tables, const SessionRow &row, const MessageQuery &query, int limit)
{
    if (query.afterChange)
        return tables.messages.changedAfter(row, *query.afterChange, limit);
    const qint64 seq = query.afterSeq
                           ? *query.afterSeq
                           : tables.messages.seqAtOrBefore(row.key, row.session.lastSeq, *query.afterNumber);
    return tables.messages.after(row, seq, limit);
}

/// Fills in what a list shows of \a rows besides themselves.
std::vector<domain::SessionSummary> summariesOf(Tables &tables, std::vector<SessionRow> rows,
                                                qint64 viewerKey)
{
    std::vector<qint64> keys;
    for (const SessionRow &row : rows)
        keys.push_back(row.key);
    const QHash<qint64, QStringList> participants = tables.participants.ofSessions(keys);
    const QHash<qint64, domain::UserRef> contacts = tables.participants.contacts(keys);
    QHash<qint64, domain::LastMessage> lasts;
    QHash<qint64, qint64> readSeqs;
    QHash<qint64, qint64> unread;
    if (std::any_of(rows.begin(), rows.end(),
                    [](const SessionRow &row) { return row.session.lastSeq > 0; })) {
        lasts = tables.sessionList.lastMessages(rows);
        readSeqs = tables.sessionList.readSeqs(keys, viewerKey);
        unread = tables.sessionList.unreadCounts(rows, viewerKey, readSeqs);
    }
    std::vector<domain::SessionSummary> summaries;
    for (SessionRow &row : rows) {
        domain::SessionSummary &summary = summaries.emplace_back();
        summary.session = std::move(row.session);
        summary.session.participants = participants.value(row.key);
        if (const auto contact = contacts.constFind(row.key); contact != contacts.cend())
            summary.contact = *contact;
        if (const auto last = lasts.constFind(row.key); last != lasts.cend())
            summary.lastMessage = *last;
        summary.readSeq = readSeqs.value(row.key);
        summary.unreadCount = unread.value(row.key);
    }
    return summaries;
}

SessionCursor cursorOf(const domain::Session &session)
{
    return {session.lastMessageAt.value_or(session.createdAt), session.id};
}

} // namespace

base::Result<domain::Session> readSession(Tables &tables, const SessionRef &reference)
{
    std::optional<SessionRow> row = find(tables, reference);
    if (!row)
        return noSession();
    row->session.participants = tables.participants.ofSessions({row->key}).value(row->key);
    return std::move(row->session);
}

base::Result<MessagePage> readMessages(Tables &tables, const MessageQuery &query)
{
    const std::optional<SessionRow> row = tables.sessions.locate(query.session);
    if (!row)
        return noSession();
    const int limit = std::clamp(query.limit, 1, maxPage);
    MessagePage page;
    if (query.afterNumber || query.afterSeq || query.afterChange) {
        page = readForward(tables, *row, query, limit);
    } else {
        const base::Result<qint64> newest = newestOf(tables, *row, query);
        if (!newest)
            return newest.error();
        page = query.beforeTime ? tables.messages.before(*row, *newest + 1, *query.beforeTime, limit)
                                : tables.messages.before(*row, *newest + 1, limit);
    }
    MessageTable::fillStatus(page.messages, tables.participants.foremostCursors(row->key));
    return page;
}

base::Result<domain::Message> readMessage(Tables &tables, const MessageRef &reference)
{
    std::optional<domain::Message> message = tables.messages.find(reference);
    if (!message)
        return noMessage();
    return std::move(*message);
}

base::Result<SessionPage> readSessions(Tables &tables, const SessionQuery &query)
{
    const int limit = std::clamp(query.limit, 1, maxPage);
    const qint64 viewerKey = tables.users.find(query.viewer).value_or(0);
    // One more than asked for tells whether there are more.
    const int step = query.admits ? std::max(scanPage, limit + 1) : limit + 1;
    std::optional<SessionCursor> after = query.after;
    std::vector<SessionRow> rows;
    for (bool more = true; more && std::ssize(rows) <= limit;) {
        std::vector<SessionRow> scanned = tables.sessionList.page(query, viewerKey, after, step);
        more = std::ssize(scanned) == step;
        if (more)
            after = cursorOf(scanned.back().session);
        for (SessionRow &row : scanned) {
            if (!query.admits || query.admits(row.session))
                rows.push_back(std::move(row));
        }
    }
    SessionPage page;
    if (std::ssize(rows) > limit) {
        rows.resize(size_t(limit));
        page.next = cursorOf(rows.back().session);
    }
    page.sessions = summariesOf(tables, std::move(rows), viewerKey);
    return page;
}

SessionCounts readSessionCounts(Tables &tables)
{
    SessionCounts counts;
    tables.connection.query("SELECT status, count(*) FROM chat_sessions GROUP BY status", {},
                            [&](const Row &row) {
                                const auto status = domain::sessionStatusFromString(row.value(0).toString());
                                (status == domain::SessionStatus::Closed ? counts.closed : counts.active) +=
                                    row.value(1).toLongLong();
                            });
    return counts;
}

base::Result<domain::SessionSummary> readSummary(Tables &tables, const SessionRef &reference,
                                                 const QString &viewer)
{
    std::optional<SessionRow> row = find(tables, reference);
    if (!row)
        return noSession();
    const qint64 key = row->key;
    std::vector<domain::SessionSummary> summaries =
        summariesOf(tables, {std::move(*row)}, tables.users.find(viewer).value_or(0));
    summaries.front().members = tables.participants.members(key, domain::maxListedMembers);
    return std::move(summaries.front());
}

} // namespace store
