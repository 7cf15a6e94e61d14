#include "protocol/searchapi.h"

#include "protocol/chatapi.h"
#include "protocol/json.h"
#include "protocol/jsonwriter.h"

namespace protocol::searchapi
{

namespace
{
using Name = QLatin1String;

void writeText(JsonWriter &json, const QString &text)
{
    if (text.isEmpty())
        json.null();
    else
        json.string(text);
}

void writeContact(JsonWriter &json, const domain::SearchHit &hit)
{
    if (!hit.contact) {
        json.null();
        return;
    }
    json.beginObject().key("user_id").string(hit.contact->id).key("user_name").string(hit.contact->name);
    json.key("role").ascii(domain::toString(hit.contact->role));
    json.key("online").boolean(hit.contactOnline).endObject();
}

void writeHit(JsonWriter &json, const domain::SearchHit &hit)
{
    json.beginObject().key("message").raw(chatapi::messageJson(hit.message));
    json.key("session").beginObject().key("id").ascii(hit.message.sessionId.toUtf8());
    writeText(json.key("room"), hit.room);
    writeText(json.key("title"), hit.title);
    writeContact(json.key("contact"), hit);
    json.endObject().key("excerpt").string(hit.excerpt).key("highlights").beginArray();
    for (const domain::TextRange &range : hit.highlights)
        json.beginArray().integer(range.start).integer(range.length).endArray();
    json.endArray().endObject();
}

QString textOf(const QJsonObject &json, Name name)
{
    return json.value(name).toString();
}

base::Error wrong(Name name)
{
    return {base::ErrorKind::BadRequest, QStringLiteral("The field `%1` is not as it should be.").arg(name),
            QString(name)};
}

base::Result<std::vector<domain::TextRange>> parseRanges(const QJsonValue &json, qsizetype length)
{
    if (!json.isArray())
        return wrong(Name("highlights"));
    std::vector<domain::TextRange> ranges;
    qsizetype end = 0;
    for (const QJsonValue &value : json.toArray()) {
        const QJsonArray pair = value.toArray();
        const domain::TextRange range{pair.at(0).toInteger(-1), pair.at(1).toInteger(-1)};
        if (pair.size() != 2 || range.start < end || range.length < 1 || range.start > length ||
            range.length > length - range.start)
            return wrong(Name("highlights"));
        end = range.start + range.length;
        ranges.push_back(range);
    }
    return ranges;
}

base::Status parseSession(domain::SearchHit &hit, const QJsonValue &json)
{
    if (!json.isObject())
        return wrong(Name("session"));
    const QJsonObject session = json.toObject();
    hit.room = textOf(session, Name("room"));
    hit.title = textOf(session, Name("title"));
    const QJsonValue contact = session.value(Name("contact"));
    if (contact.isNull() || contact.isUndefined())
        return base::success();
    const QJsonObject user = contact.toObject();
    const auto role = domain::roleFromString(textOf(user, Name("role")));
    if (!role || !user.value(Name("user_id")).isString())
        return wrong(Name("contact"));
    hit.contact = domain::UserRef{textOf(user, Name("user_id")), textOf(user, Name("user_name")), *role};
    hit.contactOnline = user.value(Name("online")).toBool();
    return base::success();
}

base::Result<domain::SearchHit> parseHit(const QJsonValue &json)
{
    const QJsonObject object = json.toObject();
    base::Result<domain::Message> message = chatapi::parseMessage(object.value(Name("message")).toObject());
    if (!message)
        return message.error();
    domain::SearchHit hit;
    hit.message = std::move(*message);
    if (const base::Status session = parseSession(hit, object.value(Name("session"))); !session)
        return session.error();
    if (!object.value(Name("excerpt")).isString())
        return wrong(Name("excerpt"));
    hit.excerpt = textOf(object, Name("excerpt"));
    auto ranges = parseRanges(object.value(Name("highlights")), hit.excerpt.size());
    if (!ranges)
        return ranges.error();
    hit.highlights = std::move(*ranges);
    return hit;
}

} // namespace

QByteArray pageJson(std::span<const domain::SearchHit> hits, const QString &nextCursor, bool indexing)
{
    JsonWriter json(qsizetype(hits.size()) * 2048 + 64);
    json.beginObject().key("results").beginArray();
    for (const domain::SearchHit &hit : hits)
        writeHit(json, hit);
    json.endArray();
    writeText(json.key("next_cursor"), nextCursor);
    return json.key("indexing").boolean(indexing).endObject().take();
}

base::Result<Page> parsePage(const QJsonObject &json)
{
    const QJsonValue results = json.value(Name("results"));
    if (!results.isArray())
        return wrong(Name("results"));
    Page page;
    for (const QJsonValue &value : results.toArray()) {
        base::Result<domain::SearchHit> hit = parseHit(value);
        if (!hit)
            return hit.error();
        page.hits.push_back(std::move(*hit));
    }
    page.nextCursor = textOf(json, Name("next_cursor"));
    page.indexing = json.value(Name("indexing")).toBool();
    return page;
}

} // namespace protocol::searchapi
