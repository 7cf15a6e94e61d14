#include "client/outbox.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QSqlError>
#include <QVariant>

using namespace Qt::StringLiterals;

namespace client
{

namespace
{
QString notNull(const QString &text)
{
    return text.isNull() ? u""_s : text;
}

QString replyText(const std::optional<domain::ReplyPreview> &reply)
{
    if (!reply)
        return u""_s;
    const QJsonObject json{{u"number"_s, reply->number},
                           {u"id"_s, reply->id.toString()},
                           {u"sender_name"_s, reply->senderName},
                           {u"excerpt"_s, reply->excerpt}};
    return QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact));
}

std::optional<domain::ReplyPreview> replyOf(const QString &text)
{
    if (text.isEmpty())
        return std::nullopt;
    const QJsonObject json = QJsonDocument::fromJson(text.toUtf8()).object();
    const auto id = domain::MessageId::fromString(json.value("id"_L1).toString());
    if (!id)
        return std::nullopt;
    return domain::ReplyPreview{json.value("number"_L1).toInteger(), *id,
                                json.value("sender_name"_L1).toString(), json.value("excerpt"_L1).toString()};
}

PendingMessage messageOf(const QSqlQuery &row)
{
    PendingMessage message;
    message.clientMsgId = row.value(0).toString();
    message.session = domain::SessionId::fromBytes(row.value(1).toByteArray());
    message.content = row.value(2).toString();
    message.replyTo = replyOf(row.value(3).toString());
    message.writtenAt = base::Timestamp(std::chrono::milliseconds(row.value(4).toLongLong()));
    message.state = row.value(5).toBool() ? PendingMessage::State::Failed : PendingMessage::State::Waiting;
    message.problem = row.value(6).toString();
    return message;
}

LocalDatabase::Plan plan(const QString &path)
{
    return {path,
            1,
            {u"CREATE TABLE outbox (position INTEGER PRIMARY KEY AUTOINCREMENT, client_msg_id TEXT NOT NULL "
             "UNIQUE, session BLOB NOT NULL, content TEXT NOT NULL, reply_to TEXT NOT NULL, written_at "
             "INTEGER NOT NULL, failed INTEGER NOT NULL, problem TEXT NOT NULL)"_s},
            true,
            true};
}
} // namespace

Outbox::Outbox(const QString &path, LocalDatabase::SetAside onSetAside)
    : m_database(plan(path), std::move(onSetAside))
{
}

base::Result<std::vector<PendingMessage>> Outbox::load()
{
    std::vector<PendingMessage> messages;
    const base::Status read = m_database.transaction([&messages](QSqlQuery &query) {
        messages.clear();
        if (!query.exec(u"SELECT client_msg_id, session, content, reply_to, written_at, failed, problem FROM "
                        "outbox ORDER BY position"_s))
            return false;
        while (query.next())
            messages.push_back(messageOf(query));
        return !query.lastError().isValid();
    });
    if (!read)
        return read.error();
    return messages;
}

base::Status Outbox::put(const PendingMessage &message)
{
    return m_database.transaction([&message](QSqlQuery &query) {
        return LocalDatabase::run(
            query,
            u"INSERT INTO outbox (client_msg_id, session, content, reply_to, written_at, failed, problem) "
            "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (client_msg_id) DO UPDATE SET failed = "
            "excluded.failed, problem = excluded.problem"_s,
            {message.clientMsgId, message.session.toBytes(), notNull(message.content),
             replyText(message.replyTo), qint64(message.writtenAt.time_since_epoch().count()),
             message.state == PendingMessage::State::Failed, notNull(message.problem)});
    });
}

base::Status Outbox::remove(const QString &clientMsgId)
{
    return m_database.transaction([&clientMsgId](QSqlQuery &query) {
        return LocalDatabase::run(query, u"DELETE FROM outbox WHERE client_msg_id = ?"_s, {clientMsgId});
    });
}

} // namespace client
