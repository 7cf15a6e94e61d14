#pragma once

#include "base/result.h"
#include "client/search.h"
#include "client/sessionchange.h"
#include "client/sessionfilter.h"
#include "protocol/chatapi.h"

#include <QNetworkAccessManager>
#include <QObject>
#include <QPointer>
#include <QThreadPool>
#include <QUrl>
#include <QUrlQuery>

#include <functional>

QT_FORWARD_DECLARE_CLASS(QNetworkReply)

namespace client
{

/// Asks a server by REST: for pages, and to change what is stored. Answers come as calls in this thread, each
/// exactly once unless cancelAll() came before; an Error's message is one sentence for a person, the server's
/// own where it gave one. JSON is decoded in a thread of its own. No cookies, no cache, no redirects to other
/// servers.
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
    /// The newest message that is older than \a id: so a message's place in its session is found.
    void messageBefore(const domain::SessionId &session, const domain::MessageId &id,
                       Answer<protocol::chatapi::MessagePage> answer);
    void edit(const domain::MessageId &id, const QString &content, Answer<domain::Message> answer);
    void remove(const domain::MessageId &id, Answer<domain::Message> answer);
    /// What \a id said before its edits, oldest first.
    void versions(const domain::MessageId &id, Answer<std::vector<domain::MessageVersion>> answer);
    void change(const domain::SessionId &id, const SessionChange &change,
                Answer<domain::SessionSummary> answer);
    /// \a cursor: as in sessions(). \return what to abort() it by; it is answered then, too
    QPointer<QNetworkReply> search(const SearchQuery &query, const QString &cursor, int limit,
                                   Answer<SearchPage> answer);
    /// Drops all that is under way, unanswered.
    void cancelAll();

private:
    using Parse = std::function<std::function<void()>(const base::Result<QByteArray> &body)>;
    struct Request {
        QByteArray verb = "GET";
        QString path;
        QUrlQuery query = {};
        QByteArray body = {};
    };

    template <typename T>
    QNetworkReply *ask(const Request &request, base::Result<T> (*read)(const QJsonObject &),
                       Answer<T> answer);
    QNetworkReply *start(const Request &request, Parse parse);
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
