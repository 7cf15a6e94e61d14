#pragma once

#include "base/clock.h"
#include "domain/roles.h"

#include <QString>

#include <optional>

namespace dialogs
{

/// What a token says of itself. Proves nothing: only its server can.
struct TokenFacts {
    QByteArray token; ///< without what came along when it was copied; empty if there is a problem
    QString problem;  ///< one sentence for who pasted it, or empty
    QString name;
    domain::Role role = domain::Role::Client;
    base::Timestamp expiresAt{};
};

/// Looks at \a text as pasted: a JSON Web Token of somebody who may work with the console, not expired at
/// \a now. Accepts a technician's link (`http://…/#token=…`) too. Pure.
TokenFacts inspectToken(const QString &text, base::Timestamp now);

/// A role as a person reads it.
QString roleText(domain::Role role);

} // namespace dialogs
