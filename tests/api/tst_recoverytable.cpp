#include "api/recoverytable.h"

#include "../net/transportharness.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using api::RecoveryTable;
using api::SocketState;
using What = api::RecoveryTable::Found::What;

namespace
{
const RecoveryTable::Time start{1h};

chat::PrincipalPtr principal(const QString &id = u"me"_s)
{
    domain::Principal principal;
    principal.userId = id;
    return std::make_shared<const domain::Principal>(principal);
}

SocketState someState(qsizetype sessions = 0)
{
    SocketState state = SocketState::make(principal(), 0);
    for (qsizetype i = 0; i < sessions; ++i) {
        domain::Session session;
        session.id = domain::SessionId(QUuid::createUuid());
        state.sessions.insert(session.id, {session, 0});
    }
    return state;
}

/// Is lost when it has to give way, as a connection is.
class Connection final : public RecoveryTable::Connection
{
public:
    Connection(RecoveryTable &table, SocketState state)
        : m_table(table)
        , m_state(std::move(state))
    {
    }
    void giveWay() override
    {
        ++gaveWay;
        m_table.lose(m_state, start);
    }
    int gaveWay = 0;

private:
    RecoveryTable &m_table;
    SocketState m_state;
};
} // namespace

class tst_RecoveryTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void findsWhatWasLostOnce();
    void findsNothingOfOthers();
    void findsNothingAfterTheWindow();
    void findsNothingAfterAGoodBye();
    void waitsForAShardThatIsBehind();
    void asksWhoIsThereToGiveWay();
    void keepsNoMoreThanItMay();
    void whoCameBackIsNotForgottenWithWhatItWas();

private:
    What find(RecoveryTable &table, const QByteArray &pid, RecoveryTable::Time now = start,
              quint64 newest = 0) const
    {
        return table.find(pid, *principal(), newest, now).what;
    }
    TransportHarness m_harness;
};

void tst_RecoveryTable::initTestCase()
{
    m_harness.start();
}

void tst_RecoveryTable::findsWhatWasLostOnce()
{
    RecoveryTable table;
    const SocketState state = someState(3);
    table.lose(state, start);
    auto found = table.find(state.pid, *principal(), 0, start);
    QCOMPARE(found.what, What::Recoverable);
    QCOMPARE(found.state->sid, state.sid);
    QCOMPARE(found.state->sessions.size(), 3);
    QCOMPARE(find(table, state.pid), What::Nothing);
}

void tst_RecoveryTable::findsNothingOfOthers()
{
    RecoveryTable table;
    const SocketState state = someState();
    table.lose(state, start);
    QCOMPARE(table.find(state.pid, *principal(u"other"_s), 0, start).what, What::Nothing);
    QCOMPARE(find(table, "guess"_ba), What::Nothing);
    QCOMPARE(find(table, state.sid), What::Nothing);
    QCOMPARE(find(table, state.pid), What::Recoverable);
}

void tst_RecoveryTable::findsNothingAfterTheWindow()
{
    RecoveryTable table;
    const SocketState early = someState();
    const SocketState late = someState();
    table.lose(early, start);
    table.lose(late, start + 1s);
    QCOMPARE(find(table, early.pid, start + api::RecentEvents::window), What::Nothing);
    QCOMPARE(find(table, late.pid, start + api::RecentEvents::window), What::Recoverable);
}

void tst_RecoveryTable::findsNothingAfterAGoodBye()
{
    RecoveryTable table;
    const SocketState state = someState();
    Connection connection(table, state);
    table.add(state.pid, principal(), m_harness.shard(), connection);
    table.remove(state.pid);
    QCOMPARE(find(table, state.pid), What::Nothing);
    table.lose(state, start);
    table.remove(state.pid);
    QCOMPARE(find(table, state.pid), What::Nothing);
}

void tst_RecoveryTable::waitsForAShardThatIsBehind()
{
    RecoveryTable table;
    SocketState state = someState();
    state.until = 10;
    table.lose(state, start);
    QCOMPARE(find(table, state.pid, start, 9), What::NotYet);
    QCOMPARE(find(table, state.pid, start, 10), What::Recoverable);
}

void tst_RecoveryTable::asksWhoIsThereToGiveWay()
{
    RecoveryTable table;
    const SocketState state = someState();
    Connection connection(table, state);
    table.add(state.pid, principal(), m_harness.shard(), connection);
    QCOMPARE(table.find(state.pid, *principal(u"other"_s), 0, start).what, What::Nothing);
    const auto found = table.find(state.pid, *principal(), 0, start);
    QCOMPARE(found.what, What::Elsewhere);
    QCOMPARE(found.shard, &m_harness.shard());
    table.evict(state.pid, m_harness.shard());
    QCOMPARE(connection.gaveWay, 1);
    table.evict(state.pid, m_harness.shard());
    QCOMPARE(connection.gaveWay, 1);
    QCOMPARE(find(table, state.pid), What::Recoverable);
}

void tst_RecoveryTable::keepsNoMoreThanItMay()
{
    RecoveryTable table;
    std::vector<QByteArray> pids;
    for (int i = 0; i < 101; ++i) {
        const SocketState state = someState(999);
        pids.push_back(state.pid);
        table.lose(state, start);
    }
    QCOMPARE(find(table, pids.front()), What::Nothing);
    for (auto pid = pids.begin() + 1; pid != pids.end(); ++pid)
        QCOMPARE(find(table, *pid), What::Recoverable);
}

void tst_RecoveryTable::whoCameBackIsNotForgottenWithWhatItWas()
{
    RecoveryTable table;
    const SocketState state = someState();
    Connection connection(table, state);
    table.lose(state, start);
    QCOMPARE(find(table, state.pid), What::Recoverable);
    table.add(state.pid, principal(), m_harness.shard(), connection);
    QCOMPARE(find(table, state.pid, start + 10min), What::Elsewhere);
    table.lose(state, start + 10min);
    QCOMPARE(find(table, state.pid, start + 11min), What::Recoverable);
}

QTEST_GUILESS_MAIN(tst_RecoveryTable)
#include "tst_recoverytable.moc"
