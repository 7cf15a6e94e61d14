#include "client/typing.h"

#include <algorithm>

namespace client
{

TypingThrottle::Tell TypingThrottle::keystroke(base::Timestamp now)
{
    // A clock that was set back tells again.
    if (m_toldAt && now >= *m_toldAt && now < *m_toldAt + interval)
        return Tell::Nothing;
    m_toldAt = now;
    return Tell::Start;
}

TypingThrottle::Tell TypingThrottle::stop()
{
    return std::exchange(m_toldAt, std::nullopt) ? Tell::Stop : Tell::Nothing;
}

bool TypingPeople::start(const QString &userId, const QString &name, base::Timestamp now)
{
    const auto found = std::find_if(m_people.begin(), m_people.end(),
                                    [&](const Person &person) { return person.userId == userId; });
    if (found == m_people.end()) {
        m_people.push_back({userId, name, now});
        return true;
    }
    found->heardAt = now;
    return std::exchange(found->name, name) != name;
}

bool TypingPeople::stop(const QString &userId)
{
    return std::erase_if(m_people, [&](const Person &person) { return person.userId == userId; }) > 0;
}

bool TypingPeople::clear()
{
    return !std::exchange(m_people, {}).empty();
}

bool TypingPeople::dropSilent(base::Timestamp now)
{
    return std::erase_if(m_people, [&](const Person &person) { return now - person.heardAt >= longest; }) > 0;
}

QStringList TypingPeople::names() const
{
    QStringList names;
    for (const Person &person : m_people)
        names.append(person.name);
    return names;
}

} // namespace client
