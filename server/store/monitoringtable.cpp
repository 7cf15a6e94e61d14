#include "store/monitoringtable.h"

namespace store
{

void MonitoringTable::insert(const std::vector<const RecordActivity *> &events)
{
    static const RowStatement statement{{{"timestamp", ColumnType::Integer},
                                         {"event_type", ColumnType::Text},
                                         {"session_id", ColumnType::Uuid},
                                         {"user_id", ColumnType::Text},
                                         {"details", ColumnType::Text}},
                                        nullptr,
                                        "chat_monitoring"};
    InputRows rows(m_connection.dialect(), statement);
    for (const RecordActivity *event : events) {
        rows << static_cast<qint64>(event->at.time_since_epoch().count()) << event->eventType
             << event->session.uuid() << event->userId;
        rows.orNull(QString::fromUtf8(event->details));
    }
    m_connection.run(statement, rows);
}

} // namespace store
