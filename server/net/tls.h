#pragma once

#include "base/config.h"
#include "base/result.h"

#include <memory>

class QSslConfiguration;

namespace net
{

/// Reads TLS_CERT and TLS_KEY and tries them out on a socket of its own, so that a server that starts can
/// also serve. TLS 1.2 or later. Blocks for the time of a local connect. \return the configuration, null if
/// none of the two is set, or Unavailable with a sentence that names the file at
///         fault (missing, no PEM, encrypted or not belonging together)
base::Result<std::shared_ptr<const QSslConfiguration>> loadTls(const base::Config &config);

} // namespace net
