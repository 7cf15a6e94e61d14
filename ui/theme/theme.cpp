#include "theme/theme.h"

#include "theme/stylesheet.h"
#include "theme/systemscheme.h"

#include <QApplication>
#include <QPalette>
#include <QStyleFactory>

using namespace Qt::StringLiterals;

namespace theme
{

namespace
{

Theme *theInstance = nullptr;

QPalette paletteOf(const Tokens &tokens)
{
    QPalette palette;
    const auto set = [&palette](QPalette::ColorRole role, const QColor &color) {
        palette.setColor(QPalette::All, role, color);
    };
    set(QPalette::Window, tokens.background);
    set(QPalette::WindowText, tokens.text);
    set(QPalette::Base, tokens.surface);
    set(QPalette::AlternateBase, tokens.raised);
    set(QPalette::Text, tokens.text);
    set(QPalette::PlaceholderText, tokens.muted);
    set(QPalette::Button, tokens.raised);
    set(QPalette::ButtonText, tokens.text);
    set(QPalette::BrightText, tokens.danger);
    set(QPalette::Highlight, tokens.accent);
    set(QPalette::HighlightedText, tokens.onAccent);
#if QT_VERSION >= QT_VERSION_CHECK(6, 6, 0)
    set(QPalette::Accent, tokens.accent);
#endif
    set(QPalette::Link, tokens.accent);
    set(QPalette::LinkVisited, tokens.accent);
    set(QPalette::ToolTipBase, tokens.raised);
    set(QPalette::ToolTipText, tokens.text);
    set(QPalette::Light, tokens.surface);
    set(QPalette::Midlight, tokens.raised);
    set(QPalette::Mid, tokens.border);
    set(QPalette::Dark, tokens.border);
    set(QPalette::Shadow, tokens.border);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, tokens.muted);
    return palette;
}

} // namespace

Theme::Theme(QApplication &app, Choice choice)
    : m_app(app)
    , m_system(new SystemScheme(this))
    , m_choice(choice)
    , m_scheme(m_system->scheme())
{
    Q_ASSERT(!theInstance);
    theInstance = this;
    if (choice != Choice::System)
        m_scheme = choice == Choice::Dark ? Scheme::Dark : Scheme::Light;
    m_app.setStyle(QStyleFactory::create(u"Fusion"_s));
    dress();
    connect(m_system, &SystemScheme::changed, this, &Theme::follow);
}

Theme::~Theme()
{
    theInstance = nullptr;
}

Theme &Theme::instance()
{
    Q_ASSERT(theInstance);
    return *theInstance;
}

void Theme::setChoice(Choice choice)
{
    m_choice = choice;
    follow();
}

void Theme::follow()
{
    Scheme scheme = m_system->scheme();
    if (m_choice != Choice::System)
        scheme = m_choice == Choice::Dark ? Scheme::Dark : Scheme::Light;
    if (scheme == m_scheme)
        return;
    m_scheme = scheme;
    dress();
    Q_EMIT changed();
}

void Theme::dress()
{
    m_app.setPalette(paletteOf(tokens()));
    m_app.setStyleSheet(styleSheetOf(tokens()));
}

} // namespace theme
