#include "chat/sendrequest.h"

#include <QTest>

using base::ErrorKind;
using chat::SendCommand;

class tst_SendRequest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void check_data();
    void check();
    void whoItIsShownAs();
    void sentAsAnotherIsAudited();
    void bodyHashTellsBodiesApart();

private:
    static domain::Principal who(domain::Role role)
    {
        domain::Principal principal;
        principal.userId = QStringLiteral("u1");
        principal.name = QStringLiteral("Una");
        principal.role = role;
        return principal;
    }
    static SendCommand text(const QString &content)
    {
        SendCommand command;
        command.content = content;
        return command;
    }
    const domain::SessionId m_session{QUuid::createUuid()};
};

void tst_SendRequest::check_data()
{
    QTest::addColumn<SendCommand>("command");
    QTest::addColumn<domain::Role>("role");
    QTest::addColumn<std::optional<ErrorKind>>("error");
    const auto with = [](auto change) {
        SendCommand command = text(QStringLiteral("Hello"));
        change(command);
        return command;
    };
    const std::optional<ErrorKind> fine;
    using domain::Role;

    // Sunny
    QTest::newRow("text") << text(QStringLiteral("Hello")) << Role::Client << fine;
    QTest::newRow("own role") << with([](auto &c) { c.role = QStringLiteral("client"); }) << Role::Client
                              << fine;
    QTest::newRow("own id") << with([](auto &c) { c.sender = QStringLiteral("u1"); }) << Role::Client << fine;
    QTest::newRow("technician as system")
        << with([](auto &c) { c.role = QStringLiteral("system"); }) << Role::Technician << fine;
    QTest::newRow("technician as another")
        << with([](auto &c) { c.sender = QStringLiteral("AGI-Core"); }) << Role::Technician << fine;
    QTest::newRow("longest client_msg_id")
        << with([](auto &c) { c.clientMsgId = QString(128, u'x'); }) << Role::Client << fine;
    QTest::newRow("metadata at the limit")
        << with([](auto &c) { c.metadata = QByteArray(4096, ' '); }) << Role::Client << fine;
    // Rainy
    QTest::newRow("empty") << text(QStringLiteral(" \n\t ")) << Role::Client
                           << std::optional(ErrorKind::BadRequest);
    QTest::newRow("client as system") << with([](auto &c) { c.role = QStringLiteral("system"); })
                                      << Role::Client << std::optional(ErrorKind::Forbidden);
    QTest::newRow("client as technician") << with([](auto &c) { c.role = QStringLiteral("technician"); })
                                          << Role::Client << std::optional(ErrorKind::Forbidden);
    QTest::newRow("reader as another") << with([](auto &c) { c.sender = QStringLiteral("u2"); })
                                       << Role::Reader << std::optional(ErrorKind::Forbidden);
    QTest::newRow("no such role") << with([](auto &c) { c.role = QStringLiteral("root"); })
                                  << Role::SuperAdmin << std::optional(ErrorKind::BadRequest);
    QTest::newRow("empty sender") << with([](auto &c) { c.sender = QString(); }) << Role::Admin
                                  << std::optional(ErrorKind::BadRequest);
    QTest::newRow("client_msg_id too long") << with([](auto &c) { c.clientMsgId = QString(129, u'x'); })
                                            << Role::Client << std::optional(ErrorKind::BadRequest);
    QTest::newRow("client_msg_id with NUL") << with([](auto &c) { c.clientMsgId = QString(QChar(u'\0')); })
                                            << Role::Client << std::optional(ErrorKind::BadRequest);
    QTest::newRow("metadata too large") << with([](auto &c) { c.metadata = QByteArray(4097, ' '); })
                                        << Role::Client << std::optional(ErrorKind::TooLarge);
}

void tst_SendRequest::check()
{
    QFETCH(SendCommand, command);
    QFETCH(domain::Role, role);
    QFETCH(std::optional<ErrorKind>, error);
    const base::Status checked = chat::checkAndTrim(command, who(role));
    QCOMPARE(checked ? std::nullopt : std::optional(checked.error().kind), error);
    if (!checked)
        QVERIFY(!checked.error().message.isEmpty());
}

void tst_SendRequest::whoItIsShownAs()
{
    const domain::Principal una = who(domain::Role::Technician);
    const store::PostMessage own = chat::writeOf(text(QStringLiteral("x")), una, m_session);
    QCOMPARE(own.shownSender, una.userId);
    QCOMPARE(own.shownName, una.name);
    QCOMPARE(own.shownRole, QStringLiteral("technician"));
    QVERIFY(!own.audit);
}

void tst_SendRequest::sentAsAnotherIsAudited()
{
    SendCommand command = text(QStringLiteral("ALERT"));
    command.role = QStringLiteral("system");
    command.sender = QStringLiteral("AGI-Core");
    const store::PostMessage write = chat::writeOf(command, who(domain::Role::Technician), m_session);
    QCOMPARE(write.author.id, QStringLiteral("u1"));
    QCOMPARE(write.shownSender, QStringLiteral("AGI-Core"));
    QCOMPARE(write.shownName, QStringLiteral("AGI-Core"));
    QCOMPARE(write.shownRole, QStringLiteral("system"));
    QVERIFY(write.audit);
    QCOMPARE(write.audit->action, QStringLiteral("message.impersonate"));
    QCOMPARE(write.audit->userId, QStringLiteral("u1"));
    QCOMPARE(write.audit->details, QByteArray(R"({"as_role":"system","as_sender":"AGI-Core"})"));
}

void tst_SendRequest::bodyHashTellsBodiesApart()
{
    const domain::Principal una = who(domain::Role::Technician);
    const auto hash = [&](const SendCommand &command, const domain::SessionId &session) {
        return chat::writeOf(command, una, session).bodyHash;
    };
    const SendCommand plain = text(QStringLiteral("x"));
    const QByteArray first = hash(plain, m_session);
    QCOMPARE(hash(plain, m_session), first);
    QVERIFY(hash(plain, domain::SessionId(QUuid::createUuid())) != first);
    QVERIFY(hash(text(QStringLiteral("y")), m_session) != first);
    SendCommand other = plain;
    other.role = QStringLiteral("system");
    QVERIFY(hash(other, m_session) != first);
    other = plain;
    other.replyTo = qint64(7);
    QVERIFY(hash(other, m_session) != first);
    other = plain;
    other.metadata = "{}";
    QVERIFY(hash(other, m_session) != first);
    other = plain;
    other.clientMsgId = QStringLiteral("not part of the body");
    QCOMPARE(hash(other, m_session), first);
}

QTEST_APPLESS_MAIN(tst_SendRequest)
#include "tst_sendrequest.moc"
