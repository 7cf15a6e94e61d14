#include "storefixture.h"

#include <QtTest>

#include <deque>
#include <map>
#include <random>

using namespace Qt::StringLiterals;
using base::ErrorKind;

namespace
{

template <typename T, typename Call>
base::Result<T> ask(Call call)
{
    Answer<T> answer;
    call(answer.reply());
    return answer.get();
}

template <typename T>
std::optional<ErrorKind> errorOf(const base::Result<T> &result)
{
    return result ? std::nullopt : std::optional(result.error().kind);
}

/// What the counts must be, told one step after the other.
class NaiveSession
{
public:
    struct Counts {
        qint64 read = 0;
        qint64 unread = 0;
    };

    void post(const QString &sender) { m_messages.push_back({sender, false}); }
    void erase(qint64 seq) { m_messages[size_t(seq - 1)].second = true; }
    Counts mark(const QString &user, qint64 upTo)
    {
        const qint64 before = m_read[user];
        m_read[user] = std::max(before, upTo);
        return {countOthers(user, before, m_read[user]), unread(user)};
    }
    qint64 read(const QString &user) { return m_read[user]; }
    qint64 unread(const QString &user) { return countOthers(user, m_read[user], size()); }
    qint64 size() const { return std::ssize(m_messages); }

private:
    qint64 countOthers(const QString &user, qint64 from, qint64 to) const
    {
        qint64 count = 0;
        for (qint64 seq = from + 1; seq <= to; ++seq) {
            const auto &[sender, erased] = m_messages[size_t(seq - 1)];
            count += sender != user && !erased;
        }
        return count;
    }

    std::vector<std::pair<QString, bool>> m_messages; ///< sender, whether deleted
    std::map<QString, qint64> m_read;
};

} // namespace

/// What both databases must do alike when sessions and messages change.
class TestStoreChanges : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_fixture.start()); }
    void init();
    void cleanup() { m_store.reset(); }

    void editsAMessage();
    void keepsWhatAnEditSays_data();
    void keepsWhatAnEditSays();
    void editsMetadataAlone();
    void editsToTheSameOnce();
    void refusesAnEdit();
    void refusesOneEditTooMany();
    void erasesAMessage();
    void erasesOnce();
    void erasesInAClosedSession();
    void refusesADeletion();
    void auditsADeletion();
    void tellsWhatIsLast();
    void changesQuotes();
    void changesQuotesWithinOneCommit();
    void answersARepetitionOfWhatWasChanged();
    void findsMissedChanges();
    void findsMessages();
    void updatesASession();
    void updatesToTheSameOnce();
    void closesWithinOneCommit();
    void auditsUpdates();
    void opensForOthers();
    void listsMembers();
    void countsAreRightInEveryOrder();
    void keepsChangesOverARestart();

private:
    base::Result<store::ChangedMessage> edit(const domain::Message &message, const QString &content);
    base::Result<store::ChangedMessage> erase(const domain::Message &message,
                                              std::optional<store::AuditEntry> audit = {});
    base::Result<store::UpdatedSession> update(domain::SessionChange change);
    domain::Message post(const QString &text, const QString &author = u"ana"_s);
    domain::Message stored(const domain::Message &message);
    std::vector<domain::MessageVersion> versions(const domain::Message &message);
    QStringList audits()
    {
        return StoreFixture::rows(
            m_url, u"SELECT action, user_id, details FROM chat_audit_logs ORDER BY entry_key"_s);
    }

    StoreFixture m_fixture{StoreFixture::kind};
    base::DatabaseUrl m_url;
    std::unique_ptr<store::Store> m_store;
    domain::Session m_session;
};

void TestStoreChanges::init()
{
    m_url = m_fixture.newDatabase();
    m_store = m_fixture.open(m_url);
    QVERIFY(m_store);
    const auto opened = StoreFixture::run(*m_store, m_fixture.opening(u"support-1"_s, {u"ana"_s}));
    QVERIFY(opened);
    m_session = opened->session;
}

base::Result<store::ChangedMessage> TestStoreChanges::edit(const domain::Message &message,
                                                           const QString &content)
{
    return ask<store::ChangedMessage>([&](auto reply) {
        m_store->editMessage({message.sessionId, message.id, m_fixture.user(message.senderId), content,
                              std::nullopt, m_fixture.tick()},
                             reply);
    });
}

