#include "chatfixture.h"

#include "chat/sessiondirectory.h"

using chat::KnownSessionPtr;
using chat::SessionDirectory;

/// A directory over a store. The store goes quiet before the directory dies, since its readers answer into
/// it.
struct DirectoryFixture {
    explicit DirectoryFixture(size_t capacity)
        : directory(*chat.store, capacity)
    {
    }
    ~DirectoryFixture() { chat.store->close(std::chrono::seconds(5)); }

    test::ChatFixture chat;
    SessionDirectory directory;
};

class tst_SessionDirectory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsByRoomAndById();
    void unknownIsNotFound();
    void answersAtOnceWhatIsKnown();
    void keepsTheOrderOfAsking();
    void opensOnceForAllWhoAsk();
    void forgetsTheLongestUnused();
    void forget();
    void knowsWhereNothingWasSaid();

private:
    static base::Result<KnownSessionPtr> find(SessionDirectory &directory, const store::SessionRef &ref)
    {
        auto promise = std::make_shared<std::promise<base::Result<KnownSessionPtr>>>();
        directory.find(
            ref, [promise](base::Result<KnownSessionPtr> known) { promise->set_value(std::move(known)); });
        return promise->get_future().get();
    }
    static domain::Session session(int number)
    {
        domain::Session s;
        s.id = domain::SessionId(QUuid::createUuidV5(QUuid(), QString::number(number)));
        s.room = QStringLiteral("room-%1").arg(number);
        s.participants = {QStringLiteral("ada")};
        return s;
    }
    static domain::Session stored(test::ChatFixture &fixture, int number)
    {
        store::OpenSession write;
        write.session = session(number);
        write.creator = {QStringLiteral("ada"), QStringLiteral("Ada"), domain::Role::Client};
        return test::await<store::OpenedSession>(
                   [&](auto reply) { fixture.store->openSession(write, reply); })
            ->session;
    }
};

void tst_SessionDirectory::findsByRoomAndById()
{
    DirectoryFixture fixture(10);
    SessionDirectory &directory = fixture.directory;
    const domain::Session wanted = stored(fixture.chat, 1);

    const auto byRoom = find(directory, wanted.room);
    QVERIFY(byRoom);
    QCOMPARE((*byRoom)->session.id, wanted.id);
    QVERIFY((*byRoom)->participants.contains(QStringLiteral("ada")));
    const auto byId = find(directory, wanted.id);
    QVERIFY(byId);
    QCOMPARE((*byId)->session.room, wanted.room);
}

void tst_SessionDirectory::unknownIsNotFound()
{
    DirectoryFixture fixture(10);
    SessionDirectory &directory = fixture.directory;

    QCOMPARE(find(directory, QStringLiteral("nowhere")).error().kind, base::ErrorKind::NotFound);
    QCOMPARE(find(directory, session(1).id).error().kind, base::ErrorKind::NotFound);
    stored(fixture.chat, 1);
    QVERIFY(find(directory, session(1).id)); // what was missing is asked for again
}

void tst_SessionDirectory::answersAtOnceWhatIsKnown()
{
    DirectoryFixture fixture(10);
    SessionDirectory &directory = fixture.directory;

    directory.put(session(1));
    bool answered = false;
    directory.find(QStringLiteral("room-1"), [&](const auto &known) { answered = known.has_value(); });
    QVERIFY(answered);
}

void tst_SessionDirectory::keepsTheOrderOfAsking()
{
    for (int round = 0; round < 20; ++round) {
        DirectoryFixture fixture(10);
        stored(fixture.chat, 1);
        std::mutex mutex;
        std::vector<int> order;
        std::promise<void> done;
        const auto asked = done.get_future();
        for (int i = 0; i < 100; ++i) {
            fixture.directory.find(QStringLiteral("room-1"), [&, i](const auto &) {
                const std::lock_guard lock(mutex);
                order.push_back(i);
                if (order.size() == 100)
                    done.set_value();
            });
        }
        QCOMPARE(asked.wait_for(std::chrono::seconds(10)), std::future_status::ready);
        QVERIFY(std::is_sorted(order.begin(), order.end()));
    }
}

void tst_SessionDirectory::opensOnceForAllWhoAsk()
{
    DirectoryFixture fixture(10);
    SessionDirectory &directory = fixture.directory;
    const QString room = session(1).room;
    QStringList order;
    const auto note = [&order](const QString &who) {
        return [&order, who](const base::Result<KnownSessionPtr> &known) {
            order << (known ? who : who + QStringLiteral(" failed"));
        };
    };

    QVERIFY(directory.startOpening(room, note(QStringLiteral("first"))));
    QVERIFY(!directory.startOpening(room, note(QStringLiteral("second"))));
    directory.find(room, note(QStringLiteral("finder")));
    QVERIFY(order.isEmpty());
    directory.endOpening(room, directory.put(session(1)));
    QCOMPARE(order,
             QStringList({QStringLiteral("first"), QStringLiteral("second"), QStringLiteral("finder")}));

    // What failed for one failed for all who waited, and may be tried again.
    order.clear();
    const QString other = session(2).room;
    QVERIFY(directory.startOpening(other, note(QStringLiteral("first"))));
    QVERIFY(!directory.startOpening(other, note(QStringLiteral("second"))));
    directory.endOpening(other, base::Error{base::ErrorKind::Unavailable, QStringLiteral("Lost.")});
    QCOMPARE(order, QStringList({QStringLiteral("first failed"), QStringLiteral("second failed")}));
    QVERIFY(directory.startOpening(other, note(QStringLiteral("third"))));
    directory.endOpening(other, directory.put(session(2)));
    QCOMPARE(order.last(), QStringLiteral("third"));
}

void tst_SessionDirectory::forgetsTheLongestUnused()
{
    DirectoryFixture fixture(2);
    SessionDirectory &directory = fixture.directory;
    directory.put(session(1)); // none of these is stored, so what was forgotten is not found
    directory.put(session(2));
    QVERIFY(find(directory, session(1).id));
    directory.put(session(3));
    QVERIFY(find(directory, session(1).id));
    QVERIFY(!find(directory, session(2).id));
    QVERIFY(!find(directory, session(2).room));
    QVERIFY(find(directory, session(3).room));
}

void tst_SessionDirectory::forget()
{
    DirectoryFixture fixture(2);
    SessionDirectory &directory = fixture.directory;

    directory.put(session(1));
    directory.forget(session(1).id);
    directory.forget(session(2).id);
    QVERIFY(!find(directory, session(1).id));
    QVERIFY(!find(directory, session(1).room));
}

void tst_SessionDirectory::knowsWhereNothingWasSaid()
{
    DirectoryFixture fixture(2);
    SessionDirectory &directory = fixture.directory;
    domain::Session old = session(1);
    old.lastSeq = 3;
    directory.put(old);
    QVERIFY(directory.mayHaveMessages(old.id));
    directory.put(session(2));
    QVERIFY(!directory.mayHaveMessages(session(2).id));
    directory.noteMessage(session(2).id);
    QVERIFY(directory.mayHaveMessages(session(2).id));
    directory.noteMessage(session(3).id);
    QVERIFY(directory.mayHaveMessages(session(3).id)); // of which nothing is known
}

QTEST_GUILESS_MAIN(tst_SessionDirectory)
#include "tst_sessiondirectory.moc"
