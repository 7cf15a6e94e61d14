#pragma once

#include "base/result.h"

#include <QJsonObject>
#include <QStringView>

namespace client
{

/// What a server's error code means; Internal for one that is not known here.
base::ErrorKind errorKindOf(QStringView code);
base::ErrorKind errorKindOfStatus(int httpStatus);

/// The failure that an answer `{error, message, field?}` tells, in the server's own sentence, or in one of
/// ours where it has none. \a otherwise: the kind where it bears no code
base::Error errorIn(const QJsonObject &answer, base::ErrorKind otherwise = base::ErrorKind::Internal);

/// Whether trying the same again later may succeed.
bool isPassing(base::ErrorKind kind);

} // namespace client
