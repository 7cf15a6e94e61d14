#pragma once

#include "store/dialect.h"

#include <QVariantList>

#include <cstddef>

namespace store
{

/// The rows that a RowStatement works on, in the form that its database takes them: values to bind for
/// SQLite, one JSON array for PostgreSQL. Values are given row by row, in the order of the statement's
/// columns. One thread.
class InputRows
{
public:
    InputRows(const Dialect &dialect, const RowStatement &statement);

    InputRows &operator<<(qint64 value);
    InputRows &operator<<(const QString &value); ///< stored as '' when empty
    InputRows &operator<<(const QUuid &value);
    InputRows &operator<<(const QByteArray &value);
    InputRows &operator<<(std::nullptr_t);
    /// NULL when empty.
    InputRows &orNull(const QString &value) { return value.isEmpty() ? *this << nullptr : *this << value; }
    InputRows &orNull(const QByteArray &value) { return value.isEmpty() ? *this << nullptr : *this << value; }
    InputRows &orNull(const QUuid &value) { return value.isNull() ? *this << nullptr : *this << value; }

    bool isEmpty() const { return m_values.isEmpty() && m_json.isEmpty(); }
    const QVariantList &values() const { return m_values; }
    QString json() const;

private:
    /// Writes what stands between the last value and the next one.
    void next();

    const Dialect &m_dialect;
    const RowStatement &m_statement;
    QVariantList m_values;
    QByteArray m_json;
    size_t m_column = 0;
};

} // namespace store
