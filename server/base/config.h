#pragma once

#include "base/result.h"

#include <QHash>
#include <QHostAddress>
#include <QString>
#include <QStringList>

#include <chrono>
#include <optional>

namespace base
{

/// Where the data is. \see README.md, "Settings", DB_URL
struct DatabaseUrl {
    enum class Kind { Sqlite, Postgres };
    Kind kind = Kind::Sqlite;
    QString path; ///< Sqlite: the file, absolute
    QString host; ///< Postgres: host name, address, or the folder of its socket
    int port = 5432;
    QString name;
    QString user;
    QString password; ///< a secret: never logged
    QString options;  ///< Postgres: further libpq settings from the url's query, `a=b;c=d`

    /// Reads `sqlite:///rel.db`, `sqlite:////abs.db`, `sqlite+aiosqlite:///…`, `postgresql://…`,
    /// `postgresql+asyncpg://…`. A relative SQLite path counts from \a folder. \return the url, or BadRequest
    static Result<DatabaseUrl> parse(const QString &text, const QString &folder);
    /// For logs: without the password.
    QString display() const;
};

/// Events a second, and how many may come at once. A rate of 0 means no limit.
struct RateLimit {
    double perSecond = 0;
    double burst = 0;
};

/// Everything that an operator can set; the defaults are the product's. \see README.md, "Settings"
struct Config {
    // Where it listens
    quint16 port = 8080;                                                   ///< PORT; 0 lets the system choose
    QStringList hosts{QStringLiteral("127.0.0.1"), QStringLiteral("::1")}; ///< HOST, comma separated
    QString tlsCertFile; ///< TLS_CERT, PEM chain; with tlsKeyFile or not at all
    QString tlsKeyFile;  ///< TLS_KEY, PEM
    int shards = 0;      ///< SHARDS: I/O threads; 0: one per core

    // What it keeps
    QString dataFolder;   ///< DATA_DIR: the database, the generated secret
    DatabaseUrl database; ///< DB_URL

    // Who may
    QByteArray jwtSecret;            ///< JWT_SECRET; a secret: never logged
    bool jwtSecretGenerated = false; ///< it came from dataFolder, not from the operator
    bool allowVisitors = false;      ///< ALLOW_VISITORS
    QStringList corsOrigins;         ///< CORS_ORIGINS: empty: own origin only; `*`; or a list
    QStringList trustedProxies;      ///< TRUSTED_PROXIES: addresses or CIDR nets

    // Limits
    qint64 maxUploadBytes = 10'485'760; ///< MAX_UPLOAD_BYTES
    qint64 maxPayloadBytes = 1'000'000; ///< MAX_PAYLOAD_BYTES: a request body, a WebSocket message
    qint64 maxHeaderBytes = 16'384;     ///< MAX_HEADER_BYTES: request line and headers
    std::chrono::milliseconds headerTimeout{10'000}; ///< HEADER_TIMEOUT, seconds on the outside
    std::chrono::milliseconds bodyTimeout{30'000};   ///< BODY_TIMEOUT: without progress
    std::chrono::milliseconds idleTimeout{60'000};   ///< IDLE_TIMEOUT: between requests
    std::chrono::milliseconds pingInterval{25'000};  ///< PING_INTERVAL
    std::chrono::milliseconds pingTimeout{20'000};   ///< PING_TIMEOUT: without a pong
    RateLimit messageRate{20, 60};                   ///< RATE_MESSAGES `20/60`, a user
    RateLimit connectRate{20, 200};                  ///< RATE_CONNECTS `20/200`, an address
    int maxConnections = 20'000;                     ///< MAX_CONNECTIONS
    qint64 maxSendBuffer = 1'048'576;                ///< MAX_SEND_BUFFER, bytes a connection

    // Logs
    bool jsonLogs = false; ///< LOG_FORMAT=json|human

    bool loopbackOnly() const;
};

/// What settings are read from, the strongest first. Injectable, so that tests need no environment.
struct ConfigSources {
    QHash<QString, QString> flags; ///< by environment name
    QHash<QString, QString> environment;
    QString workingFolder; ///< holds `.env`
    QString dataFolder;    ///< default of DATA_DIR; holds `settings.env`
    /// What a program prefers to the product's defaults, by environment name; the weakest of all.
    QHash<QString, QString> defaults = {};
    /// Whether a secret that is neither set nor in the data folder is left empty instead of made: the program
    /// gets it from the system's keychain.
    bool secretMayBeElsewhere = false;

    static ConfigSources ofProcess(const QHash<QString, QString> &flags);
};

/// What there is to tell about one setting.
struct SettingHelp {
    QString name;        ///< as in the environment
    QString form;        ///< of its value, one word
    QString standard;    ///< what holds where it is not set
    QString what;        ///< one line
    bool hasFlag = true; ///< secrets have none: a command line can be read by every user of the machine

    QString flag() const; ///< without the two dashes: `rate-messages`
};
/// Every setting that loadConfig() knows, in the order of README.md, "Settings".
QList<SettingHelp> settingHelps();

/// Reads a flag, else the environment, else `.env`, else the settings file, else the program's defaults. An
/// empty value stands for the default. An unknown name is an error among flags and in the settings file, a
/// warning in `.env` (other programs share that file). A relative path counts from the folder of the file
/// that it stands in, else from the working folder. Creates the data folder and, where no secret is set, a
/// secret in it (mode 0600). Warnings go to \a warnings (a weak secret, accepted while only this machine can
/// connect). \return the settings, or BadRequest with a sentence that names the setting at fault, never a
/// secret
Result<Config> loadConfig(const ConfigSources &sources, QStringList &warnings);

} // namespace base
