#pragma once

#include "base/result.h"

namespace store
{

// Why a write is refused that does not fit what is stored.

inline base::Error noSession()
{
    return {base::ErrorKind::NotFound, QStringLiteral("There is no such conversation."), {}, {}};
}

inline base::Error noMessage()
{
    return {base::ErrorKind::NotFound, QStringLiteral("There is no such message."), {}, {}};
}

inline base::Error closedSession()
{
    return {base::ErrorKind::Conflict, QStringLiteral("This conversation is closed."), {}, {}};
}

} // namespace store
