#include "console/translation.h"

#include <QApplication>
#include <QLibraryInfo>
#include <QTranslator>

namespace console
{

namespace
{

bool install(QApplication &app, const QLocale &locale, const QString &name, const QString &folder)
{
    auto *translator = new QTranslator(&app);
    if (translator->load(locale, name, QStringLiteral("_"), folder) && app.installTranslator(translator))
        return true;
    delete translator;
    return false;
}

} // namespace

void installTranslations(QApplication &app, const QLocale &locale)
{
    const QString ours = QStringLiteral("ultracom");
    const QString folder = QStringLiteral(":/i18n");
    QLocale shown = locale;
    if (!install(app, shown, ours, folder)) {
        shown = QLocale(QLocale::English);
        install(app, shown, ours, folder); // plural forms
    } else {
        install(app, shown, QStringLiteral("qtbase"), QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    }
    QLocale::setDefault(locale);
    QApplication::setLayoutDirection(shown.textDirection());
}

QLocale localeFor(const QString &name)
{
    return name.isEmpty() ? QLocale::system() : QLocale(name);
}

} // namespace console
