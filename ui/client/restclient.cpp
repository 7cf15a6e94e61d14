#include "client/restclient.h"

#include "client/answers.h"
#include "client/wireerror.h"
#include "protocol/json.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QNetworkReply>
#include <QNetworkRequest>

using namespace Qt::StringLiterals;

namespace client
{

namespace
{
constexpr qint64 maxBody = 64 * 1024 * 1024; ///< bytes; 200 messages of 16 KiB, each byte escaped, are less

base::Error unavailable(const QString &sentence)
{
    return {base::ErrorKind::Unavailable, sentence};
}

/// What an HTTP answer holds: its body, or the failure that it tells.
base::Result<QByteArray> bodyOf(QNetworkReply &reply)
{
    const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status == 0)
        return unavailable(RestClient::tr("The server did not answer in time."));
    QByteArray body = reply.readAll();
    if ((status == 200 || status == 201) && reply.error() == QNetworkReply::NoError)
        return body;
    if (status < 400)
        return unavailable(RestClient::tr("The server's answer broke off."));
    const auto answer = protocol::parseObject(body);
    base::Error error = errorIn(answer ? *answer : QJsonObject(), errorKindOfStatus(status));
    error.retryAfter = std::chrono::seconds(reply.rawHeader("Retry-After").toInt());
    return error;
}

template <typename Id>
QString messagesPath(const Id &id)
{
    return u"/api/chat/messages/"_s + id.toString();
}

QString sessionPath(const domain::SessionId &id)
{
    return u"/api/chat/sessions/"_s + id.toString();
}

/// QUrlQuery leaves a plus as it is, and servers read it as a blank.
QString encoded(const QString &text)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(text));
}

QByteArray compact(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}
} // namespace

RestClient::RestClient(std::chrono::milliseconds timeout, QObject *parent)
    : QObject(parent)
    , m_timeout(timeout)
{
    m_decoders.setMaxThreadCount(1); // answers keep the order of their arrival
    m_network.setAutoDeleteReplies(false);
}

RestClient::~RestClient()
{
    cancelAll();
    m_decoders.clear();
    m_decoders.waitForDone();
}

void RestClient::sessions(const SessionFilter &filter, const QString &cursor, int limit,
                          Answer<protocol::chatapi::SessionPage> answer)
{
    QUrlQuery query{{u"limit"_s, QString::number(limit)}};
    if (filter.which != SessionFilter::Which::All)
        query.addQueryItem(u"status"_s,
                           filter.which == SessionFilter::Which::Open ? u"active"_s : u"closed"_s);
    if (!filter.text.isEmpty())
        query.addQueryItem(u"q"_s, encoded(filter.text));
    if (!cursor.isEmpty())
        query.addQueryItem(u"cursor"_s, encoded(cursor));
    ask({.path = u"/api/chat/sessions"_s, .query = query}, protocol::chatapi::parseSessionPage,
        std::move(answer));
}

void RestClient::session(const domain::SessionId &id, Answer<domain::SessionSummary> answer)
{
    ask({.path = sessionPath(id)}, answers::session, std::move(answer));
}

void RestClient::messagesAfterSeq(const domain::SessionId &id, qint64 afterSeq, int limit,
                                  Answer<protocol::chatapi::MessagePage> answer)
{
    const QUrlQuery query{{u"after_seq"_s, QString::number(afterSeq)}, {u"limit"_s, QString::number(limit)}};
    ask({.path = messagesPath(id), .query = query}, protocol::chatapi::parseMessagePage, std::move(answer));
}

void RestClient::messagesAfterChange(const domain::SessionId &id, qint64 afterChange, int limit,
                                     Answer<protocol::chatapi::MessagePage> answer)
{
    const QUrlQuery query{{u"after_change"_s, QString::number(afterChange)},
                          {u"limit"_s, QString::number(limit)}};
    ask({.path = messagesPath(id), .query = query}, protocol::chatapi::parseMessagePage, std::move(answer));
}

void RestClient::messageBefore(const domain::SessionId &session, const domain::MessageId &id,
                               Answer<protocol::chatapi::MessagePage> answer)
{
    const QUrlQuery query{{u"before"_s, id.toString()}, {u"limit"_s, u"1"_s}};
    ask({.path = messagesPath(session), .query = query}, protocol::chatapi::parseMessagePage,
        std::move(answer));
}

