#include "client/chatclient.h"
#include "fakeserver.h"
#include "seen.h"

#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using client::ChatClient;
using client::ConnectionState;

/// ChatClient, changing what is stored, and finding it again, against a server that does as the test says.
class TestChanges : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();

    void edits();
    void editsWhenTheConnectionIsBack();
    void refusedEditIsMarked();
    void deletesAfterAWhile();
    void takesADeletionBack();
    void committedDeletionsLeaveAtOnce();
    void hearsOfEdits();
    void hearsOfDeletions();
    void changedWhileAway();
    void theCacheHoldsChanges();
    void repliesThroughTheOutbox();
    void searches();
    void aCancelledSearchIsSilent();
    void aFailedSearchSaysSo();
    void locates();
    void loadsVersions();
    void tellsWhoHasRead();
    void changesASession();

private:
    void goOnline();
    bool isOnline() const { return m_client->status().state == ConnectionState::Online; }
    void makeClient();
    void open(const QStringList &contents, const QString &sender = u"tech"_s);
    QString content(qint64 seq) const { return m_seen->messages.value(m_id).value(seq).content; }
    bool isDeleted(qint64 seq) const { return m_seen->messages.value(m_id).value(seq).deletedAt.has_value(); }
    domain::MessageId idOf(qint64 seq) { return m_server->messages(m_id)[size_t(seq) - 1].id; }
    qsizetype requests(const QByteArray &verb) const
    {
        return std::count_if(m_server->requests.begin(), m_server->requests.end(),
                             [&](const QByteArray &request) { return request.startsWith(verb); });
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<FakeServer> m_server;
    domain::SessionId m_id;
    std::unique_ptr<ChatClient> m_client;
    std::unique_ptr<Seen> m_seen;
    std::chrono::milliseconds m_undo{20};
};

void TestChanges::init()
{
    m_undo = 20ms;
    m_folder = std::make_unique<QTemporaryDir>();
    m_server = std::make_unique<FakeServer>();
    m_id = m_server->addSession(u"room"_s);
    makeClient();
}

void TestChanges::cleanup()
{
    m_client.reset();
    m_seen.reset();
    m_server.reset();
}

void TestChanges::makeClient()
{
    ChatClient::Options options;
    options.server = m_server->url();
    options.token = tokenOf(u"tech"_s);
    options.dataFolder = m_folder->filePath(u"data"_s);
    options.timing = {1000ms, 1000ms, 1000ms, {20ms, 100ms}, m_undo};
    m_client.reset();
    m_client = std::make_unique<ChatClient>(options);
    m_seen = std::make_unique<Seen>(*m_client);
}

void TestChanges::goOnline()
{
    m_client->start();
    QTRY_VERIFY(isOnline());
}

void TestChanges::open(const QStringList &contents, const QString &sender)
{
    for (const QString &text : contents)
        m_server->post(m_id, sender, text);
    goOnline();
    m_client->openSession(m_id);
    m_client->loadMessages(m_id, 1, 200);
    QTRY_COMPARE(m_seen->contents(m_id), contents);
    QTRY_VERIFY(isOnline());
}

void TestChanges::edits()
{
    open({u"one"_s, u"two"_s});
    m_client->editMessage(m_id, idOf(2), u" two and a half "_s);
    QTRY_COMPARE(content(2), u"two and a half"_s);
    QTRY_VERIFY(m_seen->changes.value(m_id).empty());
    QVERIFY(m_seen->messages.value(m_id).value(2).editedAt);
    QCOMPARE(m_server->contents(m_id).last(), u"two and a half"_s);
    QTRY_COMPARE(m_seen->sessions.value(m_id).lastMessage->excerpt, u"two and a half"_s);
    QVERIFY(m_seen->refused.isEmpty());
}

void TestChanges::editsWhenTheConnectionIsBack()
{
    open({u"one"_s});
    m_server->goAway();
    QTRY_VERIFY(m_client->status().state == ConnectionState::Reconnecting);
    m_client->editMessage(m_id, idOf(1), u"uno"_s);
    QTRY_COMPARE(m_seen->changeStates(m_id), QStringList{u"edit waiting"_s});
    QTRY_COMPARE(m_client->status().waitingMessages, 1);
    m_server->comeBack();
    QTRY_COMPARE(content(1), u"uno"_s);
    QTRY_COMPARE(m_client->status().waitingMessages, 0);
}

