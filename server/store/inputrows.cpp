#include "store/inputrows.h"

namespace store
{

namespace
{

void appendQuoted(QByteArray &json, const QByteArray &utf8)
{
    static constexpr char hex[] = "0123456789abcdef";
    json += '"';
    for (const char c : utf8) {
        if (c == '"' || c == '\\') {
            json += '\\';
            json += c;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            json += "\\u00";
            json += hex[c >> 4];
            json += hex[c & 15];
        } else {
            json += c;
        }
    }
    json += '"';
}

} // namespace

InputRows::InputRows(const Dialect &dialect, const RowStatement &statement)
    : m_dialect(dialect)
    , m_statement(statement)
{
}

void InputRows::next()
{
    const bool firstColumn = m_column == 0;
    if (firstColumn)
        m_json += m_json.isEmpty() ? "[{" : "},{";
    else
        m_json += ',';
    m_json += '"';
    m_json += m_statement.columns[m_column].name;
    m_json += "\":";
    m_column = (m_column + 1) % m_statement.columns.size();
}

InputRows &InputRows::operator<<(qint64 value)
{
    if (!m_dialect.isPostgres()) {
        m_values.append(value);
        return *this;
    }
    next();
    m_json += QByteArray::number(value);
    return *this;
}

InputRows &InputRows::operator<<(const QString &value)
{
    if (!m_dialect.isPostgres()) {
        // QtSql binds a null string as NULL.
        m_values.append(value.isNull() ? QStringLiteral("") : value);
        return *this;
    }
    next();
    appendQuoted(m_json, value.toUtf8());
    return *this;
}

InputRows &InputRows::operator<<(const QUuid &value)
{
    if (!m_dialect.isPostgres()) {
        m_values.append(value.toRfc4122());
        return *this;
    }
    next();
    appendQuoted(m_json, value.toByteArray(QUuid::WithoutBraces));
    return *this;
}

InputRows &InputRows::operator<<(const QByteArray &value)
{
    if (!m_dialect.isPostgres()) {
        m_values.append(value);
        return *this;
    }
    next();
    appendQuoted(m_json, "\\x" + value.toHex());
    return *this;
}

InputRows &InputRows::operator<<(std::nullptr_t)
{
    if (!m_dialect.isPostgres()) {
        m_values.append(QVariant());
        return *this;
    }
    next();
    m_json += "null";
    return *this;
}

QString InputRows::json() const
{
    return QString::fromUtf8(m_json) + QStringLiteral("}]");
}

} // namespace store
