#pragma once

#include "domain/principal.h"
#include "store/store.h"

#include <memory>

namespace chat
{

using PrincipalPtr = std::shared_ptr<const domain::Principal>;

/// What somebody wants to send, as it came from the wire.
struct SendCommand {
    QString content;
    std::optional<QString> role;   ///< to be shown as; another than one's own needs Verb::Impersonate
    std::optional<QString> sender; ///< likewise
    store::MessageRef replyTo;
    QString clientMsgId;
    domain::MessageType type = domain::MessageType::Text; ///< or System, which needs Verb::Impersonate
    QByteArray metadata;
};

base::Error metadataTooLarge();

/// Checks what does not need the session, and trims the content.
/// \return BadRequest (field), TooLarge, or Forbidden for a role or sender that \a principal may not bear
base::Status checkAndTrim(SendCommand &command, const domain::Principal &principal);

/// The write for a checked command; id and time are left to be filled in. A message sent as another is
/// audited.
store::PostMessage writeOf(const SendCommand &command, const domain::Principal &principal,
                           const domain::SessionId &session);

} // namespace chat
