#include "chat/sendrequest.h"

#include "domain/permissions.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <sodium.h>

namespace chat
{

namespace
{
base::Error badField(const char *field, const char *message)
{
    return {base::ErrorKind::BadRequest, QString::fromUtf8(message), QString::fromLatin1(field)};
}

bool isShownRole(const QString &role)
{
    return role == QLatin1String("system") || domain::roleFromString(role).has_value();
}

bool isSentAsAnother(const SendCommand &command, const domain::Principal &principal)
{
    return command.type == domain::MessageType::System ||
           (command.role && *command.role != domain::toString(principal.role)) ||
           (command.sender && *command.sender != principal.userId);
}

/// Over all that the client sent, each part with its length, so that no two bodies look alike.
QByteArray hashOf(const SendCommand &command, const domain::SessionId &session)
{
    crypto_generichash_state state;
    constexpr size_t size = 16;
    crypto_generichash_init(&state, nullptr, 0, size);
    const auto add = [&state](const QByteArray &part) {
        const quint64 length = quint64(part.size());
        crypto_generichash_update(&state, reinterpret_cast<const uchar *>(&length), sizeof length);
        crypto_generichash_update(&state, reinterpret_cast<const uchar *>(part.constData()),
                                  size_t(part.size()));
    };
    add(session.toBytes());
    add(QByteArray::number(static_cast<int>(command.type)));
    add(command.content.toUtf8());
    add(command.role ? command.role->toUtf8() : QByteArray());
    add(command.sender ? command.sender->toUtf8() : QByteArray());
    if (const auto *number = std::get_if<qint64>(&command.replyTo))
        add(QByteArray::number(*number));
    else if (const auto *id = std::get_if<domain::MessageId>(&command.replyTo))
        add(id->toBytes());
    else
        add({});
    add(command.metadata);
    QByteArray hash(size, Qt::Uninitialized);
    crypto_generichash_final(&state, reinterpret_cast<uchar *>(hash.data()), size);
    return hash;
}

store::AuditEntry impersonation(const store::PostMessage &write)
{
    const QJsonObject details{{QStringLiteral("as_role"), write.shownRole},
                              {QStringLiteral("as_sender"), write.shownSender}};
    return {QStringLiteral("message.impersonate"), write.author.id, write.author.role,
            QJsonDocument(details).toJson(QJsonDocument::Compact)};
}
} // namespace

base::Error metadataTooLarge()
{
    return {base::ErrorKind::TooLarge, QStringLiteral("metadata may have 4 KiB at most."),
            QStringLiteral("metadata")};
}

base::Status checkAndTrim(SendCommand &command, const domain::Principal &principal)
{
    if (command.type != domain::MessageType::Text && command.type != domain::MessageType::System)
        return badField("type",
                        "A message of this type bears a file, which is uploaded; without one, type is "
                        "text or system.");
    base::Result<QString> content = domain::checkedContent(command.content);
    if (!content)
        return content.error();
    command.content = std::move(*content);
    if (command.clientMsgId.size() > domain::maxClientMsgIdLength ||
        !domain::isStorableText(command.clientMsgId))
        return badField("client_msg_id",
                        "A client_msg_id has 128 characters at most, without NUL or unpaired surrogates.");
    if (command.metadata.size() > domain::maxMetadataBytes)
        return metadataTooLarge();
    if (command.role && !isShownRole(*command.role))
        return badField("role", "role is one of client, reader, technician, admin, super_admin, system.");
    if (command.sender && (command.sender->isEmpty() || command.sender->size() > domain::maxSenderLength ||
                           !domain::isStorableText(*command.sender)))
        return badField("sender", "sender has 1 to 128 characters, without NUL or unpaired surrogates.");
    if (isSentAsAnother(command, principal) &&
        domain::reach(principal.role, domain::Verb::Impersonate) != domain::Reach::All)
        return base::Error{base::ErrorKind::Forbidden, QStringLiteral("You may send as yourself only.")};
    return base::success();
}

store::PostMessage writeOf(const SendCommand &command, const domain::Principal &principal,
                           const domain::SessionId &session)
{
    store::PostMessage write;
    write.session = session;
    write.author = {principal.userId, principal.name, principal.role};
    write.shownSender = command.sender.value_or(principal.userId);
    write.shownName = write.shownSender == principal.userId ? principal.name : write.shownSender;
    const QLatin1String ownRole = command.type == domain::MessageType::System
                                      ? domain::toString(domain::MessageType::System)
                                      : domain::toString(principal.role);
    write.shownRole = command.role.value_or(QString(ownRole));
    write.type = command.type;
    write.content = command.content;
    write.replyTo = command.replyTo;
    write.metadata = command.metadata;
    write.clientMsgId = command.clientMsgId;
    write.bodyHash = hashOf(command, session);
    if (isSentAsAnother(command, principal))
        write.audit = impersonation(write);
    return write;
}

} // namespace chat
