#include "domain/permissions.h"

#include <QTest>

using domain::Reach;
using domain::Role;
using domain::Verb;

/// Every cell of the table in server/protocol/PROTOCOL.md, "Roles", written out a second time by hand.
class tst_permissions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void table_data();
    void table();
    void coversEveryVerbAndRole();
    void roleNames();
    void staff();
};

namespace
{
constexpr Reach no = Reach::None;
constexpr Reach own = Reach::Participant;
constexpr Reach all = Reach::All;

struct Cells {
    const char *name;
    Verb verb;
    Reach client, reader, technician, admin, superAdmin;
};

constexpr Cells expectedTable[] = {
    {"see", Verb::See, own, own, all, all, all},
    {"join", Verb::Join, own, own, all, all, all},
    {"send", Verb::Send, own, own, all, all, all},
    {"upload", Verb::Upload, own, own, all, all, all},
    {"type", Verb::Type, own, own, all, all, all},
    {"mark read", Verb::MarkRead, own, own, all, all, all},
    {"open with oneself in it", Verb::Open, all, all, all, all, all},
    {"open for others", Verb::OpenForOthers, no, no, all, all, all},
    {"send as another", Verb::Impersonate, no, no, all, all, all},
    {"close and reopen", Verb::Close, own, own, all, all, all},
    {"edit or delete an own message", Verb::EditOwn, own, own, all, all, all},
    {"delete any message", Verb::DeleteAny, no, no, all, all, all},
    {"assign, label, notes", Verb::Assign, no, own, all, all, all},
    {"monitor, audit, export", Verb::Monitor, no, no, no, all, all},
    {"accounts, tokens, settings", Verb::ManageAccounts, no, no, no, all, all},
    {"retention, erasure", Verb::Erase, no, no, no, no, all},
};
} // namespace

void tst_permissions::table_data()
{
    QTest::addColumn<Role>("role");
    QTest::addColumn<Verb>("verb");
    QTest::addColumn<Reach>("expected");
    for (const Cells &row : expectedTable) {
        QTest::addRow("client: %s", row.name) << Role::Client << row.verb << row.client;
        QTest::addRow("reader: %s", row.name) << Role::Reader << row.verb << row.reader;
        QTest::addRow("technician: %s", row.name) << Role::Technician << row.verb << row.technician;
        QTest::addRow("admin: %s", row.name) << Role::Admin << row.verb << row.admin;
        QTest::addRow("super_admin: %s", row.name) << Role::SuperAdmin << row.verb << row.superAdmin;
    }
}

void tst_permissions::table()
{
    QFETCH(const Role, role);
    QFETCH(const Verb, verb);
    QFETCH(const Reach, expected);
    QVERIFY(domain::reach(role, verb) == expected);
    QCOMPARE(domain::isAllowed(role, verb, true), expected != Reach::None);
    QCOMPARE(domain::isAllowed(role, verb, false), expected == Reach::All);
}

void tst_permissions::coversEveryVerbAndRole()
{
    QCOMPARE(std::size(expectedTable), domain::allVerbs.size());
    for (const Verb verb : domain::allVerbs)
        QVERIFY(std::any_of(std::begin(expectedTable), std::end(expectedTable),
                            [verb](const Cells &row) { return row.verb == verb; }));
    QCOMPARE(domain::allRoles.size(), size_t(5));
}

void tst_permissions::roleNames()
{
    const std::pair<Role, QLatin1String> names[] = {{Role::Client, QLatin1String("client")},
                                                    {Role::Reader, QLatin1String("reader")},
                                                    {Role::Technician, QLatin1String("technician")},
                                                    {Role::Admin, QLatin1String("admin")},
                                                    {Role::SuperAdmin, QLatin1String("super_admin")}};
    for (const auto &[role, name] : names) {
        QCOMPARE(domain::toString(role), name);
        QVERIFY(domain::roleFromString(QString(name)) == role);
    }
    for (const QLatin1String name : {QLatin1String(""), QLatin1String("system"), QLatin1String("Admin"),
                                     QLatin1String("admin "), QLatin1String("superadmin")})
        QVERIFY(!domain::roleFromString(QString(name)));
}

void tst_permissions::staff()
{
    QVERIFY(!domain::isStaff(Role::Client));
    QVERIFY(!domain::isStaff(Role::Reader));
    QVERIFY(domain::isStaff(Role::Technician));
    QVERIFY(domain::isStaff(Role::Admin));
    QVERIFY(domain::isStaff(Role::SuperAdmin));
}

QTEST_APPLESS_MAIN(tst_permissions)
#include "tst_permissions.moc"
