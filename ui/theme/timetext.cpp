#include "theme/timetext.h"

#include <QCoreApplication>
#include <QTimeZone>

using namespace Qt::StringLiterals;

namespace theme
{

namespace
{

struct TimeText {
    Q_DECLARE_TR_FUNCTIONS(TimeText)
};

QDateTime inZoneOf(const QDateTime &when, const QDateTime &now)
{
    return when.toTimeZone(now.timeZone());
}

QString timeOfDay(QTime time, const QLocale &locale)
{
    // The C locale would show seconds.
    return locale.language() == QLocale::C ? time.toString(u"HH:mm"_s)
                                           : locale.toString(time, QLocale::ShortFormat);
}

bool monthComesFirst(const QLocale &locale)
{
    const QString format = locale.dateFormat(QLocale::ShortFormat);
    const auto month = format.indexOf(u'M');
    return month >= 0 && month < format.indexOf(u'd') && !format.startsWith(u'y');
}

QString dayAndMonth(QDate date, const QLocale &locale, const QString &month)
{
    return locale.toString(date, monthComesFirst(locale) ? month + u" d"_s : u"d "_s + month);
}

} // namespace

QString listTime(const QDateTime &when, const QDateTime &now, const QLocale &locale)
{
    const QDateTime local = inZoneOf(when, now);
    const qint64 days = local.date().daysTo(now.date());
    if (days == 0)
        return timeOfDay(local.time(), locale);
    if (days > 0 && days < 7)
        return locale.dayName(local.date().dayOfWeek(), QLocale::ShortFormat);
    if (local.date().year() == now.date().year())
        return dayAndMonth(local.date(), locale, u"MMM"_s);
    return locale.toString(local.date(), QLocale::ShortFormat);
}

QString clockTime(const QDateTime &when, const QDateTime &now, const QLocale &locale)
{
    return timeOfDay(inZoneOf(when, now).time(), locale);
}

QString dayTitle(const QDateTime &when, const QDateTime &now, const QLocale &locale)
{
    const QDate date = inZoneOf(when, now).date();
    const qint64 days = date.daysTo(now.date());
    if (days == 0)
        return TimeText::tr("Today");
    if (days == 1)
        return TimeText::tr("Yesterday");
    if (days > 0 && days < 7)
        return locale.standaloneDayName(date.dayOfWeek(), QLocale::LongFormat);
    if (date.year() == now.date().year())
        return dayAndMonth(date, locale, u"MMMM"_s);
    return locale.toString(date, QLocale::LongFormat);
}

QString fullTime(const QDateTime &when, const QDateTime &now, const QLocale &locale)
{
    const QDateTime local = inZoneOf(when, now);
    //: %1 is a date, %2 a time, %3 a time zone
    return TimeText::tr("%1, %2 %3")
        .arg(locale.toString(local.date(), QLocale::LongFormat), timeOfDay(local.time(), locale),
             local.timeZoneAbbreviation());
}

} // namespace theme
