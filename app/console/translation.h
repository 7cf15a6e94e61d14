#pragma once

#include <QLocale>

class QApplication;

namespace console
{

/// Makes \a app speak \a locale: our texts and Qt's, plural forms, dates, and the direction of reading. Where
/// we have no such language, English. Once, before there is a window.
void installTranslations(QApplication &app, const QLocale &locale);

/// The locale of `--language`: `sq`, `ar`, `de-CH`; the system's where \a name is empty.
QLocale localeFor(const QString &name);

} // namespace console
