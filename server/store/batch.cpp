#include "store/batch.h"

#include "store/refusals.h"

#include <QMap>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace store
{

namespace
{

base::Error otherBody()
{
    return {base::ErrorKind::Conflict, u"This client_msg_id was used for another message."_s, {}, {}};
}

base::Error notInSession(const QString &field)
{
    return {
        base::ErrorKind::BadRequest, u"%1 names no message of this conversation."_s.arg(field), field, {}};
}

std::vector<domain::SessionId> listOf(const QSet<domain::SessionId> &ids)
{
    return {ids.cbegin(), ids.cend()};
}

} // namespace

Batch::Batch(Tables &tables, std::span<PendingWrite> writes, Repeats repeats)
    : m_tables(tables)
    , m_writes(writes)
    , m_repeats(repeats)
{
}

void Batch::run()
{
    // Every instance takes its locks in this order, each table's rows in the order of their keys.
    ensureUsers();
    createSessions();
    lockSessions();
    loadParticipants();
    loadCursors();
    loadTargets();
    loadRepeats();
    loadChangeable();
    for (PendingWrite &write : m_writes)
        std::visit([this](auto &pending) { apply(pending); }, write);
    insertMessages();
    writeChanges();
    m_tables.sessions.updateCounters({m_changedSessions.cbegin(), m_changedSessions.cend()});
    findDeliveries();
    m_tables.participants.advance(m_newCursors, m_advancedAt.time_since_epoch().count());
    countReadings();
    m_tables.audit.insert(m_auditRows);
    m_tables.monitoring.insert(m_activities);
}

void Batch::ensureUsers()
{
    std::vector<domain::UserRef> users;
    forEach<PendingOpen>([&](const PendingOpen &pending) {
        for (const QString &id : pending.write.session.participants)
            users.push_back({id, {}, domain::Role::Client});
        users.push_back(pending.write.creator);
    });
    forEach<PendingPost>([&](const PendingPost &pending) { users.push_back(pending.write.author); });
    forEach<PendingEdit>([&](const PendingEdit &pending) { users.push_back(pending.write.editor); });
    forEach<PendingMark>([&](const PendingMark &pending) { users.push_back(pending.write.reader); });
    forEach<PendingDelivery>([&](const PendingDelivery &pending) { users.push_back(pending.write.user); });
    m_tables.users.ensure(users);
}

void Batch::createSessions()
{
    // By room, so that two instances that open the same ones wait for each other in the same order.
    QMap<QString, domain::Session> wanted;
    forEach<PendingOpen>([&](const PendingOpen &pending) {
        const domain::Session &session = pending.write.session;
        if (!wanted.contains(session.address()))
            wanted.insert(session.address(), session);
    });
    if (wanted.isEmpty())
        return;
    const std::vector<domain::Session> sessions(wanted.cbegin(), wanted.cend());
    for (const domain::SessionId &id : m_tables.sessions.insertMissing(sessions))
        m_created.insert(id);

    std::vector<ParticipantTable::Joined> joined;
    std::vector<domain::SessionId> created = listOf(m_created);
    const std::vector<SessionRow> rows = m_tables.sessions.lock(created);
    for (const SessionRow &row : rows) {
        QSet<QString> ids;
        forEach<PendingOpen>([&](const PendingOpen &pending) {
            if (pending.write.session.id != row.session.id)
                return;
            if (pending.write.creatorJoins)
                ids.insert(pending.write.creator.id);
            for (const QString &id : pending.write.session.participants)
                ids.insert(id);
        });
        for (const QString &id : std::as_const(ids))
            joined.push_back(
                {{row.key, m_tables.users.key(id)}, row.session.createdAt.time_since_epoch().count()});
    }
    m_tables.participants.add(joined);
}

void Batch::lockSessions()
{
    QSet<domain::SessionId> ids;
    QStringList rooms;
    forEach<PendingOpen>([&](const PendingOpen &pending) {
        if (pending.write.session.room.isEmpty())
            ids.insert(pending.write.session.id);
        else
            rooms << pending.write.session.room;
    });
    forEach<PendingUpdate>([&](const PendingUpdate &pending) { ids.insert(pending.write.session); });
    forEach<PendingPost>([&](const PendingPost &pending) { ids.insert(pending.write.session); });
    forEach<PendingEdit>([&](const PendingEdit &pending) { ids.insert(pending.write.session); });
    forEach<PendingDelete>([&](const PendingDelete &pending) { ids.insert(pending.write.session); });
    forEach<PendingMark>([&](const PendingMark &pending) { ids.insert(pending.write.session); });
    forEach<PendingDelivery>([&](const PendingDelivery &pending) { ids.insert(pending.write.session); });
    rooms.removeDuplicates();
    for (const domain::SessionId &id : m_tables.sessions.findRooms(rooms))
        ids.insert(id);
    m_sessionRows = m_tables.sessions.lock(listOf(ids));
    for (SessionRow &row : m_sessionRows) {
        m_sessions.insert(row.session.id, &row);
        if (!row.session.room.isEmpty())
            m_rooms.insert(row.session.room, &row);
    }
}

void Batch::loadParticipants()
{
    std::vector<qint64> keys;
    forEach<PendingOpen>([&](const PendingOpen &pending) {
        const domain::Session &session = pending.write.session;
        const SessionRow *row =
            session.room.isEmpty() ? m_sessions.value(session.id) : m_rooms.value(session.room);
        if (row)
            keys.push_back(row->key);
    });
    forEach<PendingUpdate>([&](const PendingUpdate &pending) {
        if (const SessionRow *row = m_sessions.value(pending.write.session))
            keys.push_back(row->key);
    });
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    m_participants = m_tables.participants.ofSessions(keys);
}

void Batch::loadCursors()
{
    std::vector<SessionUser> who;
    const auto add = [&](const domain::SessionId &session, const QString &user) {
        if (const SessionRow *row = m_sessions.value(session))
            who.emplace_back(row->key, m_tables.users.key(user));
    };
    forEach<PendingMark>(
        [&](const PendingMark &pending) { add(pending.write.session, pending.write.reader.id); });
    forEach<PendingDelivery>(
        [&](const PendingDelivery &pending) { add(pending.write.session, pending.write.user.id); });
    std::sort(who.begin(), who.end());
    who.erase(std::unique(who.begin(), who.end()), who.end());
    m_cursors = m_tables.participants.progress(who);
}

void Batch::loadTargets()
{
    std::vector<qint64> numbers;
    std::vector<domain::MessageId> ids;
    const auto add = [&](const MessageRef &reference) {
        if (const auto *number = std::get_if<qint64>(&reference))
            numbers.push_back(*number);
        else if (const auto *id = std::get_if<domain::MessageId>(&reference))
            ids.push_back(*id);
    };
    forEach<PendingPost>([&](const PendingPost &pending) { add(pending.write.replyTo); });
    forEach<PendingMark>([&](const PendingMark &pending) { add(pending.write.upTo); });
    m_hasReferences = !numbers.empty() || !ids.empty();
    addTargets(m_tables.messages.findNumbers(numbers));
    addTargets(m_tables.messages.findIds(ids));
}

void Batch::addTargets(const std::vector<MessageTarget> &targets)
{
    for (const MessageTarget &entry : targets) {
        m_targets.insert(entry.preview.number, entry);
        m_targetNumbers.insert(entry.preview.id, entry.preview.number);
    }
}

void Batch::loadRepeats()
{
    if (m_repeats == Repeats::Unlikely)
        return;
    std::vector<ClientWrite> writes;
    forEach<PendingPost>([&](const PendingPost &pending) {
        if (!pending.write.clientMsgId.isEmpty())
            writes.emplace_back(m_tables.users.key(pending.write.author.id), pending.write.clientMsgId);
    });
    m_stored = m_tables.messages.findClientWrites(writes);
}

void Batch::apply(PendingOpen &pending)
{
    const domain::Session &wanted = pending.write.session;
    const SessionRow *row = wanted.room.isEmpty() ? m_sessions.value(wanted.id) : m_rooms.value(wanted.room);
    if (!row) {
        pending.outcome = base::Error{base::ErrorKind::Conflict, u"This session id is taken."_s, {}, {}};
        return;
    }
    OpenedSession opened{row->session, m_created.remove(row->session.id) && row->session.id == wanted.id};
    opened.session.participants = m_participants.value(row->key);
    // One who opens a session alone is its contact, or nobody is.
    if (opened.created && opened.session.participants != QStringList{pending.write.creator.id})
        opened.contact = contactOf(row->key);
    else if (opened.created && pending.write.creator.role == domain::Role::Client)
        opened.contact = pending.write.creator;
    if (opened.created && pending.write.audit)
        m_auditRows.push_back({*pending.write.audit, opened.session.id, {}, opened.session.createdAt});
    pending.outcome = std::move(opened);
}

void Batch::apply(PendingPost &pending)
{
    if (auto repetition = repeated(pending)) {
        pending.outcome = std::move(*repetition);
        return;
    }
    SessionRow *row = m_sessions.value(pending.write.session);
    base::Result<PostedMessage> result = !row ? noSession()
                                         : row->session.status == domain::SessionStatus::Closed
                                             ? closedSession()
                                             : post(pending.write, *row);
    // What would fail now may have succeeded before.
    if (!result && m_repeats == Repeats::Unlikely && !pending.write.clientMsgId.isEmpty())
        throw SqlFailure(SqlFault::Duplicate, u"a write may be a repetition"_s);
    pending.outcome = std::move(result);
}

std::optional<base::Result<PostedMessage>> Batch::repeated(const PendingPost &pending)
{
    const PostMessage &write = pending.write;
    if (write.clientMsgId.isEmpty())
        return std::nullopt;
    const ClientWrite key{m_tables.users.key(write.author.id), write.clientMsgId};
    const domain::Message *first = nullptr;
    QByteArray bodyHash;
    if (const auto stored = m_stored.constFind(key); stored != m_stored.cend()) {
        first = &stored->message;
        bodyHash = stored->bodyHash;
    } else if (const auto added = m_newClientWrites.constFind(key); added != m_newClientWrites.cend()) {
        first = m_newMessages[*added].message;
        bodyHash = m_newMessages[*added].bodyHash;
    } else {
        return std::nullopt;
    }
    if (first->sessionId != write.session || bodyHash != write.bodyHash)
        return base::Result<PostedMessage>(otherBody());
    std::vector<domain::Message> result{*first};
    if (const SessionRow *row = m_sessions.value(write.session))
        MessageTable::fillStatus(result, m_tables.participants.foremostCursors(row->key));
    return base::Result<PostedMessage>(PostedMessage{std::move(result.front()), true});
}

base::Result<const MessageTarget *> Batch::target(const MessageRef &reference, qint64 sessionKey,
                                                  const QString &field) const
{
    qint64 number = 0;
    if (const auto *given = std::get_if<qint64>(&reference))
        number = *given;
    else if (const auto *id = std::get_if<domain::MessageId>(&reference))
        number = m_targetNumbers.value(*id);
    const auto found = m_targets.constFind(number);
    if (found == m_targets.cend() || found->sessionKey != sessionKey)
        return notInSession(field);
    return &*found;
}

base::Result<PostedMessage> Batch::post(const PostMessage &write, SessionRow &row)
{
    std::optional<domain::ReplyPreview> replyTo;
    if (!std::holds_alternative<std::monostate>(write.replyTo)) {
        const auto answered = target(write.replyTo, row.key, u"reply_to"_s);
        if (!answered)
            return answered.error();
        replyTo = (*answered)->preview;
    }
    if (m_numbers.empty()) {
        qint64 posts = 0;
        forEach<PendingPost>([&](const PendingPost &) { ++posts; });
        m_numbers = m_tables.messages.takeNumbers(posts);
    }
    domain::Session &session = row.session;
    domain::Message message;
    message.number = m_numbers[m_usedNumbers++];
    message.id = write.id;
    message.sessionId = session.id;
    message.room = session.address();
    message.seq = ++session.lastSeq;
    message.change = ++session.lastChange;
    message.type = write.type;
    message.content = write.content;
    message.senderId = write.author.id;
    message.senderRole = write.author.role;
    message.senderName = write.shownName;
    message.shownSender = write.shownSender;
    message.shownRole = write.shownRole;
    message.replyTo = std::move(replyTo);
    message.metadata = write.metadata;
    message.clientMsgId = write.clientMsgId;
    message.createdAt = write.at;
    session.lastMessageAt = write.at;
    m_changedSessions.insert(&row);
    m_posted.push_back(message);
    m_newMessages.push_back({&m_posted.back(), row.key, m_tables.users.key(write.author.id), write.bodyHash});
    if (!write.clientMsgId.isEmpty())
        m_newClientWrites.insert({m_newMessages.back().senderKey, write.clientMsgId},
                                 m_newMessages.size() - 1);
    remember(message, row.key);
    if (write.audit)
        m_auditRows.push_back({*write.audit, session.id, write.id, write.at});
    return PostedMessage{std::move(message), false};
}

void Batch::remember(const domain::Message &message, qint64 sessionKey)
{
    if (!m_hasReferences)
        return;
    addTargets({{sessionKey,
                 message.seq,
                 {message.number, message.id, message.senderName, domain::excerptOf(message.content)}}});
}

void Batch::apply(PendingMark &pending)
{
    const MarkRead &write = pending.write;
    const SessionRow *row = m_sessions.value(write.session);
    if (!row) {
        pending.outcome = noSession();
        return;
    }
    const auto reached = target(write.upTo, row->key, u"up_to"_s);
    if (!reached) {
        pending.outcome = reached.error();
        return;
    }
    const MessageTarget &upTo = **reached;
    const SessionUser who{row->key, m_tables.users.key(write.reader.id)};
    Progress &cursor = m_cursors[who];
    const qint64 before = cursor.readSeq;
    cursor.readSeq = std::max(cursor.readSeq, upTo.seq);
    cursor.deliveredSeq = std::max(cursor.deliveredSeq, cursor.readSeq);
    advance(who, cursor, write.at);
    pending.outcome = ReadOutcome{upTo.seq, upTo.preview.number, upTo.preview.id, 0, 0};
    m_readings.push_back({&pending, {who, before, cursor.readSeq, row->session.lastSeq}, m_erased.size()});
}

void Batch::apply(PendingDelivery &pending)
{
    const MarkDelivered &write = pending.write;
    const SessionRow *row = m_sessions.value(write.session);
    if (!row) {
        pending.outcome = noSession();
        return;
    }
    pending.outcome = DeliveryOutcome{};
    const SessionUser who{row->key, m_tables.users.key(write.user.id)};
    Progress &cursor = m_cursors[who];
    const qint64 before = cursor.deliveredSeq;
    if (before >= row->session.lastSeq)
        return;
    cursor.deliveredSeq = row->session.lastSeq;
    advance(who, cursor, write.at);
    m_deliveries.push_back({&pending, {who, before, cursor.deliveredSeq, cursor.deliveredSeq}});
}

void Batch::advance(const SessionUser &who, const Progress &cursor, base::Timestamp at)
{
    m_newCursors.insert(who, cursor);
    m_advancedAt = at;
}

void Batch::apply(PendingActivity &pending)
{
    m_activities.push_back(&pending.write);
}

void Batch::insertMessages()
{
    m_tables.messages.insert(m_newMessages);
}

void Batch::findDeliveries()
{
    if (m_deliveries.empty())
        return;
    std::vector<UnreadRange> ranges;
    for (const Delivery &delivery : m_deliveries)
        ranges.push_back(delivery.range);
    const std::vector<std::optional<MessageTarget>> found = m_tables.messages.findUndelivered(ranges);
    for (size_t i = 0; i < found.size(); ++i) {
        if (const auto &news = found[i])
            *m_deliveries[i].pending->outcome =
                DeliveryOutcome{true, news->seq, news->preview.number, news->preview.id};
    }
}

void Batch::countReadings()
{
    if (m_readings.empty())
        return;
    std::vector<UnreadRange> ranges;
    for (const Reading &reading : m_readings)
        ranges.push_back(reading.range);
    const std::vector<UnreadCount> counts = m_tables.messages.count(ranges);
    for (size_t i = 0; i < counts.size(); ++i) {
        const Reading &reading = m_readings[i];
        ReadOutcome &outcome = **reading.pending->outcome;
        outcome.readCount = counts[i].read;
        outcome.unreadCount = counts[i].unread;
        // What was deleted after it, in this same commit, had still been there.
        for (size_t erased = reading.erasedBefore; erased < m_erased.size(); ++erased) {
            const StoredMessage &stored = *m_erased[erased];
            const qint64 seq = stored.message.seq;
            if (stored.sessionKey != reading.range.who.first ||
                stored.message.senderId == reading.pending->write.reader.id)
                continue;
            outcome.readCount += seq > reading.range.fromSeq && seq <= reading.range.toSeq;
            outcome.unreadCount += seq > reading.range.toSeq && seq <= reading.range.lastSeq;
        }
    }
}

} // namespace store
