#pragma once

#include <QByteArray>
#include <QStringView>

#include <compare>
#include <optional>

namespace api
{

/// A place in the order of all that one connection hears. Events that many hear are numbered for all of them,
/// in the order in which every shard delivers them; what only this connection is told stands behind the
/// shared event before it. On the wire an opaque string: `1234`, `1234.2`. \see
/// server/protocol/PROTOCOL.md, "Socket.IO"
struct EventOffset {
    quint64 shared = 0; ///< 1…: number of the newest shared event
    quint32 own = 0; ///< 1…: counts this connection's own events, through its whole life; 0: a shared one

    QByteArray toBytes() const;
    static std::optional<EventOffset> fromString(QStringView text);

    friend auto operator<=>(const EventOffset &, const EventOffset &) = default;
};

} // namespace api
