#include "domain/principal.h"

#include <QTest>

using namespace Qt::StringLiterals;

class tst_principal : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void admitsRoom_data();
    void admitsRoom();
    void admitsASessionByItsRoomOrItsId();
};

void tst_principal::admitsRoom_data()
{
    using Rooms = std::optional<QStringList>;
    QTest::addColumn<Rooms>("rooms");
    QTest::addColumn<QString>("room");
    QTest::addColumn<bool>("admitted");
    QTest::newRow("no claim") << Rooms() << u"any"_s << true;
    QTest::newRow("named") << Rooms(QStringList{u"a"_s, u"b"_s}) << u"b"_s << true;
    QTest::newRow("prefix") << Rooms(QStringList{u"support-*"_s}) << u"support-ACME-42"_s << true;
    QTest::newRow("prefix and nothing more") << Rooms(QStringList{u"support-*"_s}) << u"support-"_s << true;
    QTest::newRow("every room") << Rooms(QStringList{u"*"_s}) << u"any"_s << true;

    QTest::newRow("none") << Rooms(QStringList()) << u"any"_s << false;
    QTest::newRow("another") << Rooms(QStringList{u"a"_s}) << u"b"_s << false;
    QTest::newRow("longer than its name") << Rooms(QStringList{u"a"_s}) << u"ab"_s << false;
    QTest::newRow("shorter than its name") << Rooms(QStringList{u"ab"_s}) << u"a"_s << false;
    QTest::newRow("other case") << Rooms(QStringList{u"Support"_s}) << u"support"_s << false;
    QTest::newRow("prefix in other case") << Rooms(QStringList{u"Support-*"_s}) << u"support-1"_s << false;
    QTest::newRow("shorter than the prefix") << Rooms(QStringList{u"support-*"_s}) << u"support"_s << false;
    QTest::newRow("prefix further in") << Rooms(QStringList{u"support-*"_s}) << u"x-support-1"_s << false;
    QTest::newRow("star in the middle") << Rooms(QStringList{u"a*b"_s}) << u"axb"_s << false;
    QTest::newRow("empty name") << Rooms(QStringList{u""_s}) << u"any"_s << false;
}

void tst_principal::admitsRoom()
{
    QFETCH(const std::optional<QStringList>, rooms);
    QFETCH(const QString, room);
    domain::Principal principal;
    principal.rooms = rooms;
    QTEST(principal.admitsRoom(room), "admitted");
}

void tst_principal::admitsASessionByItsRoomOrItsId()
{
    domain::Session session;
    session.id = domain::SessionId(QUuid(QStringLiteral("019a0607-7a11-7d02-9c55-b0a97f6d3e41")));
    session.room = QStringLiteral("support-1");
    domain::Principal principal;
    QVERIFY(principal.admits(session)); // no claim
    principal.rooms = QStringList{QStringLiteral("support-*")};
    QVERIFY(principal.admits(session));
    principal.rooms = QStringList{session.id.toString()};
    QVERIFY(principal.admits(session));
    principal.rooms = QStringList{QStringLiteral("shop-*")};
    QVERIFY(!principal.admits(session));
    principal.rooms = QStringList();
    QVERIFY(!principal.admits(session));
}

QTEST_APPLESS_MAIN(tst_principal)
#include "tst_principal.moc"
