#include "models/sessiontext.h"

#include <QTest>

using namespace Qt::StringLiterals;

class TestSessionText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void names_data();
    void names();
    void lastLines_data();
    void lastLines();
};

void TestSessionText::names_data()
{
    QTest::addColumn<QString>("title");
    QTest::addColumn<QString>("customer");
    QTest::addColumn<QString>("room");
    QTest::addColumn<QStringList>("participants");
    QTest::addColumn<QString>("name");

    // Sunny
    QTest::newRow("title") << u"Ana"_s << u"Ben"_s << u"r"_s << QStringList{u"a"_s} << u"Ana"_s;
    QTest::newRow("title of lines") << u" Ana \n K "_s << u""_s << u""_s << QStringList() << u"Ana K"_s;
    QTest::newRow("customer") << u""_s << u" Ben  B"_s << u"r"_s << QStringList{u"a"_s} << u"Ben B"_s;
    QTest::newRow("room") << u""_s << u""_s << u"support-1"_s << QStringList{u"a"_s} << u"support-1"_s;
    QTest::newRow("others") << u""_s << u""_s << u""_s << QStringList{u"a"_s, u"me"_s, u"b"_s} << u"a, b"_s;
    // Rainy
    QTest::newRow("blank title and name") << u"  "_s << u" "_s << u"r"_s << QStringList() << u"r"_s;
    QTest::newRow("nobody else") << u""_s << u""_s << u""_s << QStringList{u"me"_s} << u"Session 0000ab"_s;
}

void TestSessionText::names()
{
    QFETCH(QString, title);
    QFETCH(QString, customer);
    QFETCH(QString, room);
    QFETCH(QStringList, participants);
    domain::SessionSummary summary;
    if (!customer.isEmpty())
        summary.contact = domain::UserRef{u"client-1"_s, customer, domain::Role::Client};
    domain::Session &session = summary.session;
    session.id = *domain::SessionId::fromString(u"019ab000-0000-7000-8000-0000000000ab");
    session.title = title;
    session.room = room;
    session.participants = participants;
    QTEST(models::displayName(summary, u"me"_s), "name");
}

void TestSessionText::lastLines_data()
{
    using Type = domain::MessageType;
    QTest::addColumn<int>("type");
    QTest::addColumn<QString>("sender");
    QTest::addColumn<QString>("excerpt");
    QTest::addColumn<QString>("line"); // without the marks that isolate

    // Sunny
    QTest::newRow("own") << int(Type::Text) << u"me"_s << u"Hello"_s << u"You: Hello"_s;
    QTest::newRow("of another") << int(Type::Text) << u"bob"_s << u"Hello"_s << u"bob: Hello"_s;
    QTest::newRow("of whom the row is named after")
        << int(Type::Text) << u"Ana"_s << u"Hello"_s << u"Hello"_s;
    QTest::newRow("system") << int(Type::System) << u"me"_s << u"Ana joined"_s << u"Ana joined"_s;
    QTest::newRow("picture") << int(Type::Image) << u"Ana"_s << u""_s << u"Picture"_s;
    QTest::newRow("file with words") << int(Type::File) << u"me"_s << u"bill.pdf"_s
                                     << u"You: File: bill.pdf"_s;
    // Rainy
    QTest::newRow("deleted") << int(Type::Text) << u"me"_s << u""_s << u"You: Message deleted"_s;
    QTest::newRow("lines") << int(Type::Text) << u"Ana"_s << u" a\n\nb\t c "_s << u"a b c"_s;
}

void TestSessionText::lastLines()
{
    QFETCH(int, type);
    QFETCH(QString, sender);
    QFETCH(QString, excerpt);
    domain::SessionSummary summary;
    summary.session.title = u"Ana"_s;
    QCOMPARE(models::lastLine(summary, u"me"_s), u"No messages yet"_s);
    domain::LastMessage message;
    message.type = domain::MessageType(type);
    message.senderId = message.senderName = sender;
    message.excerpt = excerpt;
    summary.lastMessage = message;
    QString line = models::lastLine(summary, u"me"_s);
    line.remove(QChar(0x2068)).remove(QChar(0x2069));
    QTEST(line, "line");
}

QTEST_GUILESS_MAIN(TestSessionText)
#include "tst_sessiontext.moc"
