#pragma once

#include "domain/sessionsummary.h"

#include <optional>
#include <vector>

namespace models
{

/// How far each member of a session has read and received it.
class Receipts
{
public:
    struct Receipt {
        domain::UserRef user;
        std::optional<base::Timestamp> at; ///< when, where it was heard of as it happened
    };

    void clear() { m_people.clear(); }
    void setMembers(const std::vector<domain::Member> &members);
    void noteRead(const domain::UserRef &user, qint64 seq, std::optional<base::Timestamp> at);
    void noteReceived(const domain::UserRef &user, qint64 seq);

    /// Who has read the message \a seq: the first ones first, those of whom no time is known before, by name.
    /// \param except  ids of those who do not count: its sender, the reader of this
    std::vector<Receipt> readBy(qint64 seq, const QStringList &except) const;
    /// Who has received it, but not read it; by name.
    std::vector<Receipt> receivedBy(qint64 seq, const QStringList &except) const;

    qint64 readByOthers(const QString &self) const; ///< how far whoever has read furthest
    qint64 receivedByOthers(const QString &self) const;

private:
    struct Mark {
        qint64 afterSeq = 0;
        qint64 upToSeq = 0;
        base::Timestamp at;
    };
    struct Person {
        domain::UserRef user;
        qint64 readSeq = 0;
        qint64 receivedSeq = 0;
        std::vector<Mark> marks; ///< growing; the last maxMarks
    };
    Person &person(const domain::UserRef &user);

    std::vector<Person> m_people;
};

} // namespace models
