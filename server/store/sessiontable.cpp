#include "store/sessiontable.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace store
{

namespace
{

base::Timestamp timeOf(const QVariant &value)
{
    return base::Timestamp(std::chrono::milliseconds(value.toLongLong()));
}

std::optional<base::Timestamp> optionalTimeOf(const QVariant &value)
{
    return value.isNull() ? std::nullopt : std::optional(timeOf(value));
}

QStringList labelsOf(const QString &json)
{
    QStringList labels;
    if (json == "[]"_L1)
        return labels;
    for (const QJsonValue &label : QJsonDocument::fromJson(json.toUtf8()).array())
        labels << label.toString();
    return labels;
}

QString labelsText(const QStringList &labels)
{
    return QString::fromUtf8(
        QJsonDocument(QJsonArray::fromStringList(labels)).toJson(QJsonDocument::Compact));
}

} // namespace

std::vector<domain::SessionId> SessionTable::insertMissing(const std::vector<domain::Session> &sessions)
{
    static const RowStatement statement{
        {{"id", ColumnType::Uuid},
         {"room", ColumnType::Text},
         {"type", ColumnType::Text},
         {"status", ColumnType::Text},
         {"title", ColumnType::Text},
         {"booking_id", ColumnType::Text},
         {"created_at", ColumnType::Integer}},
        "INSERT INTO chat_sessions (id, room, type, status, title, booking_id, last_seq, last_change, "
        "created_at) "
        "SELECT id, room, type, status, title, booking_id, 0, 0, created_at FROM r WHERE true "
        "ON CONFLICT DO NOTHING RETURNING id"};
    InputRows rows(m_connection.dialect(), statement);
    for (const domain::Session &session : sessions) {
        rows << session.id.uuid();
        rows.orNull(session.room);
        rows << QString(domain::toString(session.type)) << QString(domain::toString(session.status))
             << session.title << session.bookingId
             << static_cast<qint64>(session.createdAt.time_since_epoch().count());
    }
    std::vector<domain::SessionId> created;
    m_connection.run(statement, rows, [&](const Row &row) {
        created.emplace_back(m_connection.dialect().readUuid(row.value(0)));
    });
    return created;
}

std::vector<domain::SessionId> SessionTable::findRooms(const QStringList &rooms)
{
    static const RowStatement statement{{{"room", ColumnType::Text}},
                                        "SELECT s.id FROM r JOIN chat_sessions s ON s.room = r.room"};
    InputRows rows(m_connection.dialect(), statement);
    for (const QString &room : rooms)
        rows << room;
    std::vector<domain::SessionId> found;
    m_connection.run(statement, rows, [&](const Row &row) {
        found.emplace_back(m_connection.dialect().readUuid(row.value(0)));
    });
    return found;
}

std::vector<SessionRow> SessionTable::lock(const std::vector<domain::SessionId> &ids)
{
    static const RowStatement statement{{{"id", ColumnType::Uuid}},
                                        "SELECT " SESSION_COLUMNS
                                        " FROM r JOIN chat_sessions s ON s.id = r.id "
                                        "%lock%"};
    InputRows rows(m_connection.dialect(), statement);
    for (const domain::SessionId &id : ids)
        rows << id.uuid();
    std::vector<SessionRow> found;
    m_connection.run(statement, rows,
                     [&](const Row &row) { found.push_back(read(m_connection.dialect(), row)); });
    return found;
}

void SessionTable::updateCounters(const std::vector<const SessionRow *> &changed)
{
    static const RowStatement statement{{{"session_key", ColumnType::Integer},
                                         {"last_seq", ColumnType::Integer},
                                         {"last_change", ColumnType::Integer},
                                         {"last_message_at", ColumnType::Integer}},
                                        nullptr,
                                        nullptr,
                                        "chat_sessions"};
    InputRows rows(m_connection.dialect(), statement);
    for (const SessionRow *row : changed) {
        rows << row->key << row->session.lastSeq << row->session.lastChange
             << static_cast<qint64>(
                    row->session.lastMessageAt.value_or(base::Timestamp{}).time_since_epoch().count());
    }
    m_connection.run(statement, rows);
}

void SessionTable::updateSettings(const std::vector<const SessionRow *> &changed)
{
    static const RowStatement statement{{{"session_key", ColumnType::Integer},
                                         {"status", ColumnType::Text},
                                         {"title", ColumnType::Text},
                                         {"type", ColumnType::Text},
                                         {"assignee", ColumnType::Text},
                                         {"labels", ColumnType::Text},
                                         {"priority", ColumnType::Text},
                                         {"closed_at", ColumnType::Integer}},
                                        nullptr,
                                        nullptr,
                                        "chat_sessions"};
    InputRows rows(m_connection.dialect(), statement);
    for (const SessionRow *row : changed) {
        const domain::Session &session = row->session;
        rows << row->key << QString(domain::toString(session.status)) << session.title
             << QString(domain::toString(session.type)) << session.assignee << labelsText(session.labels)
             << QString(domain::toString(session.priority));
        if (session.closedAt)
            rows << static_cast<qint64>(session.closedAt->time_since_epoch().count());
        else
            rows << nullptr;
    }
    m_connection.run(statement, rows);
}

std::optional<SessionRow> SessionTable::find(const domain::SessionId &id)
{
    std::optional<SessionRow> found;
    m_connection.query("SELECT " SESSION_COLUMNS " FROM chat_sessions s WHERE s.id = ?",
                       {m_connection.dialect().bind(id.uuid())},
                       [&](const Row &row) { found = read(m_connection.dialect(), row); });
    return found;
}

std::optional<SessionRow> SessionTable::find(const QString &room)
{
    std::optional<SessionRow> found;
    m_connection.query("SELECT " SESSION_COLUMNS " FROM chat_sessions s WHERE s.room = ?", {room},
                       [&](const Row &row) { found = read(m_connection.dialect(), row); });
    return found;
}

std::optional<SessionRow> SessionTable::locate(const domain::SessionId &id)
{
    std::optional<SessionRow> found;
    m_connection.query("SELECT session_key, room, last_seq FROM chat_sessions WHERE id = ?",
                       {m_connection.dialect().bind(id.uuid())}, [&](const Row &row) {
                           found.emplace();
                           found->key = row.integer(0);
                           found->session.id = id;
                           found->session.room = row.text(1);
                           found->session.lastSeq = row.integer(2);
                       });
    return found;
}

SessionRow SessionTable::read(const Dialect &dialect, const Row &row)
{
    SessionRow result;
    result.key = row.value(0).toLongLong();
    domain::Session &session = result.session;
    session.id = domain::SessionId(dialect.readUuid(row.value(1)));
    session.room = row.value(2).toString();
    session.type =
        domain::sessionTypeFromString(row.value(3).toString()).value_or(domain::SessionType::Support);
    session.status =
        domain::sessionStatusFromString(row.value(4).toString()).value_or(domain::SessionStatus::Active);
    session.title = row.value(5).toString();
    session.bookingId = row.value(6).toString();
    session.lastSeq = row.value(7).toLongLong();
    session.lastChange = row.value(8).toLongLong();
    session.createdAt = timeOf(row.value(9));
    session.lastMessageAt = optionalTimeOf(row.value(10));
    session.closedAt = optionalTimeOf(row.value(11));
    session.assignee = row.value(12).toString();
    session.labels = labelsOf(row.value(13).toString());
    session.priority =
        domain::priorityFromString(row.value(14).toString()).value_or(domain::Priority::Normal);
    return result;
}

} // namespace store
