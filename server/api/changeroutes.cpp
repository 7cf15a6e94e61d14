#include "api/chatcommands.h"
#include "api/queryvalues.h"
#include "api/replies.h"
#include "api/services.h"
#include "net/shard.h"
#include "protocol/chatapi.h"
#include "protocol/chatbodies.h"
#include "protocol/jsonwriter.h"

// The routes of the chat API that write.

namespace api
{

namespace
{
using protocol::JsonWriter;
namespace chatapi = protocol::chatapi;

/// A request whose sender is known.
struct Asked {
    const Services &services;
    const net::HttpRequest &request;
    const net::HttpResponder &respond;
    chat::PrincipalPtr principal;

    void refuse(const base::Error &error) const { respond(errorResponse(chatError(error))); }
    /// A Reply that refuses what failed, and else answers by what \a answerOf makes of it.
    template <typename T, typename Function>
    base::Reply<T> reply(Function answerOf) const
    {
        return {&respond.shard(), [respond = respond, answerOf](const base::Result<T> &result) {
                    respond(result ? answerOf(*result) : errorResponse(chatError(result.error())));
                }};
    }
};
using Handler = void (*)(const Asked &);

auto sessionAnswer(int status)
{
    return [status](const domain::SessionSummary &summary) {
        return net::HttpResponse::json(status, R"({"session":)" + chatapi::sessionJson(summary) + '}');
    };
}

net::HttpResponse messageResponse(int status, const domain::Message &message)
{
    return net::HttpResponse::json(status, R"({"message":)" + chatapi::messageJson(message) + '}');
}

net::HttpResponse messageAnswer(const domain::Message &message)
{
    return messageResponse(200, message);
}

/// The body as \a parse reads it.
template <typename T>
base::Result<T> parsedBody(const Asked &asked, base::Result<T> (*parse)(const QJsonObject &))
{
    const base::Result<QJsonObject> body = bodyOf(asked.request);
    return body ? parse(*body) : base::Result<T>(body.error());
}

void createSession(const Asked &asked)
{
    const auto wanted = parsedBody(asked, chatapi::parseNewSession);
    if (!wanted)
        return asked.respond(errorResponse(wanted.error())); // `room` is its name here, too
    asked.services.chat.createSession(
        asked.principal, *wanted,
        {&asked.respond.shard(),
         [respond = asked.respond](const base::Result<domain::SessionSummary> &summary) {
             respond(summary ? sessionAnswer(201)(*summary) : errorResponse(summary.error()));
         }});
}

void updateSession(const Asked &asked)
{
    const base::Result<QString> session = sessionOf(asked.request);
    if (!session)
        return asked.refuse(session.error());
    const auto change = parsedBody(asked, chatapi::parseSessionChange);
    if (!change)
        return asked.refuse(change.error());
    asked.services.chat.updateSession(asked.principal, *session, *change,
                                      asked.reply<domain::SessionSummary>(sessionAnswer(200)));
}

void postMessage(const Asked &asked)
{
    const auto send = parsedBody(asked, chatapi::parseSend);
    if (!send)
        return asked.refuse(send.error());
    asked.services.chat.send(asked.principal, send->session, commandOf(*send),
                             asked.reply<store::PostedMessage>(
                                 [traffic = asked.services.traffic](const store::PostedMessage &posted) {
                                     if (!posted.duplicate)
                                         traffic->received(Traffic::Protocol::Rest);
                                     return messageResponse(posted.duplicate ? 200 : 201, posted.message);
                                 }));
}

void editMessage(const Asked &asked)
{
    const base::Result<store::MessageRef> message = messageOf(asked.request);
    if (!message)
        return asked.refuse(message.error());
    const auto change = parsedBody(asked, chatapi::parseMessageChange);
    if (!change)
        return asked.refuse(change.error());
    asked.services.chat.editMessage(asked.principal, *message, *change,
                                    asked.reply<domain::Message>(messageAnswer));
}

void deleteMessage(const Asked &asked)
{
    const base::Result<store::MessageRef> message = messageOf(asked.request);
    if (!message)
        return asked.refuse(message.error());
    asked.services.chat.deleteMessage(asked.principal, *message, asked.reply<domain::Message>(messageAnswer));
}

void versions(const Asked &asked)
{
    const base::Result<store::MessageRef> message = messageOf(asked.request);
    if (!message)
        return asked.refuse(message.error());
    using Versions = std::vector<domain::MessageVersion>;
    asked.services.chat.messageVersions(asked.principal, *message,
                                        asked.reply<Versions>([](const Versions &found) {
                                            return net::HttpResponse::json(200, chatapi::versionsJson(found));
                                        }));
}

void markRead(const Asked &asked)
{
    const base::Result<QString> session = sessionOf(asked.request);
    if (!session)
        return asked.refuse(session.error());
    const auto upTo = parsedBody(asked, chatapi::parseRead);
    if (!upTo)
        return asked.refuse(upTo.error());
    asked.services.chat.markRead(asked.principal, *session, *upTo,
                                 asked.reply<store::ReadOutcome>([](const store::ReadOutcome &outcome) {
                                     JsonWriter json;
                                     json.beginObject().key("read_count").integer(outcome.readCount);
                                     json.key("unread_count").integer(outcome.unreadCount).endObject();
                                     return net::HttpResponse::json(200, json.take());
                                 }));
}
} // namespace

void addChangeRoutes(net::Router &router, const Services &services)
{
    const auto add = [&](const QByteArray &method, const QByteArray &pattern, Handler handler) {
        router.add(method, pattern,
                   admitted(services, [&services, handler](const net::HttpRequest &request,
                                                           const net::HttpResponder &respond) {
                       const base::Result<chat::PrincipalPtr> principal =
                           services.authenticator.fromHeaders(request);
                       if (!principal)
                           return respond(errorResponse(principal.error()));
                       handler({services, request, respond, *principal});
                   }));
    };
    add("POST", "/api/chat/sessions", createSession);
    add("PATCH", "/api/chat/sessions/{id}", updateSession);
    add("POST", "/api/chat/messages", postMessage);
    add("PATCH", "/api/chat/messages/{id}", editMessage);
    add("DELETE", "/api/chat/messages/{id}", deleteMessage);
    add("GET", "/api/chat/messages/{id}/versions", versions);
    add("PUT", "/api/chat/messages/{id}/read", markRead);
}

} // namespace api
