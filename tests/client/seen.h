#pragma once

#include "client/chatclient.h"

#include <QMap>
#include <QObject>

/// What a window would show: the newest of all that a client told.
class Seen : public QObject
{
public:
    explicit Seen(client::ChatClient &client)
    {
        connect(&client, &client::ChatClient::messagesLoaded, this,
                [this](const domain::SessionId &session, const std::vector<domain::Message> &loaded) {
                    ++batches;
                    for (const domain::Message &message : loaded)
                        messages[session].insert(message.seq, message);
                });
        connect(&client, &client::ChatClient::pendingChanged, this,
                [this](const domain::SessionId &session, const std::vector<client::PendingMessage> &now) {
                    pending.insert(session, now);
                });
        connect(&client, &client::ChatClient::sessionsListed, this,
                [this](const std::vector<domain::SessionSummary> &page, bool first, bool complete) {
                    if (first)
                        listed.clear();
                    for (const domain::SessionSummary &summary : page)
                        listed.append(summary.session.room);
                    ++lists;
                    listComplete = complete;
                });
        connect(&client, &client::ChatClient::sessionChanged, this,
                [this](const domain::SessionSummary &summary) {
                    ++sessionChanges;
                    sessions.insert(summary.session.id, summary);
                });
        connect(&client, &client::ChatClient::sessionOpened, this,
                [this](const domain::SessionSummary &summary) {
                    opened.append(summary.session.id);
                    sessions.insert(summary.session.id, summary);
                });
        connect(&client, &client::ChatClient::messageArrived, this,
                [this](const domain::SessionSummary &summary) { arrived.append(summary.session.room); });
        connect(&client, &client::ChatClient::actionRefused, this,
                [this](const QString &sentence) { refused.append(sentence); });
        connect(&client, &client::ChatClient::storageRepaired, this,
                [this](const QString &sentence) { repaired.append(sentence); });
        connect(
            &client, &client::ChatClient::messagesUnavailable, this,
            [this](const domain::SessionId &, qint64 from, const QString &) { unavailable.append(from); });
        connect(&client, &client::ChatClient::typingChanged, this,
                [this](const domain::SessionId &, const QStringList &names) { typing = names; });
        connect(&client, &client::ChatClient::presenceChanged, this,
                [this](const domain::SessionId &, const std::vector<domain::UserRef> &users) {
                    online.clear();
                    for (const domain::UserRef &user : users)
                        online.append(user.id);
                });
        connect(&client, &client::ChatClient::changesChanged, this,
                [this](const domain::SessionId &session, const std::vector<client::PendingChange> &now) {
                    changes.insert(session, now);
                });
        connect(&client, &client::ChatClient::searchAnswered, this,
                [this](quint64 id, const client::SearchPage &page) { found.insert(id, page); });
        connect(&client, &client::ChatClient::searchFailed, this,
                [this](quint64 id, const QString &) { searchesFailed.append(id); });
        connect(&client, &client::ChatClient::located, this,
                [this](const domain::SessionId &, const domain::MessageId &, qint64 seq) { place = seq; });
        connect(&client, &client::ChatClient::versionsLoaded, this,
                [this](const domain::MessageId &, const std::vector<domain::MessageVersion> &list) {
                    versions = list;
                });
        connect(
            &client, &client::ChatClient::membersChanged, this,
            [this](const domain::SessionId &, const std::vector<domain::Member> &list) { members = list; });
        connect(&client, &client::ChatClient::memberRead, this,
                [this](const domain::SessionId &, const domain::UserRef &user, qint64 seq,
                       std::optional<base::Timestamp> at) {
                    readers.append(user.id + u' ' + QString::number(seq) +
                                   (at ? QStringLiteral(" at") : QString()));
                });
        connect(&client, &client::ChatClient::readUpTo, this,
                [this](const domain::SessionId &, qint64 seq) { read = seq; });
        connect(&client, &client::ChatClient::deliveredUpTo, this,
                [this](const domain::SessionId &, qint64 seq) { delivered = seq; });
    }

    QStringList contents(const domain::SessionId &session) const
    {
        QStringList contents;
        for (const domain::Message &message : messages.value(session))
            contents.append(message.content);
        return contents;
    }
    QStringList states(const domain::SessionId &session) const
    {
        QStringList states;
        for (const client::PendingMessage &message : pending.value(session)) {
            const QString names[] = {QStringLiteral("waiting"), QStringLiteral("sending"),
                                     QStringLiteral("failed")};
            states.append(message.content.left(8) + u' ' + names[int(message.state)]);
        }
        return states;
    }

    QHash<domain::SessionId, QMap<qint64, domain::Message>> messages;
    QHash<domain::SessionId, std::vector<client::PendingMessage>> pending;
    QHash<domain::SessionId, domain::SessionSummary> sessions;
    QList<domain::SessionId> opened;
    /// `edit sending`, one for each change that is not done.
    QStringList changeStates(const domain::SessionId &session) const
    {
        QStringList states;
        for (const client::PendingChange &change : changes.value(session)) {
            const QString names[] = {QStringLiteral("held"), QStringLiteral("waiting"),
                                     QStringLiteral("sending"), QStringLiteral("failed")};
            const bool edit = change.kind == client::PendingChange::Kind::Edit;
            states.append((edit ? QStringLiteral("edit ") : QStringLiteral("delete ")) +
                          names[int(change.state)]);
        }
        return states;
    }

    QHash<domain::SessionId, std::vector<client::PendingChange>> changes;
    QHash<quint64, client::SearchPage> found;
    QList<quint64> searchesFailed;
    std::vector<domain::MessageVersion> versions;
    std::vector<domain::Member> members;
    QStringList readers;
    qint64 place = 0;
    QStringList listed, arrived, refused, repaired, typing, online;
    QList<qint64> unavailable;
    qint64 read = 0, delivered = 0;
    int lists = 0, sessionChanges = 0, batches = 0;
    bool listComplete = false;
};
