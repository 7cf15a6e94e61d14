#pragma once

#include "base/config.h"

#include <QUrl>

namespace console
{

/// Where the console itself reaches its embedded server: by a loopback address if the server listens on one,
/// so that no name needs to be looked up.
QUrl ownUrl(const base::Config &config, quint16 port);

/// Where customers find their page on this machine, or else on another one.
QUrl customerUrl(const base::Config &config, quint16 port);

/// The same of a server elsewhere: the page is at its root.
QUrl customerUrl(const QUrl &server);

} // namespace console
