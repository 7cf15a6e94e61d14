#pragma once

#include "base/result.h"

#include <QSqlError>

#include <exception>

namespace store
{

/// What a failed statement means for the transaction that it stood in.
enum class SqlFault {
    Lost,      ///< the database cannot commit now: connection gone, disk full, locked
    Duplicate, ///< a unique key is taken: perhaps by a write of another instance at the same time
    Retry,     ///< the database gave this transaction up in favour of another; the same again may succeed
    Statement, ///< the statement or its values are at fault; the same again fails again
};

/// Thrown by Connection and caught by Writer, ReaderPool and Migrator; never leaves this layer.
/// The text bears no values, so it may be logged.
class SqlFailure final : public std::exception
{
public:
    SqlFailure(SqlFault fault, QString text)
        : m_fault(fault)
        , m_text(std::move(text))
    {
    }

    SqlFault fault() const { return m_fault; }
    const QString &text() const { return m_text; }
    const char *what() const noexcept override { return "SQL failure"; }

private:
    SqlFault m_fault;
    QString m_text;
};

/// What callers hear when the database cannot commit or answer.
base::Error unavailable();

} // namespace store
