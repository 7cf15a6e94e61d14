#include "protocol/errors.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Qt::StringLiterals;
using base::ErrorKind;

class tst_errors : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void kinds_data();
    void kinds();
    void statuses_data();
    void statuses();
    void bodies();
};

void tst_errors::kinds_data()
{
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<QString>("code");
    QTest::addColumn<int>("status");
    QTest::addColumn<int>("close");
    QTest::newRow("BadRequest") << ErrorKind::BadRequest << u"bad_request"_s << 400 << 1008;
    QTest::newRow("Unauthorized") << ErrorKind::Unauthorized << u"unauthorized"_s << 401 << 4401;
    QTest::newRow("Forbidden") << ErrorKind::Forbidden << u"forbidden"_s << 403 << 4403;
    QTest::newRow("NotFound") << ErrorKind::NotFound << u"not_found"_s << 404 << 4403;
    QTest::newRow("Conflict") << ErrorKind::Conflict << u"conflict"_s << 409 << 1008;
    QTest::newRow("TooLarge") << ErrorKind::TooLarge << u"too_large"_s << 413 << 4413;
    QTest::newRow("UnsupportedType") << ErrorKind::UnsupportedType << u"unsupported_type"_s << 415 << 1003;
    QTest::newRow("RateLimited") << ErrorKind::RateLimited << u"rate_limited"_s << 429 << 4429;
    QTest::newRow("Unavailable") << ErrorKind::Unavailable << u"unavailable"_s << 503 << 1013;
    QTest::newRow("Internal") << ErrorKind::Internal << u"internal"_s << 500 << 1011;
}

void tst_errors::kinds()
{
    QFETCH(const ErrorKind, kind);
    QTEST(QString(protocol::errorCode(kind)), "code");
    QTEST(protocol::httpStatus(kind), "status");
    QTEST(int(protocol::closeCode(kind)), "close");
    QTEST(QString(protocol::errorCodeOfStatus(protocol::httpStatus(kind))), "code");
}

void tst_errors::statuses_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("code");
    QTest::newRow("405") << 405 << u"method_not_allowed"_s;
    QTest::newRow("408") << 408 << u"timeout"_s;
    QTest::newRow("411") << 411 << u"length_required"_s;
    QTest::newRow("426") << 426 << u"upgrade_required"_s;
    QTest::newRow("431") << 431 << u"header_too_large"_s;
    QTest::newRow("501") << 501 << u"not_implemented"_s;
    QTest::newRow("unknown 4xx") << 418 << u"bad_request"_s;
    QTest::newRow("unknown 5xx") << 505 << u"internal"_s;
}

void tst_errors::statuses()
{
    QFETCH(const int, status);
    QTEST(QString(protocol::errorCodeOfStatus(status)), "code");
}

void tst_errors::bodies()
{
    const base::Error withField{ErrorKind::BadRequest, u"The field \"x\" is missing."_s, u"x"_s};
    QCOMPARE(protocol::errorBody(withField),
             R"({"error":"bad_request","message":"The field \"x\" is missing.","field":"x"})"_ba);
    QCOMPARE(protocol::errorBody(base::Error{ErrorKind::Forbidden, u"Nuk lejohet, ë."_s}),
             R"({"error":"forbidden","message":"Nuk lejohet, ë."})"_ba);
    QCOMPARE(protocol::errorBody(431, u"Too long."_s),
             R"({"error":"header_too_large","message":"Too long."})"_ba);
}

QTEST_APPLESS_MAIN(tst_errors)
#include "tst_errors.moc"
