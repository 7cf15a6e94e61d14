#pragma once

#include "domain/event.h"
#include "store/connection.h"

#include <QHash>
#include <QMap>

#include <vector>

namespace store
{

/// chat_users: integer keys for user ids, and the name and role that each was last seen with. Keys never
/// change, so they are remembered between transactions; forget() them when one is rolled back.
class UserTable
{
public:
    explicit UserTable(Connection &connection)
        : m_connection(connection)
    {
    }

    /// Makes every one of \a users known and up to date. A user without a name is only named by others: what
    /// is stored of them stays. The last of several entries of one user counts.
    void ensure(const std::vector<domain::UserRef> &users);
    /// The key of a user that ensure() has had.
    qint64 key(const QString &userId) const { return m_known.value(userId).key; }
    void forget()
    {
        m_known.clear();
        m_ids.clear();
    }
    /// The user id of a key that a row bears.
    QString id(qint64 key);

    /// What readers do: the key of a user, if they were ever named.
    std::optional<qint64> find(const QString &userId);

private:
    struct Known {
        qint64 key = 0;
        QString name;
        domain::Role role = domain::Role::Client;
    };
    using Wanted = QMap<QString, domain::UserRef>;

    bool isCurrent(const domain::UserRef &user) const;
    void load(const Wanted &wanted);
    void upsert(const Wanted &wanted);

    Connection &m_connection;
    QHash<QString, Known> m_known;
    QHash<qint64, QString> m_ids;
};

} // namespace store
