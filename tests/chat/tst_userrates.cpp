#include "chat/userrates.h"

#include <QTest>

using chat::UserRates;
using namespace std::chrono_literals;

class tst_UserRates : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void burstThenRate();
    void usersDoNotShare();
    void zeroIsUnlimited();
};

void tst_UserRates::burstThenRate()
{
    UserRates rates({20, 60});
    const UserRates::Time start{1h};
    for (int i = 0; i < 60; ++i)
        QVERIFY(rates.take(QStringLiteral("ada"), start));
    const base::Status refused = rates.take(QStringLiteral("ada"), start);
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, base::ErrorKind::RateLimited);
    QCOMPARE(refused.error().retryAfter, 50ms);
    QVERIFY(rates.take(QStringLiteral("ada"), start + 50ms));
    QVERIFY(!rates.take(QStringLiteral("ada"), start + 50ms));
}

void tst_UserRates::usersDoNotShare()
{
    UserRates rates({1, 1});
    const UserRates::Time start{1h};
    for (int i = 0; i < 5000; ++i)
        QVERIFY(rates.take(QString::number(i), start));
    QVERIFY(!rates.take(QStringLiteral("4999"), start));
    QVERIFY(!rates.take(QStringLiteral("0"), start));
}

void tst_UserRates::zeroIsUnlimited()
{
    UserRates rates({0, 0});
    for (int i = 0; i < 1000; ++i)
        QVERIFY(rates.take(QStringLiteral("ada"), {}));
}

QTEST_APPLESS_MAIN(tst_UserRates)
#include "tst_userrates.moc"
