#include "api/replies.h"

#include <QJsonDocument>
#include <QTest>

using base::ErrorKind;

class tst_Replies : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void errorsHaveStatusAndBody_data();
    void errorsHaveStatusAndBody();
    void waitIsSaid();
    void internalErrorsTellAnIdOnly();

private:
    static QByteArray valueOf(const net::HttpResponse &response, const QByteArray &name)
    {
        for (const auto &header : response.headers) {
            if (header.first == name)
                return header.second;
        }
        return {};
    }
};

void tst_Replies::errorsHaveStatusAndBody_data()
{
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("code");
    QTest::newRow("bad request") << ErrorKind::BadRequest << 400 << QStringLiteral("bad_request");
    QTest::newRow("unauthorized") << ErrorKind::Unauthorized << 401 << QStringLiteral("unauthorized");
    QTest::newRow("forbidden") << ErrorKind::Forbidden << 403 << QStringLiteral("forbidden");
    QTest::newRow("not found") << ErrorKind::NotFound << 404 << QStringLiteral("not_found");
    QTest::newRow("conflict") << ErrorKind::Conflict << 409 << QStringLiteral("conflict");
    QTest::newRow("too large") << ErrorKind::TooLarge << 413 << QStringLiteral("too_large");
    QTest::newRow("rate limited") << ErrorKind::RateLimited << 429 << QStringLiteral("rate_limited");
    QTest::newRow("unavailable") << ErrorKind::Unavailable << 503 << QStringLiteral("unavailable");
}

void tst_Replies::errorsHaveStatusAndBody()
{
    QFETCH(ErrorKind, kind);
    const net::HttpResponse response =
        api::errorResponse({kind, QStringLiteral("Why."), QStringLiteral("room")});
    QTEST(response.status, "status");
    const QJsonObject body = QJsonDocument::fromJson(response.body).object();
    QTEST(body.value(QLatin1String("error")).toString(), "code");
    QCOMPARE(body.value(QLatin1String("message")).toString(), QStringLiteral("Why."));
    QCOMPARE(body.value(QLatin1String("field")).toString(), QStringLiteral("room"));
}

void tst_Replies::waitIsSaid()
{
    using namespace std::chrono_literals;
    QCOMPARE(valueOf(api::errorResponse({ErrorKind::RateLimited, {}, {}, 50ms}), "Retry-After"),
             QByteArray("1"));
    QCOMPARE(valueOf(api::errorResponse({ErrorKind::Unavailable, {}, {}, 2100ms}), "Retry-After"),
             QByteArray("3"));
    QCOMPARE(valueOf(api::errorResponse({ErrorKind::Forbidden, {}}), "Retry-After"), QByteArray());
}

void tst_Replies::internalErrorsTellAnIdOnly()
{
    QTest::ignoreMessage(QtCriticalMsg, QRegularExpression(QStringLiteral("internal error .*: disk I/O")));
    const net::HttpResponse response = api::errorResponse({ErrorKind::Internal, QStringLiteral("disk I/O")});
    QCOMPARE(response.status, 500);
    QVERIFY(!response.body.contains("disk"));
}

QTEST_APPLESS_MAIN(tst_Replies)
#include "tst_replies.moc"