void RestClient::edit(const domain::MessageId &id, const QString &content, Answer<domain::Message> answer)
{
    ask({.verb = "PATCH", .path = messagesPath(id), .body = compact({{u"content"_s, content}})},
        answers::message, std::move(answer));
}

void RestClient::remove(const domain::MessageId &id, Answer<domain::Message> answer)
{
    ask({.verb = "DELETE", .path = messagesPath(id)}, answers::message, std::move(answer));
}

void RestClient::versions(const domain::MessageId &id, Answer<std::vector<domain::MessageVersion>> answer)
{
    ask({.path = messagesPath(id) + u"/versions"_s}, protocol::chatapi::parseVersions, std::move(answer));
}

void RestClient::change(const domain::SessionId &id, const SessionChange &change,
                        Answer<domain::SessionSummary> answer)
{
    ask({.verb = "PATCH", .path = sessionPath(id), .body = compact(answers::changeBody(change))},
        answers::session, std::move(answer));
}

QPointer<QNetworkReply> RestClient::search(const SearchQuery &query, const QString &cursor, int limit,
                                           Answer<SearchPage> answer)
{
    QUrlQuery items{{u"q"_s, encoded(query.text)}, {u"limit"_s, QString::number(limit)}};
    if (!query.session.isNull())
        items.addQueryItem(u"session_id"_s, query.session.toString());
    if (!cursor.isEmpty())
        items.addQueryItem(u"cursor"_s, encoded(cursor));
    return ask({.path = u"/api/chat/search"_s, .query = items}, answers::searchPage, std::move(answer));
}

void RestClient::cancelAll()
{
    ++m_generation;
    const auto replies = m_network.findChildren<QNetworkReply *>();
    for (QNetworkReply *reply : replies)
        reply->abort();
}

/// Decodes in the decoders' thread, answers in this one.
template <typename T>
QNetworkReply *RestClient::ask(const Request &request, base::Result<T> (*read)(const QJsonObject &),
                               Answer<T> answer)
{
    return start(request, [read, answer = std::move(answer)](const base::Result<QByteArray> &body) {
        const auto decoded = [&]() -> base::Result<T> {
            if (!body)
                return body.error();
            const auto json = protocol::parseObject(*body);
            base::Result<T> value = json ? read(*json) : base::Result<T>(json.error());
            if (!value)
                return unavailable(tr("The server sent what this program does not understand."));
            return value;
        }();
        return std::function<void()>([answer, decoded] { answer(decoded); });
    });
}

QNetworkReply *RestClient::start(const Request &asked, Parse parse)
{
    QNetworkRequest head = request(asked.path, asked.query);
    if (!asked.body.isEmpty())
        head.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    QNetworkReply *reply = m_network.sendCustomRequest(head, asked.verb, asked.body);
    connect(reply, &QNetworkReply::downloadProgress, reply, [reply](qint64 received, qint64) {
        if (received > maxBody)
            reply->abort();
    });
    connect(reply, &QNetworkReply::finished, this,
            [this, reply, parse = std::move(parse), generation = m_generation] {
                reply->deleteLater();
                if (generation == m_generation)
                    onFinished(reply, parse);
            });
    return reply;
}

QNetworkRequest RestClient::request(const QString &path, const QUrlQuery &query) const
{
    QUrl url = m_server;
    QString prefix = m_server.path();
    while (prefix.endsWith(u'/'))
        prefix.chop(1);
    url.setPath(prefix + path);
    url.setQuery(query);
    QNetworkRequest request(url);
    request.setRawHeader("Authorization", "Bearer " + m_token);
    request.setRawHeader("Accept", "application/json");
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    request.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::SameOriginRedirectPolicy);
    request.setTransferTimeout(int(m_timeout.count()));
    return request;
}

void RestClient::onFinished(QNetworkReply *reply, const Parse &parse)
{
    m_decoders.start([this, parse, body = bodyOf(*reply), generation = m_generation] {
        auto answer = parse(body);
        QMetaObject::invokeMethod(
            this,
            [this, generation, answer = std::move(answer)] {
                if (generation == m_generation)
                    answer();
            },
            Qt::QueuedConnection);
    });
}

} // namespace client
