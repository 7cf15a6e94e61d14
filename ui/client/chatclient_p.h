#pragma once

#include "client/cachewriter.h"
#include "client/changequeue.h"
#include "client/chatclient.h"
#include "client/connection.h"
#include "client/opensession.h"
#include "client/readmarks.h"
#include "client/restclient.h"
#include "client/sendqueue.h"
#include "client/sessionlister.h"
#include "client/sessionwatch.h"
#include "client/storage.h"

#include <QPointer>
#include <QSet>
#include <QTimer>

#include <map>

QT_FORWARD_DECLARE_CLASS(QNetworkReply)

namespace client
{

/// What ChatClient is made of, joined together: where events go, and what is gathered before it is told.
class ChatClient::Private : public QObject
{
public:
    Private(ChatClient &client, Options given);
    ~Private() override;

    /// All that belongs to one user at one server.
    struct Account {
        Account(Private &owner, const QString &folder);
        Storage storage;
        SendQueue queue;
        SessionLister lister;
        SessionWatch watch;
        CacheWriter cache;
        ChangeQueue changes;
        std::map<domain::SessionId, std::unique_ptr<OpenSession>> open;
    };

    void signIn(const QByteArray &token);
    void open(const domain::SessionId &id);
    void close(const domain::SessionId &id);
    OpenSession *opened(const domain::SessionId &id) const;
    QString write(const domain::SessionId &session, const QString &content,
                  const std::optional<domain::ReplyPreview> &replyTo);
    void retry(const QString &clientMsgId);
    void markRead(const domain::SessionId &session, qint64 seq, const domain::MessageId &id);
    void edit(const domain::SessionId &session, const domain::MessageId &message, const QString &content);
    quint64 search(const SearchQuery &query, const QString &cursor, int limit);
    void cancelSearch(quint64 id);
    void locate(const domain::SessionId &session, const domain::MessageId &message);
    void loadVersions(const domain::MessageId &message);
    void changeSession(const domain::SessionId &session, const SessionChange &change);

    ChatClient &q;
    const Options options;
    Connection connection;
    RestClient rest;
    ConnectionStatus status;
    domain::UserRef self;
    std::unique_ptr<Account> account;

private:
    void openAccount();
    void closeAccount();
    void connectAccount();
    void connectOpen(const domain::SessionId &id, OpenSession &session);

    // The connection
    void onConnected();
    void onLost();
    void onSettled(const domain::SessionId &id);
    void updateStatus();
    void onRefused(const base::Error &error);

    // Events
    void onEvent(const QByteArray &name, const QJsonObject &payload);
    void onMessage(const domain::Message &message);
    void onMessagesRead(const domain::SessionId &id, const QJsonObject &payload);
    void onMessageDelivered(const domain::SessionId &id, const QJsonObject &payload);
    void onMessageDeleted(const QJsonObject &payload);
    void onOpenEvent(OpenSession &session, const QByteArray &name, const QJsonObject &payload);

    // Sending
    void transmit(const PendingMessage &message, const SendQueue::Done &done);
    void transmit(const PendingChange &change, const ChangeQueue::Done &done);
    void onReadAnswer(const domain::SessionId &id, qint64 seq, const base::Result<QJsonObject> &answer);

    // What is gathered before it is told
    void tellSoon(std::chrono::milliseconds within);
    void tellConversations();
    void listed(const std::vector<domain::SessionSummary> &sessions, bool first, bool complete, bool cached);

    ReadMarks m_reads;
    base::SystemClock m_clock;
    base::IdGenerator m_ids{m_clock};
    QSet<domain::SessionId> m_settling; ///< not yet up to date on this connection
    QHash<domain::SessionId, std::vector<domain::Message>> m_incoming;
    QSet<domain::SessionId> m_pendingChanged;
    QSet<domain::SessionId> m_changesChanged;
    QHash<quint64, QPointer<QNetworkReply>> m_searches; ///< not answered yet
    quint64 m_lastSearch = 0;
    QTimer m_tellConversations;
};

} // namespace client
