#include "console/tokenkeeper.h"

#include "console/isolated.h"

#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPointer>
#include <QSaveFile>
#include <QThreadPool>

namespace console
{

namespace
{

QString nameOf(const QUrl &server)
{
    return QStringLiteral("token for ") + server.toString(QUrl::FullyEncoded);
}

} // namespace

/// The file, in one thread of its own.
class TokenKeeper::File
{
public:
    explicit File(const QString &path)
        : m_path(path)
    {
        m_thread.setMaxThreadCount(1);
    }
    ~File() { m_thread.waitForDone(); }

    const QString &path() const { return m_path; }
    void run(std::function<void()> function) { m_thread.start(std::move(function)); }

    QByteArray read(const QString &name) const { return all().value(name).toString().toLatin1(); }
    /// \a token empty: removes it.
    bool write(const QString &name, const QByteArray &token)
    {
        QJsonObject tokens = all();
        if (token.isEmpty() && !tokens.contains(name))
            return true;
        if (token.isEmpty())
            tokens.remove(name);
        else
            tokens.insert(name, QString::fromLatin1(token));
        QSaveFile file(m_path);
        return file.open(QIODevice::WriteOnly) && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) &&
               file.write(QJsonDocument(tokens).toJson()) > 0 && file.commit();
    }

private:
    QJsonObject all() const
    {
        QFile file(m_path);
        return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object()
                                              : QJsonObject();
    }

    const QString m_path;
    QThreadPool m_thread;
};

TokenKeeper::TokenKeeper(Keychain *keychain, const QString &dataFolder, QObject *parent)
    : QObject(parent)
    , m_keychain(keychain)
    , m_file(std::make_shared<File>(QDir(dataFolder).filePath(QStringLiteral("tokens.json"))))
{
}

TokenKeeper::~TokenKeeper() = default;

void TokenKeeper::find(const QUrl &server)
{
    if (!m_keychain)
        return findInFile(server);
    m_keychain->read(nameOf(server), [self = QPointer(this), server](const base::Result<QByteArray> &token) {
        if (!self)
            return;
        if (token)
            Q_EMIT self->found(server, *token);
        else
            self->findInFile(server);
    });
}

void TokenKeeper::keep(const QUrl &server, const QByteArray &token)
{
    if (!m_keychain)
        return keepInFile(server, token, tr("the keychain is not used"));
    m_keychain->write(nameOf(server), token,
                      [self = QPointer(this), server, token](const base::Status &kept) {
                          if (self && !kept)
                              self->keepInFile(server, token, kept.error().message);
                      });
}

void TokenKeeper::forget(const QUrl &server)
{
    if (m_keychain)
        m_keychain->remove(nameOf(server), [](const base::Status &) {});
    m_file->run([file = m_file.get(), name = nameOf(server)] { file->write(name, {}); });
}

void TokenKeeper::findInFile(const QUrl &server)
{
    m_file->run([this, file = m_file.get(), server] {
        const QByteArray token = file->read(nameOf(server));
        QMetaObject::invokeMethod(
            this, [this, server, token] { Q_EMIT found(server, token); }, Qt::QueuedConnection);
    });
}

void TokenKeeper::keepInFile(const QUrl &server, const QByteArray &token, const QString &why)
{
    m_file->run([this, file = m_file.get(), server, token, why] {
        const QString sentence =
            file->write(nameOf(server), token)
                ? tr("The token is kept in a file that only you can read (%1): %2.")
                      .arg(isolated(file->path()), why)
                : tr("The token is not kept and is asked for again at the next start: %1 cannot be written.")
                      .arg(isolated(file->path()));
        QMetaObject::invokeMethod(
            this, [this, sentence] { Q_EMIT notice(sentence); }, Qt::QueuedConnection);
    });
}

} // namespace console
