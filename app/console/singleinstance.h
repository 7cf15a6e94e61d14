#pragma once

#include <QLocalServer>
#include <QLockFile>
#include <QObject>

#include <chrono>
#include <memory>

class QLocalSocket;

namespace console
{

/// Lets one console at a time use a data folder. A second one asks the first to come to the front. A lock
/// whose process is gone does not count.
class SingleInstance final : public QObject
{
    Q_OBJECT
public:
    enum class Outcome {
        First,    ///< the folder is ours until this object goes
        Raised,   ///< another console has it and has come to the front
        Silent,   ///< another console has it and does not answer
        Unusable, ///< the folder cannot be written to
    };

    /// \a dataFolder exists.
    explicit SingleInstance(const QString &dataFolder, QObject *parent = nullptr);
    ~SingleInstance() override;

    /// Blocks for at most about \a patience; to be called before there is a window.
    Outcome claim(std::chrono::milliseconds patience);
    /// What to tell of anything but First: one sentence.
    QString sentence() const { return m_sentence; }

Q_SIGNALS:
    /// Another start wants the window to come to the front. \a activationToken: what a Wayland compositor
    /// wants for that; may be empty.
    void raiseRequested(const QByteArray &activationToken);

private:
    bool askOther(std::chrono::milliseconds patience);
    void listen();
    void greet(QLocalSocket *socket);

    QString m_folder;
    QString m_socketName;
    QLockFile m_lock;
    QLocalServer m_server;
    QString m_sentence;
};

} // namespace console
