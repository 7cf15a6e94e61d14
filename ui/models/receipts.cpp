#include "models/receipts.h"

#include <algorithm>

namespace models
{

namespace
{
constexpr size_t maxMarks = 200;

void sort(std::vector<Receipts::Receipt> &receipts)
{
    std::sort(receipts.begin(), receipts.end(), [](const auto &a, const auto &b) {
        const auto first = a.at.value_or(base::Timestamp{});
        const auto second = b.at.value_or(base::Timestamp{});
        return first != second ? first < second : a.user.name.localeAwareCompare(b.user.name) < 0;
    });
}
} // namespace

void Receipts::setMembers(const std::vector<domain::Member> &members)
{
    for (const domain::Member &member : members) {
        Person &known = person(member.user);
        known.readSeq = std::max(known.readSeq, member.readSeq);
        known.receivedSeq = std::max(known.receivedSeq, member.deliveredSeq);
    }
}

void Receipts::noteRead(const domain::UserRef &user, qint64 seq, std::optional<base::Timestamp> at)
{
    Person &reader = person(user);
    if (seq <= reader.readSeq)
        return;
    if (at)
        reader.marks.push_back({reader.readSeq, seq, *at});
    reader.readSeq = seq;
    if (reader.marks.size() > maxMarks)
        reader.marks.erase(reader.marks.begin());
}

void Receipts::noteReceived(const domain::UserRef &user, qint64 seq)
{
    Person &receiver = person(user);
    receiver.receivedSeq = std::max(receiver.receivedSeq, seq);
}

std::vector<Receipts::Receipt> Receipts::readBy(qint64 seq, const QStringList &except) const
{
    std::vector<Receipt> receipts;
    for (const Person &reader : m_people) {
        if (reader.readSeq < seq || except.contains(reader.user.id))
            continue;
        Receipt receipt{reader.user, std::nullopt};
        const auto mark = std::find_if(reader.marks.begin(), reader.marks.end(), [seq](const Mark &known) {
            return known.afterSeq < seq && seq <= known.upToSeq;
        });
        if (mark != reader.marks.end())
            receipt.at = mark->at;
        receipts.push_back(receipt);
    }
    sort(receipts);
    return receipts;
}

std::vector<Receipts::Receipt> Receipts::receivedBy(qint64 seq, const QStringList &except) const
{
    std::vector<Receipt> receipts;
    for (const Person &receiver : m_people) {
        if (receiver.receivedSeq >= seq && receiver.readSeq < seq && !except.contains(receiver.user.id))
            receipts.push_back({receiver.user, std::nullopt});
    }
    sort(receipts);
    return receipts;
}

qint64 Receipts::readByOthers(const QString &self) const
{
    qint64 seq = 0;
    for (const Person &reader : m_people)
        seq = reader.user.id == self ? seq : std::max(seq, reader.readSeq);
    return seq;
}

qint64 Receipts::receivedByOthers(const QString &self) const
{
    qint64 seq = 0;
    for (const Person &receiver : m_people)
        seq = receiver.user.id == self ? seq : std::max(seq, receiver.receivedSeq);
    return seq;
}

Receipts::Person &Receipts::person(const domain::UserRef &user)
{
    const auto found = std::find_if(m_people.begin(), m_people.end(),
                                    [&user](const Person &known) { return known.user.id == user.id; });
    if (found == m_people.end()) {
        m_people.push_back({user, 0, 0, {}});
        return m_people.back();
    }
    if (!user.name.isEmpty())
        found->user.name = user.name;
    return *found;
}

} // namespace models
