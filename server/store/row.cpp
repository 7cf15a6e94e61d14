#include "store/row.h"

#include <QSqlQuery>

#include <sqlite3.h>

namespace store
{

bool Row::isNull(int column) const
{
    return m_query ? m_query->isNull(column) : sqlite3_column_type(m_statement, column) == SQLITE_NULL;
}

QVariant Row::value(int column) const
{
    if (m_query)
        return m_query->value(column);
    switch (sqlite3_column_type(m_statement, column)) {
    case SQLITE_INTEGER:
        return static_cast<qint64>(sqlite3_column_int64(m_statement, column));
    case SQLITE_TEXT: {
        const unsigned char *text = sqlite3_column_text(m_statement, column);
        return QString::fromUtf8(QUtf8StringView(text, sqlite3_column_bytes(m_statement, column)));
    }
    case SQLITE_BLOB: {
        const void *bytes = sqlite3_column_blob(m_statement, column);
        return QByteArray(static_cast<const char *>(bytes), sqlite3_column_bytes(m_statement, column));
    }
    default:
        return {}; // No column of the schema holds fractions.
    }
}

qint64 Row::integer(int column) const
{
    return m_query ? m_query->value(column).toLongLong() : sqlite3_column_int64(m_statement, column);
}

QString Row::text(int column) const
{
    if (m_query)
        return m_query->value(column).toString();
    const unsigned char *text = sqlite3_column_text(m_statement, column);
    return text ? QString::fromUtf8(QUtf8StringView(text, sqlite3_column_bytes(m_statement, column)))
                : QString();
}

QUuid Row::uuid(int column) const
{
    if (m_query)
        return QUuid::fromString(m_query->value(column).toString());
    const void *bytes = sqlite3_column_blob(m_statement, column);
    return QUuid::fromRfc4122(
        QByteArrayView(static_cast<const char *>(bytes), sqlite3_column_bytes(m_statement, column)));
}

} // namespace store
