#pragma once

#include "base/result.h"
#include "protocol/jwt.h"

namespace app
{

/// What `ultracom-server token` was asked for, as typed.
struct TokenRequest {
    QString sub;
    QString role;
    QString ttl = QStringLiteral("8h");
    QString name;
    QStringList rooms;
};

/// A time such as `90s`, `30m`, `8h` or `7d`: from one second to ten years. \return BadRequest with a
/// sentence
base::Result<std::chrono::seconds> readTtl(const QString &text);

/// \return the claims of the token that was asked for, or BadRequest with a sentence that names the flag at
/// fault
base::Result<protocol::TokenClaims> tokenClaims(const TokenRequest &request, base::Timestamp now);

} // namespace app
