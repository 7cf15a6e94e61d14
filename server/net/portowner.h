#pragma once

#include <QString>

namespace net
{

/// Which process listens on a TCP port of this machine, as far as this user may know it: `process 812
/// (nginx)`, else empty. Linux only; elsewhere always empty.
QString portOwner(quint16 port);

} // namespace net
