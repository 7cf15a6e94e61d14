#pragma once

#include "load/serverevent.h"

#include <cstdint>
#include <deque>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace load
{

/// A delivery that must not have happened, or one that did not: the run is void.
class Violation : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

/// Knows what was sent and who has it; checks every delivery for missing, double, out of order, altered and
/// foreign messages. A room takes members only while nothing is on its way in it.
class Ledger
{
public:
    static constexpr std::size_t textSize = 100; ///< bytes of each message's text

    struct Outgoing {
        std::string clientMsgId;
        std::string text;
    };
    struct Delivery {
        std::size_t room = 0;
        std::size_t sender = 0;      ///< the member's index, as addMember() gave it
        std::int64_t number = 0;     ///< the sender's n-th message
        bool ownEcho = false;        ///< the receiver is the sender
        bool deliveredToAll = false; ///< this was the last member that lacked it
    };

    /// \return the new member's index, counting over all rooms
    std::size_t addMember(std::size_t room);
    const std::string &roomName(std::size_t room) const { return m_rooms[room].name; }
    std::size_t roomOf(std::size_t member) const { return m_members[member].room; }

    Outgoing compose(std::size_t member);
    /// \a raw is the whole text that told of \a message: who gets the same text later is checked by
    /// comparing. Throws Violation.
    Delivery delivered(std::size_t receiver, const ServerEvent &message, std::string_view raw);
    /// Likewise, for a text that somebody got before as the message that \a receiver lacks next; nothing
    /// happens, and nothing is returned, if it is another.
    std::optional<Delivery> deliveredAgain(std::size_t receiver, std::string_view raw);
    /// The server has acknowledged a message to its sender; each once and in order, or it throws Violation.
    void acknowledge(std::size_t sender, std::int64_t number);
    void acknowledge(std::size_t sender, std::int64_t number, const ServerEvent &message);
    /// Throws Violation unless \a presence is what may be said to a member of this room.
    void present(std::size_t receiver, const ServerEvent &presence) const;

    std::int64_t acknowledged() const { return m_acknowledged; }
    std::int64_t deliveries() const { return m_deliveries; }
    /// Messages that some member still lacks, and those whose sender lacks the acknowledgement.
    std::int64_t outstanding() const { return m_outstanding + m_unacknowledged; }
    std::string describeOutstanding() const;

private:
    struct Posted {
        std::string clientMsgId;
        std::string raw;
        std::size_t sender = 0;
        std::int64_t number = 0;
        std::size_t receivers = 0;
    };
    struct Room {
        std::string name;
        std::size_t members = 0;
        std::int64_t lastComplete = 0; ///< seq up to which all members have all
        std::deque<Posted> open;       ///< seq lastComplete + 1, …
        std::int64_t sent = 0;
    };
    struct Member {
        std::size_t room = 0;
        std::int64_t nextSeq = 1;
        std::int64_t sent = 0;
        std::int64_t posted = 0; ///< own messages that have got their seq
        std::int64_t acknowledged = 0;
    };

    Posted &firstSight(Room &room, const ServerEvent &message);
    Delivery count(std::size_t receiver, Room &room, Posted &posted);
    [[noreturn]] void violate(const char *what, std::size_t receiver, const ServerEvent &message) const;

    std::vector<Room> m_rooms;
    std::vector<Member> m_members;
    std::int64_t m_acknowledged = 0;
    std::int64_t m_deliveries = 0;
    std::int64_t m_outstanding = 0;
    std::int64_t m_unacknowledged = 0;
};

} // namespace load
