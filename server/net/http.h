#pragma once

#include <QByteArray>
#include <QHostAddress>
#include <QJsonObject>
#include <QString>

#include <optional>
#include <utility>
#include <vector>

namespace net
{

/// One HTTP/1.1 request, complete with its body.
struct HttpRequest {
    QByteArray method; ///< as sent: `GET`
    QByteArray target; ///< as sent: path and query. Never logged: the query may hold a token
    QByteArray path;   ///< percent-decoded once; starts with `/`
    QByteArray query;  ///< as sent, without the `?`
    std::vector<std::pair<QByteArray, QByteArray>> headers; ///< names in lower case, in order
    QByteArray body;
    QHostAddress remoteAddress; ///< the client's: what a trusted proxy forwarded, else the peer
    bool secure = false;        ///< came over TLS, or a trusted proxy says that it did
    bool counted = false;       ///< the first of its connection, which RATE_CONNECTS has counted
    std::vector<std::pair<QByteArray, QString>> pathParameters; ///< what `{name}` in the route matched

    /// The first header of that lower-case name, or empty.
    QByteArray header(QByteArrayView name) const;
    QString pathParameter(QByteArrayView name) const;
    /// The decoded value of the first query item of that name, or nothing if it is absent. `+` means a space.
    std::optional<QString> queryValue(const QString &name) const;
};

struct HttpResponse {
    int status = 200;
    std::vector<std::pair<QByteArray, QByteArray>>
        headers; ///< beside Content-Length, Date and Connection, which the connection adds
    QByteArray body;
    bool close = false; ///< end the connection after it

    static HttpResponse json(int status, const QByteArray &body);
    static HttpResponse text(int status, const QByteArray &contentType, const QByteArray &body);
    HttpResponse &withHeader(QByteArray name, QByteArray value);
};

/// The standard reason phrase, `Not Found` for 404.
QByteArray reasonPhrase(int status);

} // namespace net
