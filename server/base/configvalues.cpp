#include "base/configvalues.h"

#include <QRegularExpression>
#include <QUrl>

#include <algorithm>
#include <cmath>

namespace base
{

namespace
{

Error mustBe(const QString &what)
{
    return Error{ErrorKind::BadRequest, QStringLiteral("must be ") + what};
}

/// A plain decimal number without sign or exponent, or nothing.
std::optional<double> plainNumber(const QString &text)
{
    static const QRegularExpression form(QStringLiteral("^[0-9]{1,12}(\\.[0-9]{1,9})?$"));
    if (!form.match(text).hasMatch())
        return std::nullopt;
    return text.toDouble();
}

QStringList listOf(const QString &text)
{
    QStringList items = text.split(u',');
    for (QString &item : items)
        item = item.trimmed();
    return items;
}

void addUnique(QStringList &list, const QString &item)
{
    if (!list.contains(item))
        list.append(item);
}

/// A literal IPv4 or IPv6 address. QHostAddress alone also takes the historic short forms (`10.1`).
std::optional<QHostAddress> literalAddress(const QString &text)
{
    static const QRegularExpression fourParts(QStringLiteral("^[0-9]{1,3}(\\.[0-9]{1,3}){3}$"));
    if (!text.contains(u':') && !fourParts.match(text).hasMatch())
        return std::nullopt;
    QHostAddress address;
    return address.setAddress(text) ? std::optional(address) : std::nullopt;
}

std::optional<QString> origin(const QString &text)
{
    const QUrl url(text, QUrl::StrictMode);
    const QString scheme = url.scheme();
    const bool bare = (url.path().isEmpty() || url.path() == u"/") && !url.hasQuery() && !url.hasFragment() &&
                      url.userInfo().isEmpty();
    if (!url.isValid() || !bare || url.host().isEmpty() || (scheme != u"http" && scheme != u"https"))
        return std::nullopt;
    const int defaultPort = scheme == u"https" ? 443 : 80;
    QUrl result;
    result.setScheme(scheme);
    result.setHost(url.host());
    if (url.port(defaultPort) != defaultPort)
        result.setPort(url.port());
    return result.toString(QUrl::FullyEncoded);
}

bool isNet(const QString &text)
{
    const QStringList parts = text.split(u'/');
    const std::optional<QHostAddress> address = literalAddress(parts.first());
    if (!address || parts.size() > 2)
        return false;
    const int bits = address->protocol() == QAbstractSocket::IPv4Protocol ? 32 : 128;
    return parts.size() == 1 || readInteger(parts.last(), 0, bits).has_value();
}

} // namespace

Result<qint64> readInteger(const QString &text, qint64 min, qint64 max)
{
    static const QRegularExpression form(QStringLiteral("^[0-9]{1,18}$"));
    const QString trimmed = text.trimmed();
    const qint64 value = trimmed.toLongLong();
    if (!form.match(trimmed).hasMatch() || value < min || value > max)
        return mustBe(QStringLiteral("a whole number from %1 to %2").arg(min).arg(max));
    return value;
}

Result<std::chrono::milliseconds> readSeconds(const QString &text, std::chrono::milliseconds min,
                                              std::chrono::milliseconds max)
{
    const auto shown = [](std::chrono::milliseconds time) {
        return QString::number(double(time.count()) / 1000);
    };
    const std::optional<double> seconds = plainNumber(text.trimmed());
    const double ms = seconds ? std::round(*seconds * 1000) : -1;
    if (ms < double(min.count()) || ms > double(max.count()))
        return mustBe(QStringLiteral("a number of seconds from %1 to %2").arg(shown(min), shown(max)));
    return std::chrono::milliseconds(qint64(ms));
}

Result<RateLimit> readRate(const QString &text)
{
    constexpr double burstFactor = 3;
    constexpr double most = 1e6;
    const Error problem =
        mustBe(QStringLiteral("a rate such as 20/60 (20 a second, 60 at once), 20, or 0 for no limit"));
    const QStringList parts = text.trimmed().split(u'/');
    const std::optional<double> rate = plainNumber(parts.first().trimmed());
    if (!rate || parts.size() > 2 || *rate > most)
        return problem;
    if (parts.size() == 1)
        return RateLimit{*rate, *rate > 0 ? std::max(1.0, *rate * burstFactor) : 0};
    const std::optional<double> burst = plainNumber(parts.last().trimmed());
    if (!burst || *rate <= 0 || *burst < 1 || *burst > most)
        return problem;
    return RateLimit{*rate, *burst};
}

Result<bool> readBool(const QString &text)
{
    const QString word = text.trimmed().toLower();
    if (QStringList{QStringLiteral("1"), QStringLiteral("true"), QStringLiteral("yes"), QStringLiteral("on")}
            .contains(word))
        return true;
    if (QStringList{QStringLiteral("0"), QStringLiteral("false"), QStringLiteral("no"), QStringLiteral("off")}
            .contains(word))
        return false;
    return mustBe(QStringLiteral("1 or 0"));
}

Result<QStringList> readHosts(const QString &text)
{
    QStringList hosts;
    for (QString item : listOf(text)) {
        if (item.startsWith(u'[') && item.endsWith(u']'))
            item = item.mid(1, item.size() - 2);
        if (item.compare(u"localhost", Qt::CaseInsensitive) == 0) {
            addUnique(hosts, QStringLiteral("127.0.0.1"));
            addUnique(hosts, QStringLiteral("::1"));
        } else if (const std::optional<QHostAddress> address = literalAddress(item)) {
            addUnique(hosts, address->toString());
        } else {
            return mustBe(QStringLiteral("addresses of this machine separated by commas, such as localhost, "
                                         "or 0.0.0.0,:: for all; "
                                         "\"%1\" is none")
                              .arg(item));
        }
    }
    return hosts;
}

Result<QStringList> readOrigins(const QString &text)
{
    if (text.trimmed() == u"*")
        return QStringList{QStringLiteral("*")};
    QStringList origins;
    for (const QString &item : listOf(text)) {
        const std::optional<QString> read = origin(item);
        if (!read)
            return mustBe(QStringLiteral(
                              "* or origins separated by commas, such as https://example.com; \"%1\" is none")
                              .arg(item));
        addUnique(origins, *read);
    }
    return origins;
}

Result<QStringList> readNets(const QString &text)
{
    QStringList nets;
    for (const QString &item : listOf(text)) {
        if (!isNet(item))
            return mustBe(
                QStringLiteral(
                    "addresses or nets separated by commas, such as 127.0.0.1,10.0.0.0/8; \"%1\" is none")
                    .arg(item));
        addUnique(nets, item);
    }
    return nets;
}

} // namespace base
