#pragma once

#include "domain/event.h"

#include <QByteArrayView>

namespace client
{

/// Whom \a token names as its bearer. Proves nothing: only the server can. Empty where it is no JWT.
domain::UserRef bearerOf(QByteArrayView token);

} // namespace client