base::Result<store::ChangedMessage> TestStoreChanges::erase(const domain::Message &message,
                                                            std::optional<store::AuditEntry> audit)
{
    return ask<store::ChangedMessage>([&](auto reply) {
        m_store->deleteMessage({message.sessionId, message.id, m_fixture.user(message.senderId),
                                m_fixture.tick(), std::move(audit)},
                               reply);
    });
}

base::Result<store::UpdatedSession> TestStoreChanges::update(domain::SessionChange change)
{
    store::UpdateSession write;
    write.session = m_session.id;
    write.change = std::move(change);
    write.at = m_fixture.tick();
    return ask<store::UpdatedSession>([&](auto reply) { m_store->updateSession(write, reply); });
}

domain::Message TestStoreChanges::post(const QString &text, const QString &author)
{
    const auto posted = StoreFixture::run(*m_store, m_fixture.message(m_session.id, text, author));
    return posted ? posted->message : domain::Message{};
}

domain::Message TestStoreChanges::stored(const domain::Message &message)
{
    const auto found = ask<domain::Message>([&](auto reply) { m_store->findMessage(message.id, reply); });
    return found ? *found : domain::Message{};
}

std::vector<domain::MessageVersion> TestStoreChanges::versions(const domain::Message &message)
{
    using Versions = std::vector<domain::MessageVersion>;
    const auto found = ask<Versions>([&](auto reply) { m_store->versions(message.id, reply); });
    return found ? *found : Versions{};
}

void TestStoreChanges::editsAMessage()
{
    const domain::Message first = post(u"one"_s);
    post(u"two"_s);
    const auto edited = edit(first, u"uno"_s);
    QVERIFY(edited && edited->changed && !edited->isLast);
    const base::Timestamp firstEdit = m_fixture.clock().now();
    QVERIFY(edit(first, u"eins"_s));
    const domain::Message now = stored(first);
    QCOMPARE(edited->message.content, u"uno"_s);
    QCOMPARE(edited->message.change, 3);
    QCOMPARE(edited->message.seq, 1);
    QVERIFY(edited->message.editedAt == firstEdit);
    QCOMPARE(now.content, u"eins"_s);
    QCOMPARE(now.change, 4);
    QCOMPARE(now.seq, 1);
    QCOMPARE(now.number, first.number);
    QCOMPARE(now.createdAt, first.createdAt);
    const auto said = versions(first);
    QCOMPARE(said.size(), 2);
    QCOMPARE(said[0].content, u"one"_s);
    QCOMPARE(said[0].editedAt, firstEdit);
    QCOMPARE(said[0].editorId, u"ana"_s);
    QCOMPARE(said[1].content, u"uno"_s);
    const auto session = StoreFixture::find(*m_store, m_session.id);
    QVERIFY(session);
    QCOMPARE(session->lastSeq, 2);
    QCOMPARE(session->lastChange, 4);
    QCOMPARE(post(u"three"_s).change, 5);
}

void TestStoreChanges::keepsWhatAnEditSays_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("other scripts") << u"Përshëndetje 你好 🚀"_s;
    QTest::newRow("SQL") << u"'); DROP TABLE chat_messages; --"_s;
    QTest::newRow("quotes and backslashes") << u"\"a\\b\" 'c' $1 :name ? %s"_s;
    QTest::newRow("control characters") << u"a\tb\r\nc\u0001\u007f"_s;
}

void TestStoreChanges::keepsWhatAnEditSays()
{
    QFETCH(QString, text);
    const domain::Message message = post(text);
    QVERIFY(edit(message, text + u'.'));
    QCOMPARE(stored(message).content, QString(text + u'.'));
    QCOMPARE(versions(message).front().content, text);
    domain::SessionChange change;
    change.title = text;
    change.assignee = text;
    change.labels = QStringList{text, u"\"],[\""_s};
    QVERIFY(update(change));
    const auto session = StoreFixture::find(*m_store, m_session.id);
    QVERIFY(session);
    QCOMPARE(session->title, text);
    QCOMPARE(session->assignee, text);
    QCOMPARE(session->labels, *change.labels);
}

