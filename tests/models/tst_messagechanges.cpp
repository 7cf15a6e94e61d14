#include "../views/sampleconversation.h"
#include "models/messagerights.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using client::PendingChange;
using models::MessageListModel;
using models::Ticks;
using Kind = PendingChange::Kind;
using State = PendingChange::State;

/// Edits, deletions, replies and receipts in a MessageListModel, and who may do what.
class TestMessageChanges : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void showsAnEditOnItsWay();
    void showsADeletionOnItsWay();
    void showsWhatFailed();
    void changesOfOthersArrive();
    void quotesFollowTheirOriginal();
    void findsTheLastEditable();
    void tellsWhoHasRead();
    void rights_data();
    void rights();

private:
    static PendingChange change(qint64 seq, Kind kind, State state, const QString &content = {})
    {
        return {sample::session,
                sample::idOf(seq),
                kind,
                content,
                state,
                state == State::Failed ? u"Too late."_s : QString()};
    }
    QString text(int row) const { return m_model->index(row).data(Qt::DisplayRole).toString(); }

    std::unique_ptr<MessageListModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void TestMessageChanges::init()
{
    m_model = std::make_unique<MessageListModel>();
    m_tester = std::make_unique<QAbstractItemModelTester>(
        m_model.get(), QAbstractItemModelTester::FailureReportingMode::Fatal);
    m_model->open(sample::session, 3, 3, sample::self);
    m_model->insertMessages({sample::message(1, u"one"_s, sample::noon),
                             sample::message(2, u"two"_s, sample::noon, true),
                             sample::message(3, u"three"_s, sample::noon, true)});
}

void TestMessageChanges::cleanup()
{
    m_tester.reset();
    m_model.reset();
}

void TestMessageChanges::showsAnEditOnItsWay()
{
    QSignalSpy changed(m_model.get(), &MessageListModel::dataChanged);
    m_model->setChanges({change(2, Kind::Edit, State::Sending, u"due"_s)});
    QCOMPARE(text(1), u"due"_s);
    QVERIFY(m_model->rowAt(1).ticks == Ticks::Waiting);
    QCOMPARE(changed.count(), 1);
    m_model->setChanges({change(2, Kind::Edit, State::Sending, u"due"_s)});
    QCOMPARE(changed.count(), 1); // nothing new
    m_model->setChanges({});
    QCOMPARE(text(1), u"two"_s);
    QVERIFY(m_model->rowAt(1).ticks == Ticks::Sent);
}

void TestMessageChanges::showsADeletionOnItsWay()
{
    m_model->setChanges({change(2, Kind::Delete, State::Held)});
    QVERIFY(m_model->rowAt(1).isDeleted());
    QVERIFY(m_model->rowAt(1).ticks == Ticks::None);
    QVERIFY(!m_model->rowAt(2).isDeleted());
    m_model->setChanges({});
    QVERIFY(!m_model->rowAt(1).isDeleted());
}

void TestMessageChanges::showsWhatFailed()
{
    m_model->setChanges(
        {change(1, Kind::Delete, State::Failed), change(2, Kind::Edit, State::Failed, u"due"_s)});
    QVERIFY(!m_model->rowAt(0).isDeleted());
    QVERIFY(m_model->rowAt(0).ticks == Ticks::Failed);
    QCOMPARE(text(0), u"one"_s);
    QCOMPARE(text(1), u"due"_s);
    QCOMPARE(m_model->index(1).data(MessageListModel::ProblemRole).toString(), u"Too late."_s);
    m_model->setChanges(
        {{domain::SessionId(QUuid::createUuid()), sample::idOf(1), Kind::Delete, {}, {}, {}}});
    QVERIFY2(!m_model->rowAt(0).isDeleted(), "a change in another session");
}

void TestMessageChanges::changesOfOthersArrive()
{
    domain::Message edited = sample::message(1, u"uno"_s, sample::noon);
    edited.change = 10;
    edited.editedAt = sample::noon + 1min;
    m_model->insertMessages({edited});
    QCOMPARE(text(0), u"uno"_s);
    QVERIFY(m_model->rowAt(0).isEdited());
    m_model->insertMessages({sample::message(1, u"one"_s, sample::noon)}); // older than that
    QCOMPARE(text(0), u"uno"_s);
    edited.change = 11;
    edited.content.clear();
    edited.deletedAt = sample::noon + 2min;
    m_model->insertMessages({edited});
    QVERIFY(m_model->rowAt(0).isDeleted());
    QVERIFY(!m_model->rowAt(0).isEdited());
    QVERIFY(m_model->index(0).data(MessageListModel::DeletedRole).toBool());
}

