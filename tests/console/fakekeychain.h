#pragma once

#include "console/keychain.h"

#include <QHash>
#include <QTimer>

#include <optional>

/// A keychain in memory that answers from the event loop, as real ones do.
class FakeKeychain final : public console::Keychain
{
public:
    QHash<QString, QByteArray> secrets;
    QString trouble; ///< if set, everything fails with it

    void read(const QString &name, ReadReply reply) override
    {
        later([this, name, reply] {
            if (!trouble.isEmpty())
                reply(base::Error{base::ErrorKind::Unavailable, trouble});
            else if (!secrets.contains(name))
                reply(base::Error{base::ErrorKind::NotFound, QStringLiteral("nothing")});
            else
                reply(secrets.value(name));
        });
    }
    void write(const QString &name, const QByteArray &secret, Reply reply) override
    {
        later([this, name, secret, reply] {
            if (!trouble.isEmpty())
                return reply(base::Error{base::ErrorKind::Unavailable, trouble});
            secrets.insert(name, secret);
            reply(base::success());
        });
    }
    void remove(const QString &name, Reply reply) override
    {
        later([this, name, reply] {
            secrets.remove(name);
            reply(base::success());
        });
    }

private:
    static void later(std::function<void()> function) { QTimer::singleShot(0, std::move(function)); }
};
