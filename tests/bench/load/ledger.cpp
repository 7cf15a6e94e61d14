#include "load/ledger.h"

#include <charconv>

namespace load
{

namespace
{

/// The number that follows \a tag in an id such as `r12.m345.n6`, or -1.
std::int64_t numberAfter(std::string_view id, char tag)
{
    std::int64_t number = -1;
    const std::size_t at = id.find(tag);
    if (at != std::string_view::npos)
        std::from_chars(id.data() + at + 1, id.data() + id.size(), number);
    return number;
}

bool isTextOf(std::string_view text, std::string_view clientMsgId)
{
    return text.size() == Ledger::textSize && text.substr(0, clientMsgId.size()) == clientMsgId &&
           text.find_first_not_of('.', clientMsgId.size()) == std::string_view::npos;
}

} // namespace

std::size_t Ledger::addMember(std::size_t room)
{
    while (m_rooms.size() <= room)
        m_rooms.push_back({.name = "support-bench-" + std::to_string(m_rooms.size()), .open = {}});
    Room &joined = m_rooms[room];
    if (!joined.open.empty() || joined.sent != joined.lastComplete)
        throw std::logic_error("a room took a member while messages were on their way");
    ++joined.members;
    m_members.push_back({.room = room, .nextSeq = joined.lastComplete + 1});
    return m_members.size() - 1;
}

Ledger::Outgoing Ledger::compose(std::size_t member)
{
    Member &sender = m_members[member];
    ++m_rooms[sender.room].sent;
    ++m_outstanding;
    ++m_unacknowledged;
    Outgoing message;
    message.clientMsgId = "r" + std::to_string(sender.room) + ".m" + std::to_string(member) + ".n" +
                          std::to_string(++sender.sent);
    message.text = message.clientMsgId;
    message.text.resize(textSize, '.');
    return message;
}

Ledger::Delivery Ledger::delivered(std::size_t receiver, const ServerEvent &message, std::string_view raw)
{
    Member &member = m_members[receiver];
    Room &room = m_rooms[member.room];
    if (message.room != room.name)
        violate("foreign", receiver, message);
    if (message.seq != member.nextSeq)
        violate(message.seq > member.nextSeq ? "missing" : "double or out of order", receiver, message);

    const std::int64_t index = message.seq - room.lastComplete - 1;
    const bool isNew = index == static_cast<std::int64_t>(room.open.size());
    Posted &posted = isNew ? firstSight(room, message) : room.open[static_cast<std::size_t>(index)];
    if (posted.clientMsgId != message.clientMsgId)
        violate("not the same for all", receiver, message);
    if (!isTextOf(message.text, message.clientMsgId))
        violate("altered", receiver, message);
    posted.raw = raw;
    return count(receiver, room, posted);
}

std::optional<Ledger::Delivery> Ledger::deliveredAgain(std::size_t receiver, std::string_view raw)
{
    const Member &member = m_members[receiver];
    Room &room = m_rooms[member.room];
    const auto index = static_cast<std::size_t>(member.nextSeq - room.lastComplete - 1);
    if (index >= room.open.size() || room.open[index].raw != raw)
        return std::nullopt;
    return count(receiver, room, room.open[index]);
}

Ledger::Delivery Ledger::count(std::size_t receiver, Room &room, Posted &posted)
{
    Member &member = m_members[receiver];
    ++member.nextSeq;
    Delivery delivery{.room = member.room,
                      .sender = posted.sender,
                      .number = posted.number,
                      .ownEcho = posted.sender == receiver};
    delivery.deliveredToAll = ++posted.receivers == room.members;
    ++m_deliveries;
    if (delivery.deliveredToAll) {
        --m_outstanding;
        ++room.lastComplete;
        room.open.pop_front();
    }
    return delivery;
}

void Ledger::acknowledge(std::size_t sender, std::int64_t number)
{
    Member &member = m_members[sender];
    if (number != ++member.acknowledged || number > member.sent)
        throw Violation("an acknowledgement too many, missing or out of order: member " +
                        std::to_string(sender) + " got number " + std::to_string(number));
    --m_unacknowledged;
    ++m_acknowledged;
}

void Ledger::acknowledge(std::size_t sender, std::int64_t number, const ServerEvent &message)
{
    if (static_cast<std::int64_t>(sender) != numberAfter(message.clientMsgId, 'm') ||
        number != numberAfter(message.clientMsgId, 'n'))
        throw Violation("an acknowledgement of another message: " + std::string(message.clientMsgId));
    acknowledge(sender, number);
}

Ledger::Posted &Ledger::firstSight(Room &room, const ServerEvent &message)
{
    const std::int64_t sender = numberAfter(message.clientMsgId, 'm');
    if (sender < 0 || sender >= static_cast<std::int64_t>(m_members.size()))
        throw Violation("unknown: a message that nobody sent: " + std::string(message.clientMsgId));
    Member &from = m_members[static_cast<std::size_t>(sender)];
    if (&m_rooms[from.room] != &room)
        throw Violation("foreign: a message of another room: " + std::string(message.clientMsgId));
    const std::int64_t number = numberAfter(message.clientMsgId, 'n');
    if (number != ++from.posted)
        throw Violation("out of order or double: a sender's messages: " + std::string(message.clientMsgId));
    room.open.push_back({std::string(message.clientMsgId), {}, static_cast<std::size_t>(sender), number, 0});
    return room.open.back();
}

void Ledger::present(std::size_t receiver, const ServerEvent &presence) const
{
    const Room &room = m_rooms[m_members[receiver].room];
    if (presence.room != room.name)
        violate("foreign", receiver, presence);
    if (presence.onlineCount < 1 || presence.onlineCount > static_cast<std::int64_t>(room.members))
        violate("wrong online_count", receiver, presence);
}

std::string Ledger::describeOutstanding() const
{
    std::string text = std::to_string(m_outstanding) + " messages were not delivered to all, " +
                       std::to_string(m_unacknowledged) + " not acknowledged:";
    int shown = 0;
    for (const Room &room : m_rooms) {
        const auto lacking = static_cast<std::size_t>(room.sent - room.lastComplete);
        if (lacking == 0 || ++shown > 5)
            continue;
        text += " " + room.name + " lacks " + std::to_string(lacking - room.open.size()) + " wholly and " +
                std::to_string(room.open.size()) + " in part;";
    }
    return text;
}

void Ledger::violate(const char *what, std::size_t receiver, const ServerEvent &message) const
{
    throw Violation(std::string(what) + ": member " + std::to_string(receiver) + " of " +
                    m_rooms[m_members[receiver].room].name + " expected seq " +
                    std::to_string(m_members[receiver].nextSeq) + " and got " + std::string(message.type) +
                    " " + std::string(message.clientMsgId) + " seq " + std::to_string(message.seq) +
                    " of room " + std::string(message.room) + ", online_count " +
                    std::to_string(message.onlineCount));
}

} // namespace load
