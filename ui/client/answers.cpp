#include "client/answers.h"

#include "protocol/chatapi.h"
#include "protocol/searchapi.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace client::answers
{

base::Result<domain::Message> message(const QJsonObject &json)
{
    return protocol::chatapi::parseMessage(json.value("message"_L1).toObject());
}

base::Result<domain::SessionSummary> session(const QJsonObject &json)
{
    return protocol::chatapi::parseSession(json.value("session"_L1).toObject());
}

base::Result<SearchPage> searchPage(const QJsonObject &json)
{
    base::Result<protocol::searchapi::Page> page = protocol::searchapi::parsePage(json);
    if (!page)
        return page.error();
    return SearchPage{std::move(page->hits), page->nextCursor, page->indexing};
}

QJsonObject changeBody(const SessionChange &change)
{
    QJsonObject body;
    if (change.status)
        body.insert("status"_L1, domain::toString(*change.status));
    if (change.assignee)
        body.insert("assignee"_L1, change.assignee->isEmpty() ? QJsonValue() : QJsonValue(*change.assignee));
    if (change.labels)
        body.insert("labels"_L1, QJsonArray::fromStringList(*change.labels));
    if (change.priority)
        body.insert("priority"_L1, domain::toString(*change.priority));
    return body;
}

} // namespace client::answers
