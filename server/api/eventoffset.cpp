#include "api/eventoffset.h"

#include <algorithm>

namespace api
{

namespace
{
/// Digits alone, so that neither a sign nor white space passes.
template <typename Number>
std::optional<Number> numberOf(QStringView text)
{
    const auto isDigit = [](QChar c) { return c >= u'0' && c <= u'9'; };
    if (text.isEmpty() || !std::all_of(text.begin(), text.end(), isDigit))
        return std::nullopt;
    bool ok = false;
    const qulonglong number = text.toULongLong(&ok);
    if (!ok || number > std::numeric_limits<Number>::max())
        return std::nullopt;
    return Number(number);
}
} // namespace

QByteArray EventOffset::toBytes() const
{
    QByteArray text = QByteArray::number(shared);
    if (own > 0)
        text += '.' + QByteArray::number(own);
    return text;
}

std::optional<EventOffset> EventOffset::fromString(QStringView text)
{
    const qsizetype dot = text.indexOf(u'.');
    const auto shared = numberOf<quint64>(dot < 0 ? text : text.first(dot));
    const auto own = dot < 0 ? std::optional<quint32>(0) : numberOf<quint32>(text.sliced(dot + 1));
    if (!shared || !own)
        return std::nullopt;
    return EventOffset{*shared, *own};
}

} // namespace api
