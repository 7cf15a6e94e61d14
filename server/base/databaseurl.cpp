#include "base/config.h"

#include <QDir>
#include <QRegularExpression>
#include <QUrl>

namespace base
{

namespace
{

Error badUrl(const QString &why)
{
    // The url itself may hold a password, so no sentence repeats it.
    return Error{ErrorKind::BadRequest, QStringLiteral("DB_URL %1.").arg(why), QStringLiteral("DB_URL")};
}

/// Undoes percent-encoding, or nothing if an escape is malformed or stands for a NUL.
std::optional<QString> decoded(const QString &text)
{
    static const QRegularExpression malformed(QStringLiteral("%(?![0-9A-Fa-f]{2})|%00"));
    if (text.contains(malformed))
        return std::nullopt;
    return QUrl::fromPercentEncoding(text.toUtf8());
}

Result<DatabaseUrl> parseSqlite(const QString &rest, const QString &folder)
{
    if (!rest.startsWith(u'/'))
        return badUrl(QStringLiteral("needs three slashes for a file, as in sqlite:///ultracom.db"));
    const QString path = rest.mid(1);
    if (path.isEmpty() || path.contains(u":memory:"))
        return badUrl(QStringLiteral("must name a file: what is kept only in memory is lost at every stop"));
    if (path.contains(u'?') || path.startsWith(u"file:"))
        return badUrl(QStringLiteral("takes no options for SQLite"));
    if (path.endsWith(u'/'))
        return badUrl(QStringLiteral("names a folder; it must name a file"));
    DatabaseUrl url;
    url.kind = DatabaseUrl::Kind::Sqlite;
    url.path = QDir::cleanPath(QDir(folder).absoluteFilePath(path));
    return url;
}

Status readHostAndPort(const QString &text, DatabaseUrl &url)
{
    static const QRegularExpression form(
        QStringLiteral("^(?:\\[([0-9A-Fa-f:.]+)\\]|([^:\\[\\],\\s]*))(?::([0-9]{1,5}))?$"));
    const QRegularExpressionMatch match = form.match(text);
    if (!match.hasMatch())
        return badUrl(
            QStringLiteral("has a host or port that cannot be read; write host:5432, or [::1]:5432"));
    const std::optional<QString> host = decoded(match.captured(2));
    if (!host)
        return badUrl(QStringLiteral("has a % in its host that is not followed by two hexadecimal digits"));
    url.host = match.captured(1).isEmpty() ? *host : match.captured(1);
    if (!match.captured(3).isEmpty())
        url.port = match.captured(3).toInt();
    if (url.port < 1 || url.port > 65'535)
        return badUrl(QStringLiteral("has a port that is not between 1 and 65535"));
    return success();
}

Status readUser(const QString &text, DatabaseUrl &url)
{
    const qsizetype colon = text.indexOf(u':');
    const std::optional<QString> user = decoded(colon < 0 ? text : text.left(colon));
    const std::optional<QString> password = decoded(colon < 0 ? QString() : text.mid(colon + 1));
    if (!user || !password)
        return badUrl(
            QStringLiteral("has a % in its user or password that is not followed by two hexadecimal digits"));
    url.user = *user;
    url.password = *password;
    return success();
}

/// One `key=value` of the query. The value ends up in a libpq connection string, so it may hold nothing to
/// escape.
Status readOption(const QString &text, DatabaseUrl &url, QStringList &options)
{
    static const QRegularExpression keyForm(QStringLiteral("^[a-z][a-z_]*$"));
    static const QRegularExpression valueForm(QStringLiteral("^[A-Za-z0-9_./:@+,-]+$"));
    const qsizetype equals = text.indexOf(u'=');
    QString key = equals < 0 ? text : text.left(equals);
    const std::optional<QString> value = decoded(equals < 0 ? QString() : text.mid(equals + 1));
    if (!keyForm.match(key).hasMatch() || !value || !valueForm.match(*value).hasMatch())
        return badUrl(
            QStringLiteral("has an option after the ? that cannot be read; write ?name=value&name=value"));
    if (key.contains(u"password") || key == u"user" || key == u"dbname" || key == u"port")
        return badUrl(
            QStringLiteral("must give %1 before the ?, as in postgresql://user:password@host:5432/name")
                .arg(key));
    if (key == u"host") {
        url.host = *value;
        return success();
    }
    if (key == u"ssl") // what asyncpg calls it
        key = QStringLiteral("sslmode");
    options.append(key + u'=' + *value);
    return success();
}

Result<DatabaseUrl> parsePostgres(const QString &rest)
{
    DatabaseUrl url;
    url.kind = DatabaseUrl::Kind::Postgres;

    const qsizetype question = rest.indexOf(u'?');
    const QString beforeQuery = question < 0 ? rest : rest.left(question);
    const qsizetype slash = beforeQuery.indexOf(u'/');
    const QString authority = slash < 0 ? beforeQuery : beforeQuery.left(slash);
    const std::optional<QString> name = decoded(slash < 0 ? QString() : beforeQuery.mid(slash + 1));
    if (!name || name->isEmpty() || name->contains(u'/'))
        return badUrl(QStringLiteral(
            "must end with the name of the database, as in postgresql://user:password@host:5432/ultracom"));
    url.name = *name;

    const qsizetype at = authority.lastIndexOf(u'@');
    if (at >= 0) {
        if (const Status status = readUser(authority.left(at), url); !status)
            return status.error();
    }
    if (const Status status = readHostAndPort(authority.mid(at + 1), url); !status)
        return status.error();

    QStringList options;
    const QStringList parts =
        question < 0 ? QStringList() : rest.mid(question + 1).split(u'&', Qt::SkipEmptyParts);
    for (const QString &part : parts) {
        if (const Status status = readOption(part, url, options); !status)
            return status.error();
    }
    url.options = options.join(u';');
    return url;
}

} // namespace

Result<DatabaseUrl> DatabaseUrl::parse(const QString &text, const QString &folder)
{
    static const QRegularExpression form(QStringLiteral("^([a-z]+)(?:\\+[a-z0-9]+)?://(.*)$"));
    const QRegularExpressionMatch match = form.match(text);
    const QString scheme = match.captured(1);
    if (scheme == u"sqlite")
        return parseSqlite(match.captured(2), folder);
    if (scheme == u"postgresql" || scheme == u"postgres")
        return parsePostgres(match.captured(2));
    return badUrl(QStringLiteral("must start with sqlite:/// or postgresql://"));
}

QString DatabaseUrl::display() const
{
    if (kind == Kind::Sqlite)
        return QStringLiteral("sqlite:///") + path;
    const QString shownHost = host.contains(u':') ? u'[' + host + u']' : host;
    const QString shownUser = user.isEmpty() ? QString() : user + u'@';
    return QStringLiteral("postgresql://%1%2:%3/%4").arg(shownUser, shownHost).arg(port).arg(name);
}

} // namespace base
