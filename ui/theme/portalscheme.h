#pragma once

#include "theme/tokens.h"

#include <QDBusVariant>
#include <QObject>

namespace theme
{

/// Light or dark as the desktop portal says it (org.freedesktop.appearance, color-scheme). Asks over the
/// session bus without waiting for the answer; where there is no bus, no portal or no preference, it is
/// silent.
class PortalScheme final : public QObject
{
    Q_OBJECT
public:
    explicit PortalScheme(QObject *parent = nullptr);

Q_SIGNALS:
    void told(theme::Scheme scheme);

private Q_SLOTS:
    void settingChanged(const QString &group, const QString &key, const QDBusVariant &value);

private:
    void tell(const QVariant &value);
};

} // namespace theme
