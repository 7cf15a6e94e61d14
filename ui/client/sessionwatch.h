#pragma once

#include "client/restclient.h"
#include "client/sessionbook.h"

#include <QObject>
#include <QSet>
#include <QTimer>

namespace client
{

/// Keeps the book of sessions by what events tell: asks the server for those that it does not know, and tells
/// of each that changed at most once in 50 ms.
class SessionWatch final : public QObject
{
    Q_OBJECT
public:
    SessionWatch(RestClient &rest, const QString &selfId, QObject *parent = nullptr);

    const domain::SessionSummary *find(const domain::SessionId &id) const { return m_book.find(id); }
    /// As the server listed it; not told of.
    void put(const domain::SessionSummary &summary) { m_book.put(summary); }
    void putCached(const domain::SessionSummary &summary) { m_book.putCached(summary); }
    void onLost();

    void onJoined(const domain::SessionSummary &summary);
    void onMessage(const domain::Message &message); ///< new or changed
    void onDeleted(const domain::SessionId &id, qint64 seq, qint64 change);
    /// The whole, as an answer to a change of ours tells it.
    void onAnswered(const domain::SessionSummary &summary) { onJoined(summary); }
    void onCreated(const domain::SessionSummary &summary);
    void onUpdated(const domain::SessionId &id, const QJsonObject &session);
    /// I have read up to \a seq, here or elsewhere. \a unread: how many remain, where the server says so
    void onRead(const domain::SessionId &id, qint64 seq, std::optional<qint64> unread = {});

Q_SIGNALS:
    void changed(const domain::SessionSummary &summary);
    /// By messages of somebody else; after changed().
    void arrived(const domain::SessionSummary &summary);
    void touched(const domain::SessionId &id); ///< at once, each time
    void unauthorized(const base::Error &error);

private:
    void note(const domain::SessionId &id, SessionBook::Outcome outcome, bool foreign);
    void touch(const domain::SessionId &id, bool foreign = false);
    void tell();
    void fetchWanted();
    void onFetched(const domain::SessionId &id, const base::Result<domain::SessionSummary> &summary);

    RestClient &m_rest;
    const QString m_self;
    SessionBook m_book;
    QHash<domain::SessionId, bool> m_touched; ///< not told yet, and whether somebody else wrote
    QHash<domain::SessionId, bool> m_wanted;  ///< to be asked for, likewise
    QSet<domain::SessionId> m_fetching;
    quint64 m_epoch = 0; ///< grows with each lost connection: answers of before do not count
    QTimer m_timer;
};

} // namespace client
