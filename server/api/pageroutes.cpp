#include "api/services.h"
#include "net/router.h"

#include <QCryptographicHash>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QHash>

static void initPageResources()
{
    Q_INIT_RESOURCE(page);
}

namespace api
{

namespace
{
struct PageFile {
    QByteArray contentType;
    QByteArray body;
    QByteArray etag;
};

QByteArray contentTypeOf(const QString &suffix)
{
    static const QHash<QString, QByteArray> types{
        {QStringLiteral("html"), "text/html; charset=utf-8"},
        {QStringLiteral("css"), "text/css; charset=utf-8"},
        {QStringLiteral("js"), "text/javascript; charset=utf-8"},
        {QStringLiteral("svg"), "image/svg+xml"},
        {QStringLiteral("png"), "image/png"},
        {QStringLiteral("ico"), "image/x-icon"},
    };
    return types.value(suffix, "application/octet-stream");
}

net::HttpResponse pageResponse(const PageFile &file, const net::HttpRequest &request)
{
    const bool known = request.header("if-none-match") == file.etag;
    net::HttpResponse response =
        net::HttpResponse::text(known ? 304 : 200, file.contentType, known ? QByteArray() : file.body);
    response.withHeader("ETag", file.etag);
    response.withHeader("Cache-Control", "no-cache");
    response.withHeader("Referrer-Policy", "no-referrer");
    response.withHeader(
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self' ws: wss:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    return response;
}
} // namespace

void addPageRoutes(net::Router &router)
{
    initPageResources();
    const QString root = QStringLiteral(":/page/");
    QDirIterator files(root, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString path = files.next();
        QFile content(path);
        if (!content.open(QIODevice::ReadOnly))
            qFatal("the resource %s cannot be read", qUtf8Printable(path));
        PageFile file{contentTypeOf(QFileInfo(path).suffix()), content.readAll(), {}};
        file.etag =
            '"' + QCryptographicHash::hash(file.body, QCryptographicHash::Sha256).toHex().first(24) + '"';
        const auto answer = [file](const net::HttpRequest &request, const net::HttpResponder &respond) {
            respond(pageResponse(file, request));
        };
        const QByteArray name = path.sliced(root.size()).toUtf8();
        router.add("GET", '/' + name, answer);
        if (name == "index.html")
            router.add("GET", "/", answer);
    }
}

} // namespace api