void TestStoreChanges::editsMetadataAlone()
{
    const domain::Message message = post(u"one"_s);
    const auto edited = ask<store::ChangedMessage>([&](auto reply) {
        m_store->editMessage({m_session.id, message.id, m_fixture.user(u"ana"_s), std::nullopt,
                              QByteArray(R"({"a":1})"), m_fixture.tick()},
                             reply);
    });
    QVERIFY(edited && edited->changed);
    QCOMPARE(stored(message).metadata, R"({"a":1})"_ba);
    QCOMPARE(stored(message).content, u"one"_s);
    QVERIFY(stored(message).editedAt);
    QVERIFY(versions(message).empty());
}

void TestStoreChanges::editsToTheSameOnce()
{
    const domain::Message message = post(u"one"_s);
    QVERIFY(edit(message, u"uno"_s)->changed);
    const auto again = edit(message, u"uno"_s);
    QVERIFY(again && !again->changed);
    QCOMPARE(again->message.change, 2);
    QCOMPARE(versions(message).size(), 1);
}

void TestStoreChanges::refusesAnEdit()
{
    const domain::Message message = post(u"one"_s);
    const domain::Message other = post(u"two"_s);
    domain::Message unknown = message;
    unknown.id = m_fixture.newMessageId();
    QCOMPARE(errorOf(edit(unknown, u"x"_s)), std::optional(ErrorKind::NotFound));
    const auto elsewhere = StoreFixture::run(*m_store, m_fixture.opening(u"support-2"_s));
    QVERIFY(elsewhere);
    domain::Message foreign = message;
    foreign.sessionId = elsewhere->session.id;
    QCOMPARE(errorOf(edit(foreign, u"x"_s)), std::optional(ErrorKind::NotFound));
    QVERIFY(erase(other));
    QCOMPARE(errorOf(edit(other, u"x"_s)), std::optional(ErrorKind::Conflict));
    QVERIFY(update({.status = domain::SessionStatus::Closed}));
    QCOMPARE(errorOf(edit(message, u"x"_s)), std::optional(ErrorKind::Conflict));
    QCOMPARE(stored(message).content, u"one"_s);
    QCOMPARE(StoreFixture::find(*m_store, m_session.id)->lastChange, 3); // two messages and a deletion
}

void TestStoreChanges::refusesOneEditTooMany()
{
    const domain::Message message = post(u"0"_s);
    std::vector<Answer<store::ChangedMessage>> answers(domain::maxVersions + 1);
    for (size_t i = 0; i < answers.size(); ++i)
        m_store->editMessage({m_session.id, message.id, m_fixture.user(u"ana"_s), QString::number(i + 1),
                              std::nullopt, m_fixture.tick()},
                             answers[i].reply());
    for (size_t i = 0; i + 1 < answers.size(); ++i)
        QVERIFY(answers[i].get());
    QCOMPARE(errorOf(answers.back().get()), std::optional(ErrorKind::Conflict));
    QCOMPARE(std::ssize(versions(message)), domain::maxVersions);
    QCOMPARE(stored(message).content, QString::number(domain::maxVersions));
}

void TestStoreChanges::erasesAMessage()
{
    store::PostMessage write = m_fixture.message(m_session.id, u"secret"_s);
    write.metadata = R"({"a":"secret"})"_ba;
    const auto posted = StoreFixture::run(*m_store, write);
    QVERIFY(posted);
    QVERIFY(edit(posted->message, u"secret too"_s));
    const auto erased = erase(posted->message);
    QVERIFY(erased && erased->changed && erased->isLast);
    const base::Timestamp at = m_fixture.clock().now();
    for (const domain::Message &message : {erased->message, stored(posted->message)}) {
        QCOMPARE(message.content, QString());
        QCOMPARE(message.metadata, QByteArray());
        QVERIFY(message.deletedAt == at);
        QCOMPARE(message.seq, 1);
        QCOMPARE(message.change, 3);
    }
    QVERIFY(versions(posted->message).empty());
    QCOMPARE(StoreFixture::rows(m_url, u"SELECT content, metadata FROM chat_messages"_s),
             QStringList{u"|"_s});
    QCOMPARE(StoreFixture::rows(m_url, u"SELECT 1 FROM chat_message_versions"_s), QStringList{});
    const auto summary = StoreFixture::summary(*m_store, m_session.id, u"tech-1"_s);
    QVERIFY(summary && summary->lastMessage);
    QCOMPARE(summary->lastMessage->excerpt, QString());
    QCOMPARE(summary->unreadCount, 0);
}

