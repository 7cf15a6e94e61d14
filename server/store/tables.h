#pragma once

#include "store/audittable.h"
#include "store/connection.h"
#include "store/messagetable.h"
#include "store/monitoringtable.h"
#include "store/participanttable.h"
#include "store/searchfinder.h"
#include "store/searchindex.h"
#include "store/sessionlist.h"
#include "store/sessiontable.h"
#include "store/usertable.h"

namespace store
{

/// A connection and all tables over it. One thread.
struct Tables {
    Tables(const base::DatabaseUrl &url, Connection::Access access)
        : connection(url, access)
    {
    }

    /// After a rollback: drops what was remembered of it.
    void forget()
    {
        users.forget();
        messages.forget();
    }

    Connection connection;
    UserTable users{connection};
    SessionTable sessions{connection};
    SessionList sessionList{connection};
    ParticipantTable participants{connection, users};
    MessageTable messages{connection, users};
    SearchIndex searchIndex{connection};
    SearchFinder searchFinder{connection};
    AuditTable audit{connection};
    MonitoringTable monitoring{connection};
};

} // namespace store
