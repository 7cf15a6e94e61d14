#pragma once

#include "base/clock.h"

#include <QHash>
#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace client
{

/// When to tell the server of my typing: at most once a second while I type, once when I stop.
class TypingThrottle
{
public:
    static constexpr std::chrono::milliseconds interval{1000};

    enum class Tell { Nothing, Start, Stop };
    Tell keystroke(base::Timestamp now);
    Tell stop();

private:
    std::optional<base::Timestamp> m_toldAt; ///< empty: not typing
};

/// Who else types in a session. The server says when somebody stops, but may drop that for a slow reader: who
/// was not heard of for a while has stopped too.
class TypingPeople
{
public:
    static constexpr std::chrono::milliseconds longest{
        7000}; ///< the server's 5 s of silence, and its way here

    // Each returns whether names() changed.
    bool start(const QString &userId, const QString &name, base::Timestamp now);
    bool stop(const QString &userId);
    bool clear();
    bool dropSilent(base::Timestamp now);

    QStringList names() const; ///< who began first comes first
    bool isEmpty() const { return m_people.empty(); }

private:
    struct Person {
        QString userId;
        QString name;
        base::Timestamp heardAt;
    };
    std::vector<Person> m_people;
};

} // namespace client
