#include "dialogs/serveraddress.h"

#include <QCoreApplication>

namespace dialogs
{

namespace
{

struct ServerAddress {
    Q_DECLARE_TR_FUNCTIONS(dialogs::ServerAddress)
};

base::Error problem(const QString &sentence)
{
    return {base::ErrorKind::BadRequest, sentence};
}

} // namespace

base::Result<QUrl> readServerAddress(const QString &text)
{
    QString typed = text.trimmed();
    if (!typed.contains(u"://"))
        typed.prepend(QStringLiteral("http://"));
    QUrl url(typed, QUrl::StrictMode);
    const bool http = url.scheme() == u"http" || url.scheme() == u"https";
    if (!url.isValid() || !http || url.host().isEmpty())
        return problem(
            ServerAddress::tr("That is no server's address. It looks like https://chat.example.com "
                              "or http://192.168.1.5:8080."));
    if (!url.userInfo().isEmpty())
        return problem(ServerAddress::tr("A name or a password does not belong in a server's address."));
    url.setPath({});
    url.setQuery(QString());
    url.setFragment({});
    return url;
}

} // namespace dialogs
