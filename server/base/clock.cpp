#include "base/clock.h"

#include <QDateTime>
#include <QRegularExpression>

namespace base
{

namespace
{
void putDigits(char *at, int count, unsigned value)
{
    for (char *p = at + count - 1; p >= at; --p, value /= 10)
        *p = static_cast<char>('0' + value % 10);
}
} // namespace

QByteArray toRfc3339(Timestamp time)
{
    // Written for every message that goes out; QDateTime's formatter costs ten times as much.
    using namespace std::chrono;
    const auto day = floor<days>(time);
    const year_month_day date(day);
    const hh_mm_ss clock(time - day);
    QByteArray text("0000-00-00T00:00:00.000Z");
    char *out = text.data();
    putDigits(out, 4, static_cast<unsigned>(static_cast<int>(date.year())));
    putDigits(out + 5, 2, static_cast<unsigned>(date.month()));
    putDigits(out + 8, 2, static_cast<unsigned>(date.day()));
    putDigits(out + 11, 2, static_cast<unsigned>(clock.hours().count()));
    putDigits(out + 14, 2, static_cast<unsigned>(clock.minutes().count()));
    putDigits(out + 17, 2, static_cast<unsigned>(clock.seconds().count()));
    putDigits(out + 20, 3, static_cast<unsigned>(clock.subseconds().count()));
    return text;
}

std::optional<Timestamp> fromRfc3339(QStringView text)
{
    // QDateTime reads more of ISO 8601 than RFC 3339 has: local times, missing seconds, short offsets, a
    // comma.
    static const QRegularExpression form(
        QStringLiteral("\\A\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d)\\z"));
    const QString upper = text.toString().toUpper();
    if (!form.match(upper).hasMatch())
        return std::nullopt;
    const QDateTime time = QDateTime::fromString(upper, Qt::ISODateWithMs);
    if (!time.isValid())
        return std::nullopt;
    return Timestamp(std::chrono::milliseconds(time.toMSecsSinceEpoch()));
}

Timestamp SystemClock::now() const
{
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

} // namespace base
