#pragma once

#include "chat/sendrequest.h"
#include "protocol/clientevents.h"

namespace api
{

// What every door of the chat API needs between its words and the use cases'.

chat::SendCommand commandOf(const protocol::chatapi::SendMessage &send);

/// The use cases name fields as the room protocol does; the chat API has other names for some.
QString chatFieldOf(const QString &field);
base::Error chatError(base::Error error);

} // namespace api
