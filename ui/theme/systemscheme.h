#pragma once

#include "theme/tokens.h"

#include <QObject>
#include <QVariant>

namespace theme
{

/// Whether the system is light or dark, and when that changes. From Qt 6.5 on Qt says it; before, the palette
/// that the application started with says it, and on Linux the desktop portal's setting (PortalScheme).
/// Lives in the GUI's thread.
class SystemScheme final : public QObject
{
    Q_OBJECT
public:
    explicit SystemScheme(QObject *parent = nullptr);
    Scheme scheme() const { return m_scheme; }

Q_SIGNALS:
    void changed();

private:
    void setScheme(Scheme scheme);

    Scheme m_scheme = Scheme::Light;
};

} // namespace theme