void TestMessageChanges::quotesFollowTheirOriginal()
{
    domain::Message reply = sample::message(4, u"answer"_s, sample::noon, true);
    reply.replyTo = domain::ReplyPreview{1001, sample::idOf(1), u"Besnik"_s, u"one"_s};
    m_model->insertMessages({reply});
    domain::Message original = sample::message(1, u"uno"_s, sample::noon);
    original.change = 10;
    original.editedAt = sample::noon;
    m_model->insertMessages({original});
    QCOMPARE(m_model->rowAt(3).message->replyTo->excerpt, u"uno"_s);
    original.change = 11;
    original.deletedAt = sample::noon;
    original.content.clear();
    m_model->insertMessages({original});
    QCOMPARE(m_model->rowAt(3).message->replyTo->excerpt, QString());
    reply.seq = 5; // one that quotes it as it was, loaded later
    reply.id = sample::idOf(5);
    m_model->insertMessages({reply});
    QCOMPARE(m_model->rowAt(4).message->replyTo->excerpt, QString());
}

void TestMessageChanges::findsTheLastEditable()
{
    QCOMPARE(m_model->lastEditableRow(sample::noon + 1min), 2);
    QCOMPARE(m_model->lastEditableRow(sample::noon + 15min), -1);
    m_model->setChanges({change(3, Kind::Delete, State::Held)});
    QCOMPARE(m_model->lastEditableRow(sample::noon + 1min), 1);
}

void TestMessageChanges::tellsWhoHasRead()
{
    const domain::UserRef ana{u"client-7"_s, u"Ana"_s, domain::Role::Client};
    m_model->setMembers({{ana, true, true, 2, 3}, {sample::self, false, true, 3, 3}});
    QVERIFY(m_model->rowAt(1).ticks == Ticks::Read);
    QVERIFY(m_model->rowAt(2).ticks == Ticks::Delivered);
    QCOMPARE(m_model->readBy(1).size(), 1u);
    QCOMPARE(m_model->readBy(0).size(), 0u); // who wrote it
    QCOMPARE(m_model->receivedBy(2).size(), 1u);
    m_model->noteRead(ana, 3, sample::noon);
    QCOMPARE(m_model->readBy(2)[0].at, sample::noon);
    m_model->open(sample::session, 3, 3, sample::self);
    QCOMPARE(m_model->readBy(2).size(), 0u);
}

void TestMessageChanges::rights_data()
{
    QTest::addColumn<bool>("own");
    QTest::addColumn<domain::Role>("role");
    QTest::addColumn<std::chrono::minutes>("age");
    QTest::addColumn<bool>("edit");
    QTest::addColumn<bool>("remove");
    using domain::Role;
    QTest::newRow("own, young") << true << Role::Client << 14min << true << true;
    QTest::newRow("own, old") << true << Role::Client << 15min << false << false;
    QTest::newRow("own, old, staff") << true << Role::Technician << 15min << false << true;
    QTest::newRow("another's") << false << Role::Client << 1min << false << false;
    QTest::newRow("another's, staff") << false << Role::Admin << 9000min << false << true;
    QTest::newRow("another's, reader") << false << Role::Reader << 1min << false << false;
}

void TestMessageChanges::rights()
{
    QFETCH(bool, own);
    QFETCH(domain::Role, role);
    QFETCH(std::chrono::minutes, age);
    domain::UserRef self = sample::self;
    self.role = role;
    domain::Message message = sample::message(1, u"x"_s, sample::noon, own);
    QTEST(models::mayEdit(message, self, sample::noon + age), "edit");
    QTEST(models::mayDelete(message, self, sample::noon + age), "remove");
    QVERIFY(!models::maySeeVersions(message, self));
    message.editedAt = sample::noon;
    QCOMPARE(models::maySeeVersions(message, self), own || domain::isStaff(role));
    message.deletedAt = sample::noon;
    QVERIFY(!models::mayEdit(message, self, sample::noon));
    QVERIFY(!models::mayDelete(message, self, sample::noon));
    QVERIFY(!models::maySeeVersions(message, self));
}

QTEST_GUILESS_MAIN(TestMessageChanges)
#include "tst_messagechanges.moc"
