#include "base/settings.h"

#include "base/configvalues.h"

#include <QDir>

namespace base
{

namespace
{

using namespace std::chrono_literals;

constexpr qint64 mebibyte = 1024 * 1024;

/// Stores what a reader returned, or passes its error on.
template <typename T, typename Target>
Status store(const Result<T> &value, Target &target)
{
    if (!value)
        return value.error();
    target = static_cast<Target>(*value);
    return success();
}

Status storePath(const SettingText &text, QString &target)
{
    target = QDir::cleanPath(QDir(text.folder).absoluteFilePath(text.text.trimmed()));
    return success();
}

Status readLogFormat(const QString &text, bool &json)
{
    const QString word = text.trimmed().toLower();
    if (word != u"json" && word != u"human")
        return Error{ErrorKind::BadRequest, QStringLiteral("must be human or json")};
    json = word == u"json";
    return success();
}

Setting setting(const char *name, const char *form, const char *standard, const char *what,
                Status (*apply)(Config &, const SettingText &))
{
    const auto text = [](const char *latin1) { return QString::fromLatin1(latin1); };
    return {{text(name), text(form), text(standard), text(what)}, apply};
}

std::vector<Setting> makeSettings()
{
    using C = Config;
    using T = const SettingText;
    return {
        setting("PORT", "number", "8080", "port to listen on; 0 lets the system choose",
                [](C &c, T &t) { return store(readInteger(t.text, 0, 65'535), c.port); }),
        setting("HOST", "addresses", "127.0.0.1,::1", "addresses to listen on; 0.0.0.0,:: for all",
                [](C &c, T &t) { return store(readHosts(t.text), c.hosts); }),
        setting("TLS_CERT", "file", "none", "PEM file with the certificate and its chain; needs TLS_KEY",
                [](C &c, T &t) { return storePath(t, c.tlsCertFile); }),
        setting("TLS_KEY", "file", "none", "PEM file with the private key; needs TLS_CERT",
                [](C &c, T &t) { return storePath(t, c.tlsKeyFile); }),
        setting("SHARDS", "number", "one per core", "threads that serve connections",
                [](C &c, T &t) { return store(readInteger(t.text, 0, 256), c.shards); }),
        setting("DB_URL", "url", "ultracom.db in the data folder",
                "sqlite:///file or postgresql://user:password@host:5432/name",
                [](C &c, T &t) { return store(DatabaseUrl::parse(t.text.trimmed(), t.folder), c.database); }),
        {{QStringLiteral("JWT_SECRET"), QStringLiteral("text"),
          QStringLiteral("generated, kept in the data folder"),
          QStringLiteral("key that tokens are signed with, at least 32 bytes"), false},
         [](C &c, T &t) {
             c.jwtSecret = t.text.toUtf8();
             return success();
         }},
        setting("ALLOW_VISITORS", "1|0", "0", "whether anybody may open a new chat from the page",
                [](C &c, T &t) { return store(readBool(t.text), c.allowVisitors); }),
        setting("CORS_ORIGINS", "origins", "own origin only", "web sites whose pages may connect; * for all",
                [](C &c, T &t) { return store(readOrigins(t.text), c.corsOrigins); }),
        setting("TRUSTED_PROXIES", "nets", "none", "proxies whose X-Forwarded-For is believed",
                [](C &c, T &t) { return store(readNets(t.text), c.trustedProxies); }),
        setting(
            "MAX_UPLOAD_BYTES", "bytes", "10485760", "largest file",
            [](C &c, T &t) { return store(readInteger(t.text, 1, 10'240 * mebibyte), c.maxUploadBytes); }),
        setting(
            "MAX_PAYLOAD_BYTES", "bytes", "1000000", "largest request body or WebSocket message",
            [](C &c, T &t) { return store(readInteger(t.text, 1024, 1024 * mebibyte), c.maxPayloadBytes); }),
        setting("MAX_HEADER_BYTES", "bytes", "16384", "largest request line with headers",
                [](C &c, T &t) { return store(readInteger(t.text, 1024, mebibyte), c.maxHeaderBytes); }),
        setting("HEADER_TIMEOUT", "seconds", "10", "time to send the request line and headers",
                [](C &c, T &t) { return store(readSeconds(t.text, 10ms, 1h), c.headerTimeout); }),
        setting("BODY_TIMEOUT", "seconds", "30", "time without progress in a request body",
                [](C &c, T &t) { return store(readSeconds(t.text, 10ms, 1h), c.bodyTimeout); }),
        setting("IDLE_TIMEOUT", "seconds", "60", "time between two requests of a connection",
                [](C &c, T &t) { return store(readSeconds(t.text, 10ms, 24h), c.idleTimeout); }),
        setting("PING_INTERVAL", "seconds", "25", "time between two pings to a WebSocket",
                [](C &c, T &t) { return store(readSeconds(t.text, 10ms, 1h), c.pingInterval); }),
        setting("PING_TIMEOUT", "seconds", "20", "time in which a ping must be answered",
                [](C &c, T &t) { return store(readSeconds(t.text, 10ms, 1h), c.pingTimeout); }),
        setting("RATE_MESSAGES", "rate", "20/60", "messages of a user: a second/at once; 0 for no limit",
                [](C &c, T &t) { return store(readRate(t.text), c.messageRate); }),
        setting("RATE_CONNECTS", "rate", "20/200",
                "connections from an address: a second/at once; 0 for no limit",
                [](C &c, T &t) { return store(readRate(t.text), c.connectRate); }),
        setting("MAX_CONNECTIONS", "number", "20000", "open connections in all",
                [](C &c, T &t) { return store(readInteger(t.text, 1, 1'000'000), c.maxConnections); }),
        setting(
            "MAX_SEND_BUFFER", "bytes", "1048576",
            "unread bytes that a connection may pile up before it is closed",
            [](C &c, T &t) { return store(readInteger(t.text, 1024, 1024 * mebibyte), c.maxSendBuffer); }),
        setting("LOG_FORMAT", "human|json", "human", "lines for people, or a JSON object a line",
                [](C &c, T &t) { return readLogFormat(t.text, c.jsonLogs); }),
    };
}

} // namespace

const std::vector<Setting> &allSettings()
{
    static const std::vector<Setting> settings = makeSettings();
    return settings;
}

} // namespace base
