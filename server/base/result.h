#pragma once

#include <QString>
#include <tl/expected.hpp>

#include <chrono>
#include <variant>

namespace base
{

/// The kinds of expected failure. What each is on the wire (HTTP status, error code, close code) is mapped
/// once, in server/api. \see server/protocol/PROTOCOL.md, "Errors"
enum class ErrorKind {
    BadRequest,   ///< the input is malformed; Error::field names the part, if one is at fault
    Unauthorized, ///< no token, or one that is not good
    Forbidden,    ///< the token is good, but its bearer may not; says nothing of what it guards
    NotFound,
    Conflict, ///< a write contradicts what is stored (another body for a client_msg_id, a closed session)
    TooLarge,
    UnsupportedType,
    RateLimited, ///< Error::retryAfter says when to come back
    Unavailable, ///< the store cannot commit now; nothing was stored; Error::retryAfter says when to try
                 ///< again
    Internal,    ///< a fault of ours; the log has the details
};

/// Why an operation failed, in words that its caller may show.
struct Error {
    ErrorKind kind = ErrorKind::Internal;
    QString message;    ///< one sentence a person can act on; never a secret
    QString field = {}; ///< BadRequest: the name of the offending input
    std::chrono::milliseconds retryAfter{0};

    friend bool operator==(const Error &, const Error &) = default;
};

/// A value, or the Error for which there is none. Dropping one unread is a compile error.
template <typename T>
class [[nodiscard]] Result : public tl::expected<T, Error>
{
public:
    using tl::expected<T, Error>::expected;
    Result(Error error)
        : tl::expected<T, Error>(tl::unexpected<Error>(std::move(error)))
    {
    }
};

/// The result of an operation that returns nothing but may fail.
using Status = Result<std::monostate>;
inline Status success()
{
    return Status(std::monostate{});
}

} // namespace base
