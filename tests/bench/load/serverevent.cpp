#include "load/serverevent.h"

#include <charconv>
#include <string>

namespace load
{

namespace
{

class Scanner
{
public:
    explicit Scanner(std::string_view json)
        : m_json(json)
    {
    }

    bool atEnd()
    {
        skipSpace();
        return m_at == m_json.size();
    }

    /// Calls \a member(key) for each member; it must consume the value.
    template <typename Member>
    bool object(Member member)
    {
        if (!take('{'))
            return false;
        if (take('}'))
            return true;
        do {
            std::string_view key;
            if (!string(key) || !take(':') || !member(key))
                return false;
        } while (take(','));
        return take('}');
    }

    bool string(std::string_view &out)
    {
        if (!take('"'))
            return false;
        const std::size_t start = m_at;
        for (;;) {
            const std::size_t quote = m_json.find('"', m_at);
            if (quote == std::string_view::npos)
                return false;
            std::size_t slashes = 0;
            while (quote - slashes > start && m_json[quote - slashes - 1] == '\\')
                ++slashes;
            m_at = quote + 1;
            if (slashes % 2 == 0) {
                out = m_json.substr(start, quote - start);
                return true;
            }
        }
    }

    bool stringOrNull(std::string_view &out) { return peek() == '"' ? string(out) : skipValue(); }

    bool peekWord(std::string_view word)
    {
        skipSpace();
        return m_json.substr(m_at).starts_with(word);
    }

    bool integer(std::int64_t &out)
    {
        skipSpace();
        const char *begin = m_json.data() + m_at;
        const auto [end, error] = std::from_chars(begin, m_json.data() + m_json.size(), out);
        m_at += static_cast<std::size_t>(end - begin);
        return error == std::errc();
    }

    bool skipValue()
    {
        std::string_view ignored;
        switch (peek()) {
        case '"':
            return string(ignored);
        case '{':
            return object([this](std::string_view) { return skipValue(); });
        case '[':
            return skipArray();
        default:
            return skipWord();
        }
    }

    /// Consumes \a c if it comes next.
    bool take(char c)
    {
        if (peek() != c)
            return false;
        ++m_at;
        return true;
    }

private:
    void skipSpace()
    {
        while (m_at < m_json.size() && (m_json[m_at] == ' ' || m_json[m_at] == '\n'))
            ++m_at;
    }

    char peek()
    {
        skipSpace();
        return m_at < m_json.size() ? m_json[m_at] : '\0';
    }

    bool skipArray()
    {
        if (!take('['))
            return false;
        if (take(']'))
            return true;
        do {
            if (!skipValue())
                return false;
        } while (take(','));
        return take(']');
    }

    bool skipWord()
    {
        const std::size_t end = m_json.find_first_of(",]} ", m_at);
        if (end == std::string_view::npos || end == m_at)
            return false;
        m_at = end;
        return true;
    }

    std::string_view m_json;
    std::size_t m_at = 0;
};

/// One member of a room protocol's `data` or of a Socket.IO event's object.
bool readData(Scanner &scanner, ServerEvent &event, std::string_view key)
{
    if (key == "session_id")
        return scanner.stringOrNull(event.session);
    if (key == "room")
        return scanner.stringOrNull(event.room);
    if (key == "seq")
        return scanner.integer(event.seq);
    if (key == "client_msg_id")
        return scanner.stringOrNull(event.clientMsgId);
    if (key == "text" || key == "content")
        return scanner.stringOrNull(event.text);
    if (key == "error")
        return scanner.stringOrNull(event.error);
    if (key == "online_count")
        return scanner.integer(event.onlineCount);
    if (key == "online_users")
        event.isSnapshot = true;
    return scanner.skipValue();
}

} // namespace

std::optional<ServerEvent> parseServerEvent(std::string_view json)
{
    ServerEvent event;
    Scanner scanner(json);
    const bool ok = scanner.object([&](std::string_view key) {
        if (key == "type")
            return scanner.string(event.type);
        if (key == "data")
            return scanner.object([&](std::string_view member) { return readData(scanner, event, member); });
        return scanner.skipValue();
    });
    if (!ok || !scanner.atEnd() || event.type.empty())
        return std::nullopt;
    return event;
}

std::optional<ServerEvent> parseSocketIoEvent(std::string_view json)
{
    ServerEvent event;
    Scanner scanner(json);
    const bool ok = scanner.take('[') && scanner.string(event.type) && scanner.take(',') &&
                    scanner.object([&](std::string_view key) { return readData(scanner, event, key); });
    if (!ok || !scanner.atEnd())
        return std::nullopt;
    return event;
}

std::optional<ServerEvent> parseSocketIoAck(std::string_view json)
{
    ServerEvent event;
    bool done = false;
    Scanner scanner(json);
    const bool ok = scanner.take('[') && scanner.object([&](std::string_view key) {
        if (key == "ok") {
            done = scanner.peekWord("true");
            return scanner.skipValue();
        }
        if (key == "message" && done)
            return scanner.object([&](std::string_view member) { return readData(scanner, event, member); });
        return scanner.skipValue();
    });
    if (!ok || !done || !scanner.take(']') || !scanner.atEnd())
        return std::nullopt;
    event.type = "ack";
    return event;
}

std::string_view textMember(std::string_view json, std::string_view name)
{
    const std::string key = "\"" + std::string(name) + "\":\"";
    const std::size_t at = json.find(key);
    if (at == std::string_view::npos)
        return {};
    const std::size_t start = at + key.size();
    return json.substr(start, json.find('"', start) - start);
}

} // namespace load