void TestStoreChanges::erasesOnce()
{
    const domain::Message message = post(u"one"_s);
    QVERIFY(erase(message)->changed);
    const auto again = erase(message, store::AuditEntry{u"message.delete"_s, u"tech-1"_s, {}, {}});
    QVERIFY(again && !again->changed);
    QCOMPARE(again->message.change, 2);
    QVERIFY(again->message.deletedAt);
    QCOMPARE(audits(), QStringList{});
}

void TestStoreChanges::erasesInAClosedSession()
{
    const domain::Message message = post(u"one"_s);
    QVERIFY(update({.status = domain::SessionStatus::Closed}));
    QVERIFY(erase(message)->changed);
}

void TestStoreChanges::refusesADeletion()
{
    domain::Message message = post(u"one"_s);
    message.sessionId = m_fixture.newSessionId();
    QCOMPARE(errorOf(erase(message)), std::optional(ErrorKind::NotFound));
    message.sessionId = m_session.id;
    message.id = m_fixture.newMessageId();
    QCOMPARE(errorOf(erase(message)), std::optional(ErrorKind::NotFound));
}

void TestStoreChanges::auditsADeletion()
{
    const domain::Message message = post(u"one"_s);
    const auto audit = store::AuditEntry{u"message.delete"_s, u"tech-1"_s, domain::Role::Technician,
                                         R"({"sender":"ana"})"_ba};
    QVERIFY(erase(message, audit));
    QCOMPARE(audits(), QStringList{u"message.delete|tech-1|{\"sender\":\"ana\"}"_s});
}

void TestStoreChanges::tellsWhatIsLast()
{
    const domain::Message first = post(u"one"_s);
    QVERIFY(edit(first, u"uno"_s)->isLast);
    const domain::Message second = post(u"two"_s);
    QVERIFY(!erase(first)->isLast);
    QVERIFY(edit(second, u"due"_s)->isLast);
}

void TestStoreChanges::changesQuotes()
{
    const domain::Message quoted = post(u"one"_s);
    store::PostMessage answer = m_fixture.message(m_session.id, u"answer"_s);
    answer.replyTo = quoted.id;
    const auto posted = StoreFixture::run(*m_store, answer);
    QVERIFY(posted);
    QCOMPARE(posted->message.replyTo->excerpt, u"one"_s);
    QVERIFY(edit(quoted, u"uno"_s));
    QCOMPARE(stored(posted->message).replyTo->excerpt, u"uno"_s);
    QVERIFY(erase(quoted));
    QCOMPARE(stored(posted->message).replyTo->excerpt, QString());
    QCOMPARE(stored(posted->message).replyTo->id, quoted.id);
}

void TestStoreChanges::changesQuotesWithinOneCommit()
{
    const domain::Message quoted = post(u"one"_s);
    Answer<store::ChangedMessage> edited;
    Answer<store::PostedMessage> answered;
    StoreFixture::inOneCommit(*m_store, [&] {
        m_store->editMessage(
            {m_session.id, quoted.id, m_fixture.user(u"ana"_s), u"uno"_s, std::nullopt, m_fixture.tick()},
            edited.reply());
        store::PostMessage answer = m_fixture.message(m_session.id, u"answer"_s);
        answer.replyTo = quoted.number;
        m_store->postMessage(answer, answered.reply());
    });
    QVERIFY(edited.get());
    QCOMPARE(answered.get()->message.replyTo->excerpt, u"uno"_s);
}

void TestStoreChanges::answersARepetitionOfWhatWasChanged()
{
    const store::PostMessage write = m_fixture.message(m_session.id, u"one"_s, u"ana"_s, u"c-1"_s);
    const auto first = StoreFixture::run(*m_store, write);
    QVERIFY(first && edit(first->message, u"uno"_s));
    auto again = StoreFixture::run(*m_store, write);
    QVERIFY(again && again->duplicate);
    QCOMPARE(again->message.content, u"uno"_s);
    QVERIFY(erase(first->message));
    again = StoreFixture::run(*m_store, write);
    QVERIFY(again && again->duplicate);
    QVERIFY(again->message.deletedAt);
}

