#pragma once

#include <QDateTime>
#include <QLocale>

namespace theme
{

/// How times are told. All take the moment, and \a now whose time zone is the reader's; both may be in any
/// zone.

/// For lists: today 14:05, in the last six days Tue, this year 3 Nov, else the date.
QString listTime(const QDateTime &when, const QDateTime &now, const QLocale &locale);
/// The hour and minute: 14:05.
QString clockTime(const QDateTime &when, const QDateTime &now, const QLocale &locale);
/// Above the messages of a day: Today, Yesterday, Tuesday, 3 November, else the date in full.
QString dayTitle(const QDateTime &when, const QDateTime &now, const QLocale &locale);
/// All of it with the zone, for tooltips.
QString fullTime(const QDateTime &when, const QDateTime &now, const QLocale &locale);

} // namespace theme
