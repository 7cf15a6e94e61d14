#pragma once

#include "theme/tokens.h"

#include <QObject>

class QApplication;

namespace theme
{

class SystemScheme;

/// What a person may choose.
enum class Choice { System, Light, Dark };

/// The look of the application: dresses \a app in Fusion, a palette and one style sheet, and changes them
/// when the choice or the system's scheme changes. Made once, after the QApplication, by who owns it; widgets
/// reach it by instance(). GUI thread only.
class Theme final : public QObject
{
    Q_OBJECT
public:
    explicit Theme(QApplication &app, Choice choice = Choice::System);
    ~Theme() override;

    /// The one that was made; there must be one.
    static Theme &instance();

    const Tokens &tokens() const { return tokensOf(m_scheme); }
    Scheme scheme() const { return m_scheme; }
    Choice choice() const { return m_choice; }
    void setChoice(Choice choice);

Q_SIGNALS:
    /// The tokens are others now; palette and style sheet are already set.
    void changed();

private:
    void follow();
    void dress();

    QApplication &m_app;
    SystemScheme *m_system;
    Choice m_choice;
    Scheme m_scheme;
};

/// The current tokens: `theme::tokens().accent`.
inline const Tokens &tokens()
{
    return Theme::instance().tokens();
}

} // namespace theme
