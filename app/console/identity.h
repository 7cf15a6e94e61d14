#pragma once

#include "base/clock.h"

#include <QByteArray>
#include <QString>

#include <chrono>

namespace console
{

/// Who sits at this machine, as the system knows them.
struct Identity {
    QString id;   ///< the login name: `sub` of the token
    QString name; ///< the full name, else the login name
};

Identity systemIdentity();

/// How long the console's own token at its embedded server is good, and how long before that it gets another.
constexpr std::chrono::hours ownTokenLife{12};
constexpr std::chrono::hours ownTokenRenewal{1};

/// A technician's token, good for ownTokenLife: the role that may read and answer every session. What only an
/// admin may do (monitoring, audit) needs a token made for that.
QByteArray ownToken(const Identity &identity, const QByteArray &secret, base::Timestamp now);

} // namespace console
