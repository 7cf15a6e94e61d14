#pragma once

#include "domain/message.h"
#include "store/connection.h"
#include "store/store.h"

#include <vector>

namespace store
{

/// A row of chat_audit_logs.
struct AuditRow {
    AuditEntry entry;
    domain::SessionId session;
    domain::MessageId message;
    base::Timestamp at{};
};

/// chat_audit_logs: what was done, by whom. Rows are only added.
class AuditTable
{
public:
    explicit AuditTable(Connection &connection)
        : m_connection(connection)
    {
    }
    void insert(const std::vector<AuditRow> &entries);

private:
    Connection &m_connection;
};

} // namespace store
