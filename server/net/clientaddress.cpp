#include "net/clientaddress.h"

#include "net/limits.h"

namespace net
{

namespace
{

QHostAddress plain(const QHostAddress &address)
{
    bool isIPv4 = false;
    const quint32 ipv4 = address.toIPv4Address(&isIPv4);
    return isIPv4 ? QHostAddress(ipv4) : address;
}

/// Reads `1.2.3.4`, `1.2.3.4:80`, `2001:db8::1` and `[2001:db8::1]:80`.
QHostAddress parseAddress(const QByteArray &text)
{
    QByteArray host = text.trimmed();
    if (host.startsWith('['))
        host = host.sliced(1, std::max<qsizetype>(host.indexOf(']') - 1, 0));
    else if (host.count(':') == 1)
        host.truncate(host.indexOf(':'));
    QHostAddress address;
    return address.setAddress(QString::fromLatin1(host)) ? plain(address) : QHostAddress();
}

QByteArrayList listOf(const HttpRequest &request, QByteArrayView name)
{
    QByteArrayList list;
    for (const auto &[key, value] : request.headers) {
        if (key == name)
            list += value.split(',');
    }
    return list;
}

} // namespace

ClientAddress clientAddress(const QHostAddress &peer, bool tls, const HttpRequest &request,
                            const TrustedProxies &proxies)
{
    ClientAddress client{plain(peer), tls, false};
    if (!proxies.contains(peer))
        return client;
    const QByteArrayList hops = listOf(request, "x-forwarded-for");
    for (auto hop = hops.rbegin(); hop != hops.rend(); ++hop) {
        const QHostAddress address = parseAddress(*hop);
        if (address.isNull())
            break;
        client.address = address;
        client.forwarded = true;
        if (!proxies.contains(address))
            break;
    }
    const QByteArrayList schemes = listOf(request, "x-forwarded-proto");
    if (!schemes.isEmpty())
        client.secure = schemes.last().trimmed().compare("https", Qt::CaseInsensitive) == 0;
    return client;
}

} // namespace net
