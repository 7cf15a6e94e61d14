#pragma once

#include "console/keychain.h"

#include <QObject>

#include <chrono>

namespace QKeychain
{
class Job;
}

namespace console
{

/// The system's: Secret Service (GNOME Keyring, KeePassXC), KWallet, macOS, Windows; by QtKeychain.
class SystemKeychain final : public QObject, public Keychain
{
    Q_OBJECT
public:
    /// What does not answer within \a patience is Unavailable; a person may be typing a password meanwhile.
    explicit SystemKeychain(std::chrono::milliseconds patience = std::chrono::seconds(60),
                            QObject *parent = nullptr);

    void read(const QString &name, ReadReply reply) override;
    void write(const QString &name, const QByteArray &secret, Reply reply) override;
    void remove(const QString &name, Reply reply) override;

private:
    using Done = std::function<void(base::Status)>;
    /// Starts \a job, which deletes itself.
    void run(QKeychain::Job *job, const QString &name, Done done);

    static base::Status statusOf(const QKeychain::Job &job);

    std::chrono::milliseconds m_patience;
};

} // namespace console
