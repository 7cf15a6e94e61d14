#include "console/systemkeychain.h"

#include <QTimer>

#include <qt6keychain/keychain.h>

namespace console
{

namespace
{

const QString service = QStringLiteral("UltraCom");

base::Error unavailable(const QString &reason)
{
    return {base::ErrorKind::Unavailable, reason};
}

} // namespace

SystemKeychain::SystemKeychain(std::chrono::milliseconds patience, QObject *parent)
    : QObject(parent)
    , m_patience(patience)
{
}

void SystemKeychain::read(const QString &name, ReadReply reply)
{
    auto *job = new QKeychain::ReadPasswordJob(service);
    run(job, name, [job, reply = std::move(reply)](const base::Status &status) {
        if (status)
            reply(job->binaryData());
        else
            reply(status.error());
    });
}

void SystemKeychain::write(const QString &name, const QByteArray &secret, Reply reply)
{
    auto *job = new QKeychain::WritePasswordJob(service);
    job->setBinaryData(secret);
    run(job, name, std::move(reply));
}

void SystemKeychain::remove(const QString &name, Reply reply)
{
    run(new QKeychain::DeletePasswordJob(service), name,
        [reply = std::move(reply)](const base::Status &status) {
            const bool gone = status || status.error().kind == base::ErrorKind::NotFound;
            reply(gone ? base::success() : status);
        });
}

base::Status SystemKeychain::statusOf(const QKeychain::Job &job)
{
    switch (job.error()) {
    case QKeychain::NoError:
        return base::success();
    case QKeychain::EntryNotFound:
        return base::Error{base::ErrorKind::NotFound, tr("the keychain has no such entry")};
    case QKeychain::AccessDeniedByUser:
    case QKeychain::AccessDenied:
        return unavailable(tr("the keychain is locked"));
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented:
        return unavailable(tr("this system has no keychain"));
    default:
        return unavailable(job.errorString().isEmpty() ? tr("the keychain does not work")
                                                       : job.errorString());
    }
}

void SystemKeychain::run(QKeychain::Job *job, const QString &name, Done done)
{
    job->setKey(name);
    job->setInsecureFallback(false);
    // Whichever of the two comes first disconnects the other by deleting the watch.
    auto *watch = new QTimer(this);
    watch->setSingleShot(true);
    connect(job, &QKeychain::Job::finished, watch, [watch, done](QKeychain::Job *finished) {
        watch->stop();
        watch->deleteLater();
        done(statusOf(*finished));
    });
    connect(watch, &QTimer::timeout, watch, [job, watch, done] {
        job->disconnect(watch);
        watch->deleteLater();
        done(unavailable(tr("the keychain does not answer")));
    });
    watch->start(m_patience);
    job->start();
}

} // namespace console
