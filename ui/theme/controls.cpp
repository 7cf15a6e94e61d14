#include "theme/controls.h"

#include <QAbstractButton>
#include <QLabel>
#include <QStyle>
#include <QVariant>

using namespace Qt::StringLiterals;

namespace theme
{

namespace
{

void setStyleProperty(QWidget &widget, const char *name, const QString &value)
{
    if (widget.property(name).toString() == value)
        return;
    widget.setProperty(name, value);
    widget.style()->unpolish(&widget);
    widget.style()->polish(&widget);
}

QString nameOf(Ink ink)
{
    switch (ink) {
    case Ink::Text:
    case Ink::OnAccent:
        return {};
    case Ink::Muted:
        return u"muted"_s;
    case Ink::Accent:
        return u"accent"_s;
    case Ink::Danger:
        return u"danger"_s;
    case Ink::Warning:
        return u"warning"_s;
    case Ink::Success:
        return u"success"_s;
    }
    return {};
}

} // namespace

void setKind(QAbstractButton &button, ButtonKind kind)
{
    const QString name = kind == ButtonKind::Primary ? u"primary"_s
                         : kind == ButtonKind::Flat  ? u"flat"_s
                                                     : u""_s;
    setStyleProperty(button, "kind", name);
}

void setInk(QLabel &label, Ink ink)
{
    setStyleProperty(label, "ink", nameOf(ink));
}

} // namespace theme
