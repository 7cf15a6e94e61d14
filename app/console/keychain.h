#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QString>

#include <functional>

namespace console
{

/// Keeps secrets under names for this user, outside of our files. Lives in the GUI's thread and answers
/// there, exactly once, never from within the call.
class Keychain
{
public:
    using ReadReply = std::function<void(base::Result<QByteArray>)>;
    using Reply = std::function<void(base::Status)>;

    virtual ~Keychain() = default;
    /// Answers NotFound where it holds nothing under \a name, or Unavailable with the reason as the end of a
    /// sentence: there is no keychain, it is locked, it is damaged.
    virtual void read(const QString &name, ReadReply reply) = 0;
    virtual void write(const QString &name, const QByteArray &secret, Reply reply) = 0;
    /// Success also where there was nothing.
    virtual void remove(const QString &name, Reply reply) = 0;
};

} // namespace console
