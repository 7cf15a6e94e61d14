#pragma once

#include "store/connection.h"
#include "store/store.h"

#include <vector>

namespace store
{

/// chat_monitoring: what happened, for live figures. Rows are only added.
class MonitoringTable
{
public:
    explicit MonitoringTable(Connection &connection)
        : m_connection(connection)
    {
    }
    void insert(const std::vector<const RecordActivity *> &events);

private:
    Connection &m_connection;
};

} // namespace store
