#pragma once

#include "base/result.h"
#include "client/sessionfilter.h"
#include "protocol/chatapi.h"

#include <QNetworkAccessManager>
#include <QObject>
#include <QThreadPool>
#include <QUrl>
#include <QUrlQuery>

#include <functional>

QT_FORWARD_DECLARE_CLASS(QNetworkReply)

namespace client
{

/// Asks a server for pages by REST. Answers come as calls in this thread, each exactly once unless
/// cancelAll() came before; an Error's message is one sentence for a person, the server's own where it gave
/// one. JSON is decoded in a thread of its own. No cookies, no cache, no redirects to other servers.
class RestClient final : public QObject
{
    Q_OBJECT
public:
    template <typename T>
    using Answer = std::function<void(base::Result<T>)>;

    explicit RestClient(std::chrono::milliseconds timeout, QObject *parent = nullptr);
    ~RestClient() override;

    void setServer(const QUrl &server) { m_server = server; }
    void setToken(const QByteArray &token) { m_token = token; }

    /// \a cursor: SessionPage::nextCursor of the page before, empty for the first. \a limit: 1 to 200
    void sessions(const SessionFilter &filter, const QString &cursor, int limit,
                  Answer<protocol::chatapi::SessionPage> answer);
    void session(const domain::SessionId &id, Answer<domain::SessionSummary> answer);
    /// Messages with a seq beyond \a afterSeq. \a limit: 1 to 200
    void messagesAfterSeq(const domain::SessionId &id, qint64 afterSeq, int limit,
                          Answer<protocol::chatapi::MessagePage> answer);
    /// What is new or was edited since the session's change number \a afterChange, in the order of changes.
    void messagesAfterChange(const domain::SessionId &id, qint64 afterChange, int limit,
                             Answer<protocol::chatapi::MessagePage> answer);
    /// Drops all that is under way, unanswered.
    void cancelAll();

private:
    using Parse = std::function<std::function<void()>(const base::Result<QByteArray> &body)>;

    template <typename T>
    void get(const QString &path, const QUrlQuery &query, base::Result<T> (*read)(const QJsonObject &),
             Answer<T> answer);
    void start(const QString &path, const QUrlQuery &query, Parse parse);
    QNetworkRequest request(const QString &path, const QUrlQuery &query) const;
    void onFinished(QNetworkReply *reply, const Parse &parse);

    const std::chrono::milliseconds m_timeout;
    QNetworkAccessManager m_network;
    QThreadPool m_decoders;
    QUrl m_server;
    QByteArray m_token;
    quint64 m_generation = 0; ///< grows by cancelAll(): answers of before are dropped
};

} // namespace client
