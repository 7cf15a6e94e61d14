#pragma once

#include "base/config.h"

namespace app
{

/// Where a browser on this machine, or else on another one, finds the page: `http://localhost:8080/`.
QString pageUrl(const base::Config &config, quint16 port);

/// The three lines that a started server prints: where customers and technicians click, and where the data
/// is. \param technicianToken  goes into the fragment of the technicians' link, which browsers send to
/// nobody; empty: the
///                         line says how to make one
QStringList startLines(const base::Config &config, quint16 port, const QByteArray &technicianToken);

} // namespace app
