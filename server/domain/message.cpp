#include "domain/message.h"

#include <array>

namespace domain
{

namespace
{
constexpr std::array typeNames{QLatin1String("text"), QLatin1String("audio"), QLatin1String("image"),
                               QLatin1String("file"), QLatin1String("system")};
constexpr std::array statusNames{QLatin1String("sent"), QLatin1String("delivered"), QLatin1String("read")};
} // namespace

QLatin1String toString(MessageType type)
{
    return typeNames[static_cast<size_t>(type)];
}

std::optional<MessageType> messageTypeFromString(QStringView text)
{
    for (size_t i = 0; i < typeNames.size(); ++i) {
        if (text == typeNames[i])
            return static_cast<MessageType>(i);
    }
    return std::nullopt;
}

QLatin1String toString(DeliveryStatus status)
{
    return statusNames[static_cast<size_t>(status)];
}

std::optional<DeliveryStatus> deliveryStatusFromString(QStringView text)
{
    for (size_t i = 0; i < statusNames.size(); ++i) {
        if (text == statusNames[i])
            return static_cast<DeliveryStatus>(i);
    }
    return std::nullopt;
}

QString excerptOf(const QString &content)
{
    if (content.size() <= maxExcerptLength)
        return content;
    const bool splitsPair = content.at(maxExcerptLength - 1).isHighSurrogate();
    return content.left(maxExcerptLength - (splitsPair ? 1 : 0));
}

bool isStorableText(QStringView text)
{
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (c.isNull() || c.isLowSurrogate())
            return false;
        if (c.isHighSurrogate() && (++i == text.size() || !text[i].isLowSurrogate()))
            return false;
    }
    return true;
}

base::Result<QString> checkedContent(const QString &content)
{
    const QString text = content.trimmed();
    const auto refused = [](base::ErrorKind kind, const char *why) {
        return base::Error{kind, QString::fromUtf8(why), QStringLiteral("text")};
    };
    if (text.isEmpty())
        return refused(base::ErrorKind::BadRequest, "The message is empty.");
    if (!isStorableText(text))
        return refused(base::ErrorKind::BadRequest, "The message holds a NUL or an unpaired surrogate.");
    if (text.size() > maxContentBytes || text.toUtf8().size() > maxContentBytes)
        return refused(base::ErrorKind::TooLarge, "A message may have 16 KiB of text at most.");
    return text;
}

} // namespace domain
