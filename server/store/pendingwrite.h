#pragma once

#include "store/store.h"

#include <optional>
#include <variant>

namespace store
{

/// A write that waits for its commit, and who waits for it.
template <typename Write, typename Outcome>
struct Pending {
    Write write;
    base::Reply<Outcome> reply;
    std::optional<base::Result<Outcome>> outcome = {}; ///< set by Batch; true once it is committed
};

using PendingOpen = Pending<OpenSession, OpenedSession>;
using PendingUpdate = Pending<UpdateSession, UpdatedSession>;
using PendingPost = Pending<PostMessage, PostedMessage>;
using PendingEdit = Pending<EditMessage, ChangedMessage>;
using PendingDelete = Pending<DeleteMessage, ChangedMessage>;
using PendingMark = Pending<MarkRead, ReadOutcome>;
using PendingDelivery = Pending<MarkDelivered, DeliveryOutcome>;
struct PendingActivity {
    RecordActivity write;
};
using PendingWrite = std::variant<PendingOpen, PendingUpdate, PendingPost, PendingEdit, PendingDelete,
                                  PendingMark, PendingDelivery, PendingActivity>;

} // namespace store
