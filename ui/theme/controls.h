#pragma once

class QAbstractButton;
class QLabel;

namespace theme
{

enum class ButtonKind {
    Plain,
    Primary, ///< the one thing to do here
    Flat,    ///< beside others, or within a line
};
void setKind(QAbstractButton &button, ButtonKind kind);

/// Which of the tokens something is drawn in.
enum class Ink { Text, Muted, Accent, OnAccent, Danger, Warning, Success };
/// Colours the text of \a label; it follows the theme.
void setInk(QLabel &label, Ink ink);

} // namespace theme