void TestChanges::refusedEditIsMarked()
{
    open({u"one"_s});
    m_server->httpAnswer = [](const QByteArray &) -> std::optional<QByteArray> {
        const QByteArray body = R"({"error":"conflict","message":"It is too old."})";
        return "HTTP/1.1 409 Conflict\r\nContent-Type: application/json\r\nContent-Length: " +
               QByteArray::number(body.size()) + "\r\n\r\n" + body;
    };
    m_client->editMessage(m_id, idOf(1), u"uno"_s);
    QTRY_COMPARE(m_seen->changeStates(m_id), QStringList{u"edit failed"_s});
    QCOMPARE(m_seen->changes.value(m_id)[0].problem, u"It is too old."_s);
    QCOMPARE(m_seen->changes.value(m_id)[0].content, u"uno"_s);
    m_server->httpAnswer = {};
    m_client->retryChange(idOf(1));
    QTRY_COMPARE(content(1), u"uno"_s);
    m_client->editMessage(m_id, idOf(1), QString(20'000, u'x'));
    QTRY_COMPARE(m_seen->changeStates(m_id), QStringList{u"edit failed"_s});
    m_client->undoChange(idOf(1));
    QTRY_VERIFY(m_seen->changes.value(m_id).empty());
    QCOMPARE(requests("PATCH"), 2);
}

void TestChanges::deletesAfterAWhile()
{
    open({u"one"_s, u"two"_s});
    m_client->deleteMessage(m_id, idOf(2));
    QTRY_COMPARE(m_seen->changeStates(m_id), QStringList{u"delete held"_s});
    QTRY_VERIFY(isDeleted(2));
    QCOMPARE(content(2), QString());
    QTRY_VERIFY(m_seen->changes.value(m_id).empty());
    QCOMPARE(requests("DELETE"), 1);
    QTRY_COMPARE(m_seen->sessions.value(m_id).lastMessage->excerpt, QString());
}

void TestChanges::takesADeletionBack()
{
    m_undo = 1h;
    makeClient();
    open({u"one"_s});
    m_client->deleteMessage(m_id, idOf(1));
    QVERIFY(m_client->hasHeldChanges());
    m_client->undoChange(idOf(1));
    QVERIFY(!m_client->hasHeldChanges());
    m_client->commitChanges();
    QTRY_VERIFY(m_seen->changes.value(m_id).empty());
    QCOMPARE(requests("DELETE"), 0);
}

void TestChanges::committedDeletionsLeaveAtOnce()
{
    m_undo = 1h;
    makeClient();
    open({u"one"_s});
    m_client->deleteMessage(m_id, idOf(1));
    m_client->commitChanges();
    QTRY_VERIFY(isDeleted(1));
}

void TestChanges::hearsOfEdits()
{
    open({u"one"_s, u"two"_s}, u"ana"_s);
    m_server->edit(m_id, 1, u"uno"_s);
    QTRY_COMPARE(content(1), u"uno"_s);
    m_server->edit(m_id, 2, u"due"_s);
    QTRY_COMPARE(m_seen->sessions.value(m_id).lastMessage->excerpt, u"due"_s);
}

void TestChanges::hearsOfDeletions()
{
    m_server->session(m_id).unreadCount = 3;
    open({u"one"_s, u"two"_s, u"three"_s}, u"ana"_s);
    m_server->session(m_id).unreadCount = 2; // what the server counts then
    m_server->remove(m_id, 2);
    QTRY_VERIFY(isDeleted(2));
    QTRY_COMPARE(m_seen->sessions.value(m_id).unreadCount, 2);
    m_server->session(m_id).unreadCount = 1;
    m_server->remove(m_id, 3);
    QTRY_VERIFY(isDeleted(3));
    QTRY_COMPARE(m_seen->sessions.value(m_id).unreadCount, 1);
    QTRY_COMPARE(m_seen->sessions.value(m_id).lastMessage->excerpt, QString());
}

void TestChanges::changedWhileAway()
{
    open({u"one"_s, u"two"_s, u"three"_s}, u"ana"_s);
    m_server->goAway();
    QTRY_VERIFY(m_client->status().state == ConnectionState::Reconnecting);
    m_server->edit(m_id, 1, u"uno"_s, false);
    m_server->remove(m_id, 2, false);
    m_server->comeBack();
    QTRY_COMPARE(content(1), u"uno"_s);
    QTRY_VERIFY(isDeleted(2));
    QCOMPARE(content(3), u"three"_s);
}

void TestChanges::theCacheHoldsChanges()
{
    open({u"one"_s, u"two"_s}, u"ana"_s);
    m_server->edit(m_id, 1, u"uno"_s);
    m_server->remove(m_id, 2);
    QTRY_VERIFY(isDeleted(2));
    m_server->goAway();
    makeClient(); // what was to be written is
    m_client->openSession(m_id);
    m_client->loadMessages(m_id, 1, 200);
    QTRY_COMPARE(content(1), u"uno"_s);
    QVERIFY(isDeleted(2));
}

void TestChanges::repliesThroughTheOutbox()
{
    open({u"one"_s}, u"ana"_s);
    const domain::Message first = m_server->messages(m_id)[0];
    m_server->goAway();
    QTRY_VERIFY(m_client->status().state == ConnectionState::Reconnecting);
    const domain::ReplyPreview quoted{first.number, first.id, u"ana"_s, u"one"_s};
    m_client->send(m_id, u"answer"_s, quoted);
    QTRY_COMPARE(m_seen->states(m_id), QStringList{u"answer waiting"_s});
    makeClient();
    m_client->openSession(m_id);
    m_server->comeBack();
    goOnline();
    QTRY_COMPARE(m_server->count("send_message"), 1);
    const auto sent = std::find_if(m_server->received.begin(), m_server->received.end(),
                                   [](const auto &event) { return event.name == "send_message"; });
    QCOMPARE(sent->payload.value("reply_to_message_id"_L1).toString(), first.id.toString());
}

void TestChanges::searches()
{
    open({u"the pump stops"_s, u"nothing"_s, u"a pump & more"_s}, u"ana"_s);
    const quint64 first = m_client->search({u"pump"_s, {}}, {}, 30);
    QTRY_VERIFY(m_seen->found.contains(first));
    QCOMPARE(m_seen->found[first].hits.size(), 1u);
    QVERIFY(!m_seen->found[first].nextCursor.isEmpty());
    const domain::SearchHit hit = m_seen->found[first].hits[0];
    QCOMPARE(hit.message.seq, 1);
    QCOMPARE(hit.excerpt.mid(hit.highlights[0].start, hit.highlights[0].length), u"pump"_s);
    const quint64 more = m_client->search({u"pump"_s, {}}, m_seen->found[first].nextCursor, 30);
    QTRY_COMPARE(m_seen->found[more].hits.size(), 1u);
    QVERIFY(m_seen->found[more].nextCursor.isEmpty());
    const quint64 here = m_client->search({u"pump & more"_s, m_id}, {}, 30);
    QTRY_COMPARE(m_seen->found[here].hits.size(), 1u);
    QVERIFY(m_server->requests.last().contains("q=pump%20%26%20more"));
    QVERIFY(m_server->requests.last().contains("session_id=" + m_id.toString().toLatin1()));
}

void TestChanges::aCancelledSearchIsSilent()
{
    open({u"pump"_s});
    const quint64 cancelled = m_client->search({u"pump"_s, {}}, {}, 30);
    m_client->cancelSearch(cancelled);
    const quint64 next = m_client->search({u"pump"_s, {}}, {}, 30);
    QTRY_VERIFY(m_seen->found.contains(next));
    QVERIFY(!m_seen->found.contains(cancelled));
    QVERIFY(m_seen->searchesFailed.isEmpty());
}

void TestChanges::aFailedSearchSaysSo()
{
    open({u"pump"_s});
    m_server->goAway();
    const quint64 lost = m_client->search({u"pump"_s, {}}, {}, 30);
    QTRY_COMPARE(m_seen->searchesFailed, QList{lost});
}

void TestChanges::locates()
{
    open({u"one"_s, u"two"_s, u"three"_s});
    m_client->locate(m_id, idOf(3));
    QTRY_COMPARE(m_seen->place, 3);
    m_client->locate(m_id, idOf(1));
    QTRY_COMPARE(m_seen->place, 1);
}

void TestChanges::loadsVersions()
{
    open({u"one"_s});
    m_server->versions = {{u"uno"_s, base::Timestamp(5s), u"tech"_s}};
    m_client->loadVersions(idOf(1));
    QTRY_COMPARE(m_seen->versions.size(), 1u);
    QCOMPARE(m_seen->versions[0].content, u"uno"_s);
    QCOMPARE(m_seen->versions[0].editorId, u"tech"_s);
}

void TestChanges::tellsWhoHasRead()
{
    m_server->session(m_id).members = {{{u"ana"_s, u"Ana"_s, domain::Role::Client}, true, true, 1, 1}};
    open({u"one"_s, u"two"_s});
    QTRY_COMPARE(m_seen->members.size(), 1u);
    QCOMPARE(m_seen->members[0].readSeq, 1);
    m_server->tell("messages_read", R"({"session_id":")" + m_id.toString().toLatin1() +
                                        R"(","user_id":"ana","user_name":"Ana","up_to_seq":2,)"
                                        R"("read_count":1,"timestamp":"2026-03-03T10:00:00.000Z"})");
    QTRY_COMPARE(m_seen->readers, QStringList{u"ana 2 at"_s});
}

void TestChanges::changesASession()
{
    open({u"one"_s});
    m_client->changeSession(m_id, {.status = domain::SessionStatus::Closed});
    QTRY_VERIFY(m_seen->sessions.value(m_id).session.status == domain::SessionStatus::Closed);
    m_client->changeSession(m_id, {.assignee = u"tech"_s});
    QTRY_COMPARE(m_seen->sessions.value(m_id).session.assignee, u"tech"_s);
    QVERIFY(m_server->requests.last().endsWith(R"({"assignee":"tech"})"));
}

QTEST_GUILESS_MAIN(TestChanges)
#include "tst_changes.moc"
