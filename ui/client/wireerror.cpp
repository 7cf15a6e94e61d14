#include "client/wireerror.h"

#include "protocol/errors.h"

#include <QCoreApplication>

namespace client
{

namespace
{
template <typename Matches>
base::ErrorKind firstKind(Matches matches)
{
    constexpr int last = static_cast<int>(base::ErrorKind::Internal);
    for (int i = 0; i < last; ++i) {
        if (matches(static_cast<base::ErrorKind>(i)))
            return static_cast<base::ErrorKind>(i);
    }
    return base::ErrorKind::Internal;
}
} // namespace

base::ErrorKind errorKindOf(QStringView code)
{
    return firstKind([code](base::ErrorKind kind) { return protocol::errorCode(kind) == code; });
}

base::ErrorKind errorKindOfStatus(int httpStatus)
{
    if (httpStatus == 502 || httpStatus == 504) // a proxy whose server is away
        return base::ErrorKind::Unavailable;
    return firstKind([httpStatus](base::ErrorKind kind) { return protocol::httpStatus(kind) == httpStatus; });
}

base::Error errorIn(const QJsonObject &answer, base::ErrorKind otherwise)
{
    const QString code = answer.value(QLatin1String("error")).toString();
    base::Error error{code.isEmpty() ? otherwise : errorKindOf(code),
                      answer.value(QLatin1String("message")).toString(),
                      answer.value(QLatin1String("field")).toString()};
    if (error.message.isEmpty())
        error.message = QCoreApplication::translate("client", "The server refused this without a reason.");
    return error;
}

bool isPassing(base::ErrorKind kind)
{
    return kind == base::ErrorKind::RateLimited || kind == base::ErrorKind::Unavailable;
}

} // namespace client
