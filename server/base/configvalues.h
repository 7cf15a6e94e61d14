#pragma once

#include "base/config.h"

#include <QStringView>

namespace base
{

// What the text of one setting means. Each returns the value, or BadRequest with the end of a sentence that
// begins with the setting's name: "must be …". Pure; blanks around the text do not count.

Result<qint64> readInteger(const QString &text, qint64 min, qint64 max);
/// Seconds, fractions allowed: `0.5`.
Result<std::chrono::milliseconds> readSeconds(const QString &text, std::chrono::milliseconds min,
                                              std::chrono::milliseconds max);
/// `20/60` (a second, at once), `20` (three times as many at once), or `0` (no limit).
Result<RateLimit> readRate(const QString &text);
/// 1, true, yes, on; 0, false, no, off.
Result<bool> readBool(const QString &text);
/// Addresses separated by commas; `localhost` stands for 127.0.0.1 and ::1. No names: they would have to be
/// looked up.
Result<QStringList> readHosts(const QString &text);
/// `*`, or origins separated by commas, as browsers write them: lower case, no path, no default port.
Result<QStringList> readOrigins(const QString &text);
/// Addresses and nets (`10.0.0.0/8`) separated by commas.
Result<QStringList> readNets(const QString &text);

} // namespace base
