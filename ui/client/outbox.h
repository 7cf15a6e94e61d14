#pragma once

#include "base/result.h"
#include "client/localdatabase.h"
#include "client/pendingmessage.h"

#include <vector>

namespace client
{

/// What was written and not confirmed yet, on disk, in the order of writing. Used in one thread. Failures are
/// Unavailable with a sentence.
class Outbox
{
public:
    Outbox(const QString &path, LocalDatabase::SetAside onSetAside);

    /// In order. What was being sent when the program ended is Waiting again.
    base::Result<std::vector<PendingMessage>> load();
    /// Adds \a message at the end; one that is there keeps its place.
    base::Status put(const PendingMessage &message);
    base::Status remove(const QString &clientMsgId);

private:
    LocalDatabase m_database;
};

} // namespace client
