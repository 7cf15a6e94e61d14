#include "theme/systemscheme.h"

#include <QGuiApplication>
#include <QPalette>
#include <QStyleHints>

#ifdef ULTRACOM_PORTAL
#include "theme/portalscheme.h"
#endif

namespace theme
{

namespace
{

Scheme schemeOfPalette()
{
    const QPalette palette = QGuiApplication::palette();
    const bool dark =
        palette.color(QPalette::WindowText).lightness() > palette.color(QPalette::Window).lightness();
    return dark ? Scheme::Dark : Scheme::Light;
}

#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
Scheme schemeOfHints(Qt::ColorScheme hint)
{
    if (hint == Qt::ColorScheme::Unknown)
        return schemeOfPalette();
    return hint == Qt::ColorScheme::Dark ? Scheme::Dark : Scheme::Light;
}
#endif

} // namespace

SystemScheme::SystemScheme(QObject *parent)
    : QObject(parent)
    , m_scheme(schemeOfPalette())
{
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    m_scheme = schemeOfHints(QGuiApplication::styleHints()->colorScheme());
    connect(QGuiApplication::styleHints(), &QStyleHints::colorSchemeChanged, this,
            [this](Qt::ColorScheme hint) { setScheme(schemeOfHints(hint)); });
#elif defined(ULTRACOM_PORTAL)
    connect(new PortalScheme(this), &PortalScheme::told, this, &SystemScheme::setScheme);
#endif
}

void SystemScheme::setScheme(Scheme scheme)
{
    if (m_scheme == scheme)
        return;
    m_scheme = scheme;
    Q_EMIT changed();
}

} // namespace theme
