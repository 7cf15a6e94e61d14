#include "api/shardmembers.h"

#include <QStringList>
#include <QTest>

using namespace Qt::StringLiterals;

namespace
{
/// Notes what it is told, in a log that all share.
class Listener final : public api::Member, public api::Watcher
{
public:
    Listener(QString user, bool staff, QStringList &log)
        : m_user(std::move(user))
        , m_staff(staff)
        , m_log(log)
    {
    }
    const QString &userId() const override { return m_user; }
    bool isStaff() const override { return m_staff; }
    void deliver(const api::WireEventPtr &) override { m_log << m_user + u" member"_s; }
    void deliverAll(const api::WireBatch &batch) override
    {
        m_log << m_user + u" member of %1"_s.arg(batch.events().size());
    }
    void overhear(const api::WireBatch &) override { m_log << m_user + u" staff"_s; }
    void hearOwn(const api::WireEventPtr &) override { m_log << m_user + u" own"_s; }
    void checkToken() override { m_log << m_user + u" token"_s; }

private:
    QString m_user;
    bool m_staff;
    QStringList &m_log;
};

const domain::SessionId session(QUuid::createUuid());

domain::Event eventOf(auto what)
{
    domain::Event event;
    event.session = session;
    event.what = std::move(what);
    return event;
}

void deliver(api::ShardMembers &members, std::initializer_list<domain::Event> events)
{
    std::vector<domain::EventPtr> pointers;
    for (const domain::Event &event : events)
        pointers.push_back(std::make_shared<const domain::Event>(event));
    members.deliver(api::WireBatch(pointers, members.recent().newest() + 1));
}
} // namespace

class tst_ShardMembers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void membersFirstThenStaff();
    void nobodyWhoIsLeftOut();
    void readersHearOfTheirOwnReading();
    void whoIsRemovedHearsNothing();
    void whatWasDeliveredIsKept();

private:
    QStringList m_log;
    Listener m_client{u"client"_s, false, m_log};
    Listener m_page{u"client"_s, false, m_log};
    Listener m_staff{u"staff"_s, true, m_log};
};

void tst_ShardMembers::membersFirstThenStaff()
{
    m_log.clear();
    api::ShardMembers members;
    members.addWatcher(&m_staff);
    members.addWatcher(&m_client);
    members.add(session, &m_client);
    members.add(session, &m_staff);
    deliver(members, {eventOf(domain::MessagePosted{})});
    QCOMPARE(m_log, (QStringList{u"client member"_s, u"staff member"_s, u"staff staff"_s}));
    m_log.clear();
    deliver(members, {eventOf(domain::MessagePosted{}), eventOf(domain::MessagePosted{})});
    QCOMPARE(m_log, (QStringList{u"client member of 2"_s, u"staff member of 2"_s, u"staff staff"_s}));
    m_log.clear();
    domain::Event elsewhere = eventOf(domain::MessagePosted{});
    elsewhere.session = domain::SessionId(QUuid::createUuid());
    deliver(members, {elsewhere});
    QCOMPARE(m_log, QStringList{u"staff staff"_s});
}

void tst_ShardMembers::nobodyWhoIsLeftOut()
{
    m_log.clear();
    api::ShardMembers members;
    members.add(session, &m_client);
    members.add(session, &m_staff);
    domain::Event typing = eventOf(domain::TypingChanged{});
    typing.exceptUser = u"client"_s;
    deliver(members, {typing});
    QCOMPARE(m_log, QStringList{u"staff member"_s});
}

void tst_ShardMembers::readersHearOfTheirOwnReading()
{
    m_log.clear();
    api::ShardMembers members;
    members.addWatcher(&m_client);
    members.addWatcher(&m_page);
    members.addWatcher(&m_staff);
    domain::MessagesRead read;
    read.reader.id = u"client"_s;
    deliver(members, {eventOf(read)});
    QCOMPARE(m_log, (QStringList{u"client own"_s, u"client own"_s, u"staff staff"_s}));
}

void tst_ShardMembers::whoIsRemovedHearsNothing()
{
    m_log.clear();
    api::ShardMembers members;
    for (api::Watcher *watcher : {&m_client, &m_page, &m_staff})
        members.addWatcher(watcher);
    members.add(session, &m_staff);
    members.remove(session, &m_staff);
    members.remove(session, &m_staff);
    for (api::Watcher *watcher : {&m_page, &m_staff, &m_staff})
        members.removeWatcher(watcher);
    domain::MessagesRead read;
    read.reader.id = u"client"_s;
    deliver(members, {eventOf(read)});
    QCOMPARE(m_log, QStringList{u"client own"_s});
}

void tst_ShardMembers::whatWasDeliveredIsKept()
{
    api::ShardMembers members;
    QCOMPARE(members.recent().newest(), quint64(0));
    deliver(members, {eventOf(domain::MessagePosted{}), eventOf(domain::MessagesRead{})});
    QCOMPARE(members.recent().newest(), quint64(4));
    int kept = 0;
    members.recent().visitAfter(0, [&kept](const api::WireEventPtr &) { ++kept; });
    QCOMPARE(kept, 2);
}

QTEST_APPLESS_MAIN(tst_ShardMembers)
#include "tst_shardmembers.moc"
