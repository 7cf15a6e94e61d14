#include "api/socketstate.h"

#include "base/ids.h"

#include <algorithm>

namespace api
{

namespace
{
constexpr int idBytes = 15; ///< 20 characters

struct Missed {
    EventOffset offset;
    const net::WebSocketFrame *frame = nullptr;
};
} // namespace

SocketState SocketState::make(chat::PrincipalPtr principal, quint64 newest)
{
    SocketState state;
    state.sid = base::randomToken(idBytes);
    state.pid = base::randomToken(idBytes);
    state.principal = std::move(principal);
    state.since = newest;
    return state;
}

bool SocketState::belongsTo(const domain::Principal &who) const
{
    if (who.userId != principal->userId || who.role != principal->role)
        return false;
    // To what is heard without joining, too, the token of today decides; see hearsAsStaff().
    return std::all_of(sessions.begin(), sessions.end(),
                       [&who](const JoinedSession &joined) { return who.admits(joined.session); });
}

bool SocketState::hearsAsMember(const WireEvent &wire) const
{
    const domain::Event &event = wire.event();
    const auto joined = sessions.constFind(event.session);
    if (joined != sessions.cend() && wire.memberNumber() > joined->since)
        return event.exceptUser.isEmpty() || event.exceptUser != principal->userId;
    const auto *read = std::get_if<domain::MessagesRead>(&event.what);
    return read && read->reader.id == principal->userId && wire.memberNumber() > since;
}

bool SocketState::hearsAsStaff(const WireEvent &wire) const
{
    const domain::Event &event = wire.event();
    if (!domain::isStaff(principal->role) || wire.staffNumber() <= since)
        return false;
    if (wire.isSameForStaff() && hearsAsMember(wire))
        return false;
    return !principal->rooms || principal->admitsRoom(event.room) ||
           principal->admitsRoom(event.session.toString());
}

void SocketState::keep(OwnEvent event, RecentEvents::Time arrivedBefore)
{
    forgetOwn(arrivedBefore);
    ownEvents.push_back(std::move(event));
    size_t kept = 0;
    qsizetype bytes = 0;
    while (kept < std::min(ownEvents.size(), maxOwnEvents)) {
        bytes += ownEvents[ownEvents.size() - kept - 1].frame.bytes().size();
        if (bytes > maxOwnBytes)
            break;
        ++kept;
    }
    forgetFirst(ownEvents.size() - kept);
}

void SocketState::forgetOwn(RecentEvents::Time arrivedBefore)
{
    const auto fresh = std::find_if(ownEvents.begin(), ownEvents.end(),
                                    [arrivedBefore](const OwnEvent &own) { return own.at >= arrivedBefore; });
    forgetFirst(size_t(fresh - ownEvents.begin()));
}

void SocketState::forgetFirst(size_t count)
{
    if (count == 0)
        return;
    ownForgotten = ownEvents[count - 1].offset;
    ownEvents.erase(ownEvents.begin(), ownEvents.begin() + qsizetype(count));
}

std::optional<net::WebSocketFrame> SocketState::missedSince(EventOffset offset, const RecentEvents &recent,
                                                            qsizetype maxBytes) const
{
    if (offset < ownForgotten || offset.shared > recent.newest() || !recent.reachesBackTo(offset.shared))
        return std::nullopt;
    std::vector<Missed> missed;
    recent.visitAfter(offset.shared, [&](const WireEventPtr &event) {
        if (event->memberNumber() > offset.shared && hearsAsMember(*event))
            missed.push_back({{event->memberNumber(), 0}, &event->memberFrame()});
        if (event->staffNumber() > offset.shared && hearsAsStaff(*event))
            missed.push_back({{event->staffNumber(), 0}, &event->staffFrame()});
    });
    for (const OwnEvent &own : ownEvents) {
        if (own.offset > offset)
            missed.push_back({own.offset, &own.frame});
    }
    std::sort(missed.begin(), missed.end(),
              [](const Missed &a, const Missed &b) { return a.offset < b.offset; });
    net::WebSocketFrame frames;
    for (const Missed &event : missed) {
        frames.append(*event.frame);
        if (frames.bytes().size() > maxBytes)
            return std::nullopt;
    }
    return frames;
}

} // namespace api
