#include "store/monitoringtable.h"

namespace store
{

void MonitoringTable::insert(const std::vector<const RecordActivity *> &events)
{
    static const RowStatement statement{
        {{"at", ColumnType::Integer},
         {"event_type", ColumnType::Text},
         {"session_id", ColumnType::Uuid},
         {"user_id", ColumnType::Text},
         {"details", ColumnType::Text}},
        "INSERT INTO chat_monitoring (timestamp, event_type, session_id, user_id, details) "
        "SELECT at, event_type, session_id, user_id, details FROM r"};
    InputRows rows(m_connection.dialect(), statement);
    for (const RecordActivity *event : events) {
        rows << static_cast<qint64>(event->at.time_since_epoch().count()) << event->eventType
             << event->session.uuid() << event->userId;
        rows.orNull(QString::fromUtf8(event->details));
    }
    m_connection.run(statement, rows);
}

} // namespace store