void TestStoreChanges::findsMissedChanges()
{
    const domain::Message one = post(u"one"_s);
    const domain::Message two = post(u"two"_s);
    post(u"three"_s);
    QVERIFY(edit(two, u"due"_s));
    QVERIFY(erase(one));
    const auto missed = [&](qint64 after, int limit = 50) {
        store::MessageQuery query{m_session.id, limit, {}, {}};
        query.afterChange = after;
        const auto page = StoreFixture::page(*m_store, query);
        QStringList contents;
        for (const domain::Message &message : page->messages)
            contents << message.content + QString::number(message.change);
        return contents;
    };
    QCOMPARE(missed(0), QStringList({u"three3"_s, u"due4"_s, u"5"_s}));
    QCOMPARE(missed(3), QStringList({u"due4"_s, u"5"_s}));
    QCOMPARE(missed(3, 1), QStringList({u"due4"_s}));
    QCOMPARE(missed(5), QStringList{});
}

void TestStoreChanges::findsMessages()
{
    const domain::Message message = post(u"one"_s);
    for (const store::MessageRef &reference :
         {store::MessageRef(message.id), store::MessageRef(message.number)}) {
        const auto found = ask<domain::Message>([&](auto reply) { m_store->findMessage(reference, reply); });
        QVERIFY(found);
        QCOMPARE(found->id, message.id);
        QCOMPARE(found->sessionId, m_session.id);
        QCOMPARE(found->senderId, u"ana"_s);
    }
    for (const store::MessageRef &reference : {store::MessageRef(m_fixture.newMessageId()),
                                               store::MessageRef(message.number + 1), store::MessageRef()}) {
        QCOMPARE(errorOf(ask<domain::Message>([&](auto reply) { m_store->findMessage(reference, reply); })),
                 std::optional(ErrorKind::NotFound));
    }
}

void TestStoreChanges::updatesASession()
{
    domain::SessionChange change;
    change.status = domain::SessionStatus::Closed;
    change.title = u"Printer"_s + u'!';
    change.type = domain::SessionType::Emergency;
    change.assignee = u"tech-1"_s;
    change.labels = QStringList{u"b"_s, u"a"_s};
    change.priority = domain::Priority::Urgent;
    const auto updated = update(change);
    QVERIFY(updated && updated->changed);
    const base::Timestamp at = m_fixture.clock().now();
    const auto found = StoreFixture::find(*m_store, m_session.id);
    QVERIFY(found);
    for (const domain::Session &session : {updated->session, *found}) {
        QVERIFY(session.status == domain::SessionStatus::Closed);
        QVERIFY(session.closedAt == at);
        QCOMPARE(session.title, *change.title);
        QVERIFY(session.type == domain::SessionType::Emergency);
        QCOMPARE(session.assignee, u"tech-1"_s);
        QCOMPARE(session.labels, *change.labels);
        QVERIFY(session.priority == domain::Priority::Urgent);
        QCOMPARE(session.participants, QStringList{u"ana"_s});
        QCOMPARE(session.lastChange, 0);
    }
    domain::SessionChange back;
    back.status = domain::SessionStatus::Active;
    back.assignee = QString();
    back.labels = QStringList();
    QVERIFY(update(back)->changed);
    const auto reopened = StoreFixture::find(*m_store, m_session.id);
    QVERIFY(reopened && !reopened->closedAt && reopened->assignee.isEmpty() && reopened->labels.isEmpty());
    QVERIFY(reopened->priority == domain::Priority::Urgent);
    QCOMPARE(post(u"again"_s).seq, 1);

    store::UpdateSession unknown;
    unknown.session = m_fixture.newSessionId();
    QCOMPARE(errorOf(ask<store::UpdatedSession>([&](auto reply) { m_store->updateSession(unknown, reply); })),
             std::optional(ErrorKind::NotFound));
}

void TestStoreChanges::updatesToTheSameOnce()
{
    QVERIFY(update({.status = domain::SessionStatus::Closed})->changed);
    const base::Timestamp at = m_fixture.clock().now();
    const auto again = update({.status = domain::SessionStatus::Closed});
    QVERIFY(again && !again->changed);
    QVERIFY(again->session.closedAt == at);
}

