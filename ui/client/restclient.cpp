#include "client/restclient.h"

#include "client/wireerror.h"
#include "protocol/json.h"

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
    if (status == 200 && reply.error() == QNetworkReply::NoError)
        return body;
    if (status < 400)
        return unavailable(RestClient::tr("The server's answer broke off."));
    const auto answer = protocol::parseObject(body);
    base::Error error = errorIn(answer ? *answer : QJsonObject(), errorKindOfStatus(status));
    error.retryAfter = std::chrono::seconds(reply.rawHeader("Retry-After").toInt());
    return error;
}

QString messagesPath(const domain::SessionId &id)
{
    return u"/api/chat/messages/"_s + id.toString();
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
    // QUrlQuery leaves a plus as it is, and servers read it as a blank.
    const auto encoded = [](const QString &text) {
        return QString::fromLatin1(QUrl::toPercentEncoding(text));
    };
    if (!filter.withClosed)
        query.addQueryItem(u"status"_s, u"active"_s);
    if (!filter.text.isEmpty())
        query.addQueryItem(u"q"_s, encoded(filter.text));
    if (!cursor.isEmpty())
        query.addQueryItem(u"cursor"_s, encoded(cursor));
    get(u"/api/chat/sessions"_s, query, protocol::chatapi::parseSessionPage, std::move(answer));
}

void RestClient::session(const domain::SessionId &id, Answer<domain::SessionSummary> answer)
{
    const auto read = [](const QJsonObject &json) {
        return protocol::chatapi::parseSession(json.value("session"_L1).toObject());
    };
    get<domain::SessionSummary>(u"/api/chat/sessions/"_s + id.toString(), {}, read, std::move(answer));
}

void RestClient::messagesAfterSeq(const domain::SessionId &id, qint64 afterSeq, int limit,
                                  Answer<protocol::chatapi::MessagePage> answer)
{
    const QUrlQuery query{{u"after_seq"_s, QString::number(afterSeq)}, {u"limit"_s, QString::number(limit)}};
    get(messagesPath(id), query, protocol::chatapi::parseMessagePage, std::move(answer));
}

void RestClient::messagesAfterChange(const domain::SessionId &id, qint64 afterChange, int limit,
                                     Answer<protocol::chatapi::MessagePage> answer)
{
    const QUrlQuery query{{u"after_change"_s, QString::number(afterChange)},
                          {u"limit"_s, QString::number(limit)}};
    get(messagesPath(id), query, protocol::chatapi::parseMessagePage, std::move(answer));
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
void RestClient::get(const QString &path, const QUrlQuery &query,
                     base::Result<T> (*read)(const QJsonObject &), Answer<T> answer)
{
    start(path, query, [read, answer = std::move(answer)](const base::Result<QByteArray> &body) {
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

void RestClient::start(const QString &path, const QUrlQuery &query, Parse parse)
{
    QNetworkReply *reply = m_network.get(request(path, query));
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
