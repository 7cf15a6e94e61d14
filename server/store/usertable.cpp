#include "store/usertable.h"

namespace store
{

namespace
{

constexpr qsizetype maxKnown = 50'000;

} // namespace

void UserTable::ensure(const std::vector<domain::UserRef> &users)
{
    // In the order of their ids, so that instances lock rows in the same order.
    Wanted wanted;
    Wanted unknown;
    for (const domain::UserRef &user : users) {
        if (isCurrent(user))
            continue;
        domain::UserRef &entry = wanted[user.id];
        if (entry.id.isEmpty() || !user.name.isEmpty())
            entry = user;
        if (!m_known.contains(user.id))
            unknown[user.id] = user;
    }
    if (wanted.isEmpty())
        return;
    if (m_known.size() > maxKnown) {
        forget();
        return ensure(users);
    }
    load(unknown);
    for (auto user = wanted.begin(); user != wanted.end();)
        user = isCurrent(*user) ? wanted.erase(user) : std::next(user);
    upsert(wanted);
}

bool UserTable::isCurrent(const domain::UserRef &user) const
{
    const auto known = m_known.constFind(user.id);
    if (known == m_known.cend())
        return false;
    return user.name.isEmpty() || (known->name == user.name && known->role == user.role);
}

void UserTable::load(const Wanted &wanted)
{
    static const RowStatement statement{
        {{"user_id", ColumnType::Text}},
        "SELECT u.user_key, u.user_id, u.name, u.role FROM r JOIN chat_users u ON u.user_id = r.user_id"};
    InputRows rows(m_connection.dialect(), statement);
    for (const domain::UserRef &user : wanted)
        rows << user.id;
    m_connection.run(statement, rows, [this](const Row &row) {
        m_known.insert(row.value(1).toString(),
                       {row.value(0).toLongLong(), row.value(2).toString(),
                        domain::roleFromString(row.value(3).toString()).value_or(domain::Role::Client)});
    });
}

void UserTable::upsert(const Wanted &wanted)
{
    static const RowStatement statement{
        {{"user_id", ColumnType::Text}, {"name", ColumnType::Text}, {"role", ColumnType::Text}},
        "INSERT INTO chat_users (user_id, name, role) SELECT user_id, name, role FROM r WHERE true "
        "ON CONFLICT (user_id) DO UPDATE SET "
        "name = CASE WHEN excluded.name = '' THEN chat_users.name ELSE excluded.name END, "
        "role = CASE WHEN excluded.name = '' THEN chat_users.role ELSE excluded.role END "
        "RETURNING user_key, user_id"};
    InputRows rows(m_connection.dialect(), statement);
    for (const domain::UserRef &user : wanted)
        rows << user.id << user.name << QString(domain::toString(user.role));
    m_connection.run(statement, rows, [&](const Row &row) {
        const QString id = row.value(1).toString();
        const domain::UserRef &user = *wanted.constFind(id);
        m_known.insert(id, {row.value(0).toLongLong(), user.name, user.role});
    });
}

QString UserTable::id(qint64 key)
{
    if (const auto found = m_ids.constFind(key); found != m_ids.cend())
        return *found;
    QString id;
    m_connection.query("SELECT user_id FROM chat_users WHERE user_key = ?", {key},
                       [&](const Row &row) { id = row.text(0); });
    if (m_ids.size() >= maxKnown)
        m_ids.clear();
    m_ids.insert(key, id);
    return id;
}

std::optional<qint64> UserTable::find(const QString &userId)
{
    std::optional<qint64> key;
    m_connection.query("SELECT user_key FROM chat_users WHERE user_id = ?", {userId},
                       [&](const Row &row) { key = row.value(0).toLongLong(); });
    return key;
}

} // namespace store
