#include "store/audittable.h"

namespace store
{

void AuditTable::insert(const std::vector<AuditRow> &entries)
{
    static const RowStatement statement{{{"created_at", ColumnType::Integer},
                                         {"action", ColumnType::Text},
                                         {"user_id", ColumnType::Text},
                                         {"role", ColumnType::Text},
                                         {"session_id", ColumnType::Uuid},
                                         {"message_id", ColumnType::Uuid},
                                         {"details", ColumnType::Text}},
                                        nullptr,
                                        "chat_audit_logs"};
    InputRows rows(m_connection.dialect(), statement);
    for (const AuditRow &row : entries) {
        rows << static_cast<qint64>(row.at.time_since_epoch().count()) << row.entry.action << row.entry.userId
             << QString(domain::toString(row.entry.role));
        rows.orNull(row.session.uuid()).orNull(row.message.uuid());
        rows << QString::fromUtf8(row.entry.details);
    }
    m_connection.run(statement, rows);
}

} // namespace store
