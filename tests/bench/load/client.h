#pragma once

#include "load/ledger.h"
#include "load/serverevent.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace load
{

/// Whoever wants to know what members hear.
class Listener
{
public:
    virtual ~Listener() = default;
    /// The member is in its room and hears of it from now on.
    virtual void onJoined(std::size_t member) = 0;
    /// A message came: \a raw is the text that tells of it, the same for all who get it.
    virtual void onMessage(std::size_t member, std::string_view raw) = 0;
    virtual void onPresence(std::size_t member, const ServerEvent &presence) = 0;
    /// Its \a number-th message is stored: \a message says which.
    virtual void onAcknowledged(std::size_t member, std::int64_t number, const ServerEvent &message) = 0;
    virtual void onHeartbeat() = 0;
};

/// One member's way to the server, whatever it speaks. Throws Violation when the server refuses something.
class Client
{
public:
    Client(Listener &listener, std::size_t member)
        : m_listener(listener)
        , m_member(member)
    {
    }
    virtual ~Client() = default;
    Client(const Client &) = delete;
    Client &operator=(const Client &) = delete;

    virtual void start(std::uint16_t port) = 0;
    virtual void send(const Ledger::Outgoing &message) = 0;
    /// Reads the raw text of a message.
    virtual std::optional<ServerEvent> parseMessage(std::string_view raw) const = 0;
    /// Whether its own echo is all that tells the sender of success.
    virtual bool echoAcknowledges() const = 0;

protected:
    Listener &listener() const { return m_listener; }
    std::size_t member() const { return m_member; }

private:
    Listener &m_listener;
    std::size_t m_member;
};

} // namespace load