void TestStoreChanges::closesWithinOneCommit()
{
    Answer<store::PostedMessage> before;
    Answer<store::UpdatedSession> closed;
    Answer<store::PostedMessage> after;
    StoreFixture::inOneCommit(*m_store, [&] {
        m_store->postMessage(m_fixture.message(m_session.id, u"in time"_s), before.reply());
        store::UpdateSession write;
        write.session = m_session.id;
        write.change.status = domain::SessionStatus::Closed;
        write.at = m_fixture.tick();
        m_store->updateSession(write, closed.reply());
        m_store->postMessage(m_fixture.message(m_session.id, u"too late"_s), after.reply());
    });
    QVERIFY(before.get());
    QCOMPARE(closed.get()->session.lastSeq, 1);
    QCOMPARE(errorOf(after.get()), std::optional(ErrorKind::Conflict));
    QCOMPARE(StoreFixture::find(*m_store, m_session.id)->lastSeq, 1);
}

void TestStoreChanges::auditsUpdates()
{
    store::UpdateSession write;
    write.session = m_session.id;
    write.change.status = domain::SessionStatus::Closed;
    write.change.assignee = QString(); // as it is
    write.at = m_fixture.tick();
    write.statusAudit = store::AuditEntry{u"session.close"_s, u"tech-1"_s, domain::Role::Technician, "{}"_ba};
    write.assigneeAudit =
        store::AuditEntry{u"session.assign"_s, u"tech-1"_s, domain::Role::Technician, "{}"_ba};
    for (int i = 0; i < 2; ++i)
        QVERIFY(ask<store::UpdatedSession>([&](auto reply) { m_store->updateSession(write, reply); }));
    QCOMPARE(audits(), QStringList{u"session.close|tech-1|{}"_s});
}

void TestStoreChanges::opensForOthers()
{
    StoreFixture::run(*m_store, m_fixture.message(m_session.id, u"hi"_s, u"tech-2"_s)).has_value();
    store::OpenSession write = m_fixture.opening(u"for-others"_s, {u"tech-2"_s, u"bob"_s});
    write.creator = m_fixture.user(u"tech-1"_s);
    write.creatorJoins = false;
    write.audit = store::AuditEntry{u"session.open"_s, u"tech-1"_s, domain::Role::Technician, "{}"_ba};
    const auto opened = StoreFixture::run(*m_store, write);
    QVERIFY(opened && opened->created);
    QCOMPARE(opened->session.participants, QStringList({u"bob"_s, u"tech-2"_s}));
    QVERIFY(opened->contact);
    QCOMPARE(opened->contact->id, u"bob"_s);
    write.session.id = m_fixture.newSessionId();
    const auto again = StoreFixture::run(*m_store, write);
    QVERIFY(again && !again->created && !again->contact);
    QCOMPARE(audits(), QStringList{u"session.open|tech-1|{}"_s});
    const auto alone = StoreFixture::run(*m_store, m_fixture.opening({}));
    QVERIFY(alone && alone->contact);
    QCOMPARE(alone->contact->name, u"Name of ana"_s);
}

void TestStoreChanges::listsMembers()
{
    const domain::Message message = post(u"one"_s);
    QVERIFY(StoreFixture::run(
        *m_store, store::MarkRead{m_session.id, m_fixture.user(u"tech-1"_s), message.id, m_fixture.tick()}));
    const auto summary = StoreFixture::summary(*m_store, m_session.id, u"ana"_s);
    QVERIFY(summary);
    QCOMPARE(summary->members.size(), 2);
    QCOMPARE(summary->members[0].user.id, u"ana"_s);
    QVERIFY(summary->members[0].participant);
    QCOMPARE(summary->members[0].readSeq, 0);
    QCOMPARE(summary->members[1].user.id, u"tech-1"_s);
    QCOMPARE(summary->members[1].user.name, u"Name of tech-1"_s);
    QVERIFY(summary->members[1].user.role == domain::Role::Technician);
    QVERIFY(!summary->members[1].participant);
    QCOMPARE(summary->members[1].readSeq, 1);
    QCOMPARE(summary->members[1].deliveredSeq, 1);
    QVERIFY(StoreFixture::sessions(*m_store, {})->sessions.front().members.empty());

    QStringList many;
    for (int i = 0; i < domain::maxListedMembers; ++i)
        many << u"user-%1"_s.arg(i);
    const auto crowd = StoreFixture::run(*m_store, m_fixture.opening(u"crowd"_s, many));
    QVERIFY(crowd);
    QCOMPARE(StoreFixture::summary(*m_store, crowd->session.id, u"ana"_s)->members.size(),
             domain::maxListedMembers);
}

