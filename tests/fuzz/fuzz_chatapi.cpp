#include "fuzz.h"

#include "domain/roomname.h"
#include "protocol/chatapi.h"
#include "protocol/chatbodies.h"
#include "protocol/clientevents.h"
#include "protocol/json.h"

#include <QJsonDocument>

// The bodies of the chat API's REST requests, and what its client reads: the same bytes as every kind of
// both.

using namespace Qt::StringLiterals;
using namespace protocol::chatapi;

namespace
{
/// \return whether it was read; what was not is refused as it should be
template <typename T>
bool isRead(const base::Result<T> &result)
{
    FUZZ_CHECK(result ||
               (result.error().kind == base::ErrorKind::BadRequest && !result.error().message.isEmpty()));
    return result.has_value();
}

void checkTexts(const QStringList &texts, qsizetype maxCount, qsizetype maxLength)
{
    FUZZ_CHECK(texts.size() <= maxCount);
    for (const QString &text : texts)
        FUZZ_CHECK(!text.isEmpty() && text.size() <= maxLength && domain::isStorableText(text));
}

void checkText(const QString &text, qsizetype maxLength)
{
    FUZZ_CHECK(text.size() <= maxLength && domain::isStorableText(text));
}

void checkBodies(const QJsonObject &body)
{
    if (const auto session = parseNewSession(body); isRead(session)) {
        checkTexts(session->participants, domain::maxParticipants, domain::maxUserIdLength);
        checkText(session->title, domain::maxTitleLength);
        checkText(session->bookingId, domain::maxBookingIdLength);
        FUZZ_CHECK(session->room.isEmpty() || domain::isRoomName(session->room));
    }
    if (const auto change = parseSessionChange(body); isRead(change)) {
        FUZZ_CHECK(change->status || change->concernsSettings());
        checkText(change->title.value_or(QString()), domain::maxTitleLength);
        checkText(change->assignee.value_or(QString()), domain::maxUserIdLength);
        checkTexts(change->labels.value_or(QStringList()), domain::maxLabels, domain::maxLabelLength);
    }
    if (const auto change = parseMessageChange(body); isRead(change)) {
        FUZZ_CHECK(change->content || change->metadata);
        FUZZ_CHECK(domain::isStorableText(change->content.value_or(QString())));
        const QByteArray metadata = change->metadata.value_or(QByteArray());
        FUZZ_CHECK(metadata.isEmpty() || QJsonDocument::fromJson(metadata).isObject());
    }
    if (const auto id = parseRead(body); isRead(id))
        FUZZ_CHECK(!id->isNull());
    if (const auto send = parseSend(body); isRead(send))
        FUZZ_CHECK(domain::isStorableText(send->content));
}

/// What was read is written as it was read.
template <typename T, typename Write>
void checkAgain(const base::Result<T> &read, base::Result<T> (*parse)(const QJsonObject &), Write write)
{
    if (!isRead(read))
        return;
    const QByteArray json = write(*read);
    const auto object = protocol::parseObject(json);
    FUZZ_CHECK(object);
    const auto again = parse(*object);
    FUZZ_CHECK(again && write(*again) == json);
}

void checkAnswers(const QJsonObject &json)
{
    checkAgain(parseMessage(json), parseMessage, messageJson);
    checkAgain(parseSession(json), parseSession, sessionJson);
    checkAgain(parseVersions(json), parseVersions,
               [](const std::vector<domain::MessageVersion> &versions) { return versionsJson(versions); });
    checkAgain(parseMessagePage(json), parseMessagePage,
               [](const MessagePage &page) { return messagePageJson(page.messages, page.hasMore); });
    checkAgain(parseSessionPage(json), parseSessionPage,
               [](const SessionPage &page) { return sessionPageJson(page.sessions, page.nextCursor); });
    if (const auto deleted = parseDeletedMessage(json); isRead(deleted))
        FUZZ_CHECK(deleted->seq > 0 && !deleted->id.isNull());
    domain::SessionSummary summary;
    isRead(updateSession(summary, json));
}

domain::Message sample()
{
    domain::Message message;
    message.number = 7;
    message.id = domain::MessageId(QUuid(u"019a0607-7b50-7c3e-8f10-2b64f1a0c5d2"_s));
    message.sessionId = domain::SessionId(QUuid(u"019a0607-7a11-7d02-9c55-b0a97f6d3e41"_s));
    message.room = u"r"_s;
    message.seq = message.change = 2;
    message.content = u"Përshëndetje!"_s;
    message.senderId = message.senderName = message.shownSender = u"ana"_s;
    message.shownRole = u"client"_s;
    message.replyTo = domain::ReplyPreview{6, message.id, u"bob"_s, u"x"_s};
    message.metadata = R"({"a":1})"_ba;
    message.editedAt = message.createdAt;
    return message;
}
} // namespace

void fuzz::target(QByteArrayView input)
{
    const auto object = protocol::parseObject(input);
    if (!object)
        return;
    checkBodies(*object);
    checkAnswers(*object);
}

std::vector<QByteArray> fuzz::seeds()
{
    domain::SessionSummary summary;
    summary.session.id = sample().sessionId;
    summary.session.participants = QStringList{u"ana"_s};
    summary.session.labels = QStringList{u"vip"_s};
    summary.lastMessage = domain::lastMessageOf(sample());
    summary.contact = domain::UserRef{u"ana"_s, u"Ana"_s, domain::Role::Client};
    summary.members = {{*summary.contact, true, true, 1, 2}};
    const std::vector<domain::MessageVersion> versions{{u"a"_s, sample().createdAt, u"ana"_s}};
    return {
        R"({"participants":["user1","user2"],"type":"booking","booking_id":"b","title":"T","room":"r"})"_ba,
        R"({"status":"closed","title":null,"type":"support","assignee":"tech","labels":["a"],"priority":"high"})"_ba,
        R"({"content":"new","metadata":{"a":[1,{"b":null}]}})"_ba,
        R"({"up_to_message_id":"019a0607-7b50-7c3e-8f10-2b64f1a0c5d2"})"_ba,
        R"({"session_id":"r","type":"text","content":"a","reply_to_message_id":null,"metadata":{}})"_ba,
        messageJson(sample()),
        sessionJson(summary),
        versionsJson(versions),
        messagePageJson(std::vector{sample()}, true),
        sessionPageJson(std::vector{summary}, u"next"_s),
        R"({"session_id":"019a0607-7a11-7d02-9c55-b0a97f6d3e41","message_id":"019a0607-7b50-7c3e-8f10-2b64f1a0c5d2","seq":1,"number":2,"change":3,"deleted_at":"2025-10-21T10:10:10.123Z","user_id":"a","user_name":"A","timestamp":"2025-10-21T10:10:10.123Z"})"_ba};
}

std::vector<QByteArray> fuzz::dictionary()
{
    return {"null"_ba,
            "{}"_ba,
            "[]"_ba,
            "7"_ba,
            "-1"_ba,
            "1e300"_ba,
            "\"\""_ba,
            R"(\ud800)"_ba,
            R"(\u0000)"_ba,
            "\"members\":"_ba,
            "\"labels\":"_ba,
            "\"participants\":"_ba,
            "\"status\":\"closed\""_ba,
            "\"priority\":\"urgent\""_ba,
            "2025-10-21T10:10:10.123Z"_ba,
            QByteArray(210, 'x')};
}
