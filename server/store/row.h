#pragma once

#include <QUuid>
#include <QVariant>

#include <functional>

class QSqlQuery;
struct sqlite3_stmt;

namespace store
{

/// A row of a result, of either database. Valid within the call that gets it.
class Row
{
public:
    explicit Row(const QSqlQuery &query)
        : m_query(&query)
    {
    }
    explicit Row(sqlite3_stmt *statement)
        : m_statement(statement)
    {
    }

    bool isNull(int column) const;
    /// An integer, a text, bytes, or a null one.
    QVariant value(int column) const;
    // The same of a known type, without the detour; 0 or null where it is null.
    qint64 integer(int column) const;
    QString text(int column) const;
    QUuid uuid(int column) const;

private:
    const QSqlQuery *m_query = nullptr;
    sqlite3_stmt *m_statement = nullptr; ///< where m_query is null
};

using OnRow = std::function<void(const Row &)>;

} // namespace store