void TestStoreChanges::countsAreRightInEveryOrder()
{
    const QStringList users{u"ana"_s, u"bob"_s, u"tech-1"_s};
    std::mt19937 random(20251021);
    const auto below = [&random](qint64 bound) { return qint64(random() % quint64(bound)); };
    NaiveSession naive;
    std::vector<domain::Message> committed;
    struct Reading {
        Answer<store::ReadOutcome> answer;
        NaiveSession::Counts expected;
    };
    for (int round = 0; round < 40; ++round) {
        std::deque<Answer<store::PostedMessage>> posts;
        std::deque<Reading> readings;
        Answer<store::ChangedMessage> changes;
        // Some rounds all in one commit, some one after the other.
        const auto write = [&] {
            for (qint64 steps = 1 + below(6); steps > 0; --steps) {
                const QString user = users[below(users.size())];
                const qint64 known = std::ssize(committed);
                const qint64 step = below(4);
                if (step == 0 || known == 0) {
                    naive.post(user);
                    m_store->postMessage(m_fixture.message(m_session.id, u"x"_s, user),
                                         posts.emplace_back().reply());
                } else if (step == 1) {
                    const domain::Message &message = committed[size_t(below(known))];
                    naive.erase(message.seq);
                    m_store->deleteMessage(
                        {m_session.id, message.id, m_fixture.user(user), m_fixture.tick(), {}}, {});
                } else {
                    const domain::Message &message = committed[size_t(below(known))];
                    Reading &reading = readings.emplace_back();
                    reading.expected = naive.mark(user, message.seq);
                    m_store->markRead({m_session.id, m_fixture.user(user), message.id, m_fixture.tick()},
                                      reading.answer.reply());
                }
            }
        };
        if (round % 2 == 0)
            StoreFixture::inOneCommit(*m_store, write);
        else
            write();
        for (auto &answer : posts) {
            const auto posted = answer.get();
            QVERIFY(posted);
            committed.push_back(posted->message);
        }
        for (Reading &reading : readings) {
            const auto outcome = reading.answer.get();
            QVERIFY(outcome);
            QCOMPARE(outcome->readCount, reading.expected.read);
            QCOMPARE(outcome->unreadCount, reading.expected.unread);
        }
        // An edit counts nothing, and is answered after all that was queued before it.
        if (!committed.empty()) {
            m_store->editMessage({m_session.id, committed.back().id, m_fixture.user(u"ana"_s), u"y"_s,
                                  std::nullopt, m_fixture.tick()},
                                 changes.reply());
            [[maybe_unused]] const auto changed = changes.get();
        }
        for (const QString &user : users + QStringList{u"newcomer"_s}) {
            const auto summary = StoreFixture::summary(*m_store, m_session.id, user);
            QVERIFY(summary);
            QCOMPARE(summary->unreadCount, naive.unread(user));
            QCOMPARE(summary->readSeq, naive.read(user));
        }
    }
    QCOMPARE(StoreFixture::find(*m_store, m_session.id)->lastSeq, naive.size());
}

void TestStoreChanges::keepsChangesOverARestart()
{
    const domain::Message edited = post(u"one"_s);
    const domain::Message erased = post(u"two"_s);
    QVERIFY(edit(edited, u"uno"_s));
    QVERIFY(erase(erased));
    QVERIFY(update({.priority = domain::Priority::High}));
    m_store.reset();
    m_store = m_fixture.open(m_url);
    QVERIFY(m_store);
    QCOMPARE(stored(edited).content, u"uno"_s);
    QCOMPARE(versions(edited).size(), 1);
    QVERIFY(stored(erased).deletedAt);
    QVERIFY(StoreFixture::find(*m_store, m_session.id)->priority == domain::Priority::High);
}

int main(int argc, char *argv[])
{
    return runOnDatabase<TestStoreChanges>(argc, argv);
}

#include "tst_storechanges.moc"
