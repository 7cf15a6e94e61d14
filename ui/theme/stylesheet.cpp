#include "theme/stylesheet.h"

#include "theme/tokens.h"

using namespace Qt::StringLiterals;

namespace theme
{

namespace
{

const auto sheet = uR"(
QToolTip { background: @raised; color: @text; border: 1px solid @border; padding: 4px 6px; }

QLabel { background: transparent; }
QLabel[ink="muted"] { color: @muted; }
QLabel[ink="accent"] { color: @accent; }
QLabel[ink="danger"] { color: @danger; }
QLabel[ink="warning"] { color: @warning; }
QLabel[ink="success"] { color: @success; }

QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QComboBox {
    background: @surface; color: @text; border: 1px solid @border; border-radius: 6px; padding: 5px 7px;
    selection-background-color: @accent; selection-color: @onAccent;
}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QComboBox:focus {
    border: 2px solid @accent; padding: 4px 6px;
}
QLineEdit:disabled, QPlainTextEdit:disabled, QTextEdit:disabled { background: @background; color: @muted; }

QPushButton {
    background: @raised; color: @text; border: 1px solid @border; border-radius: 6px; padding: 6px 12px;
}
QPushButton:hover { background: @hover; }
QPushButton:pressed { background: @border; }
QPushButton:focus { border: 2px solid @accent; padding: 5px 11px; }
QPushButton:disabled { color: @muted; background: @background; }
QPushButton[kind="primary"] { background: @accent; color: @onAccent; border-color: @accent; }
QPushButton[kind="primary"]:hover { background: @accentHover; }
QPushButton[kind="primary"]:pressed { background: @accentDown; }
QPushButton[kind="primary"]:focus { border: 2px solid @text; padding: 5px 11px; }
QPushButton[kind="primary"]:disabled { background: @raised; color: @muted; border-color: @border; }
QPushButton[kind="flat"] { background: transparent; border-color: transparent; color: @accent; }
QPushButton[kind="flat"]:hover { background: @raised; }
QPushButton[kind="flat"]:pressed { background: @border; }
QPushButton[kind="flat"]:focus { border: 2px solid @accent; }
QPushButton[kind="flat"]:disabled { color: @muted; }

QToolButton { background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 5px; }
QToolButton:hover { background: @raised; }
QToolButton:pressed, QToolButton:checked { background: @border; }
QToolButton:focus { border: 2px solid @accent; padding: 4px; }
QToolButton::menu-indicator { image: none; }

QMenuBar { background: @background; color: @text; }
QMenuBar::item { padding: 4px 8px; background: transparent; border-radius: 6px; }
QMenuBar::item:selected { background: @border; }
QMenu { background: @surface; color: @text; border: 1px solid @border; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 24px; border-radius: 6px; }
QMenu::item:selected { background: @raised; }
QMenu::item:disabled { color: @muted; }
QMenu::separator { height: 1px; background: @border; margin: 4px 8px; }

QScrollArea, QAbstractScrollArea { border: none; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: @handle; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: @muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QSplitter::handle { background: @border; }
QSplitter::handle:hover { background: @accent; }
)"_s;

/// `@accentHover` stands before `@accent`, so that the longer name is found first.
QList<std::pair<QString, QColor>> namesOf(const Tokens &tokens)
{
    return {{u"@accentHover"_s, mixed(tokens.accent, tokens.text, 0.12)},
            {u"@accentDown"_s, mixed(tokens.accent, tokens.text, 0.24)},
            {u"@background"_s, tokens.background},
            {u"@surface"_s, tokens.surface},
            {u"@raised"_s, tokens.raised},
            {u"@border"_s, tokens.border},
            {u"@handle"_s, mixed(tokens.border, tokens.muted, 0.35)},
            {u"@hover"_s, mixed(tokens.raised, tokens.border, 0.5)},
            {u"@text"_s, tokens.text},
            {u"@muted"_s, tokens.muted},
            {u"@accent"_s, tokens.accent},
            {u"@onAccent"_s, tokens.onAccent},
            {u"@danger"_s, tokens.danger},
            {u"@warning"_s, tokens.warning},
            {u"@success"_s, tokens.success}};
}

} // namespace

QString styleSheetOf(const Tokens &tokens)
{
    QString text = sheet;
    for (const auto &[name, color] : namesOf(tokens))
        text.replace(name, color.name());
    return text;
}

} // namespace theme
