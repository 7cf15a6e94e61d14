#include "api/replies.h"
#include "api/services.h"
#include "base/ids.h"
#include "net/router.h"
#include "protocol/json.h"
#include "protocol/jsonwriter.h"
#include "protocol/jwt.h"

namespace api
{

namespace
{
constexpr std::chrono::days visitorTokenLife{30};
constexpr qsizetype maxEmailLength = 254;
constexpr qsizetype maxPageLength = 2048;
constexpr qsizetype maxLocaleLength = 35;

base::Result<chat::VisitorDetails> visitorOf(const QByteArray &body)
{
    const base::Result<QJsonObject> object = body.isEmpty() ? QJsonObject() : protocol::parseObject(body);
    if (!object)
        return object.error();
    protocol::JsonFields fields(*object);
    chat::VisitorDetails visitor;
    visitor.name = fields.string(QLatin1String("name"), protocol::maxSubjectLength).trimmed();
    visitor.email = fields.string(QLatin1String("email"), maxEmailLength).trimmed();
    visitor.page = fields.string(QLatin1String("page"), maxPageLength);
    visitor.locale = fields.string(QLatin1String("locale"), maxLocaleLength);
    if (!fields.ok())
        return fields.error();
    return visitor;
}

void startVisit(const Services &services, const net::HttpRequest &request, const net::HttpResponder &respond)
{
    if (!services.config.allowVisitors) {
        return respond(errorResponse(
            {base::ErrorKind::Forbidden,
             QStringLiteral("This server admits no visitors without a token. ALLOW_VISITORS=1 does.")}));
    }
    const base::Result<chat::VisitorDetails> visitor = visitorOf(request.body);
    if (!visitor)
        return respond(errorResponse(visitor.error()));
    const domain::Principal principal = services.chat.startVisit(*visitor);
    const base::Timestamp now = services.clock.now();
    const base::Timestamp expiresAt = now + visitorTokenLife;
    const QByteArray token = services.authenticator.issue(principal, now, expiresAt);

    protocol::JsonWriter json;
    json.beginObject();
    json.key("token").ascii(token);
    json.key("user").beginObject();
    json.key("id").string(principal.userId);
    json.key("name").string(principal.name);
    json.key("role").ascii(domain::toString(principal.role));
    json.endObject();
    json.key("room").string(principal.rooms->constFirst());
    json.key("expires_at").ascii(base::toRfc3339(expiresAt));
    json.endObject();
    respond(net::HttpResponse::json(201, json.take()).withHeader("Cache-Control", "no-store"));
}
} // namespace

void addVisitorRoutes(net::Router &router, const Services &services)
{
    router.add(
        "POST", "/api/chat/visitor",
        admitted(services, [&services](const net::HttpRequest &request, const net::HttpResponder &respond) {
            startVisit(services, request, respond);
        }));
}

} // namespace api
