#include "../chat/chatfixture.h"
#include "api/services.h"
#include "base/config.h"
#include "net/router.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Qt::StringLiterals;

namespace
{

/// As the reference writes it: without the sign for what is under it, a WebSocket as the GET that it begins
/// as.
QString written(const QByteArray &method, const QByteArray &pattern)
{
    QByteArray path = pattern;
    if (path.endsWith("{*}"))
        path.chop(3);
    return QString::fromLatin1(method.isEmpty() ? "get"_ba : method.toLower()) + u' ' +
           QString::fromUtf8(path);
}

/// Routes that the reference leaves out: the files of the page, and what only refuses.
bool isLeftOut(const QString &route)
{
    const QString path = route.section(u' ', 1);
    if (path != "/"_L1 && QFile::exists(u":/page"_s + path))
        return true;
    return path == "/socket.io/"_L1 && !route.startsWith("get "_L1) && !route.startsWith("post "_L1);
}

} // namespace

/// The API reference names the routes that there are. What they answer, an end-to-end test compares.
class TestOpenApi : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesEveryRoute();
};

void TestOpenApi::namesEveryRoute()
{
    test::ChatFixture chat;
    const base::Config config;
    const api::Services services{chat.chat,        config,
                                 chat.clock,       api::Authenticator(QByteArray(32, 's'), chat.clock),
                                 api::Origins({}), {}};
    net::Router router;
    api::addRoutes(router, services);
    QSet<QString> routes;
    for (const auto &[method, pattern] : router.routes()) {
        if (const QString route = written(method, pattern); !isLeftOut(route))
            routes.insert(route);
    }

    QFile file(u":/api/openapi.json"_s);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QJsonParseError error;
    const QJsonObject reference = QJsonDocument::fromJson(file.readAll(), &error).object();
    QVERIFY2(error.error == QJsonParseError::NoError, qPrintable(error.errorString()));
    const QJsonObject paths = reference.value("paths"_L1).toObject();
    QSet<QString> named;
    for (auto path = paths.begin(); path != paths.end(); ++path) {
        for (const QString &method : path.value().toObject().keys()) {
            if (method != "parameters"_L1)
                named.insert(method + u' ' + path.key());
        }
    }
    QVERIFY(routes.size() > 15);
    QCOMPARE(QSet<QString>(routes - named).values(), QStringList{});
    QCOMPARE(QSet<QString>(named - routes).values(), QStringList{});
}

QTEST_GUILESS_MAIN(TestOpenApi)
#include "tst_openapi.moc"
