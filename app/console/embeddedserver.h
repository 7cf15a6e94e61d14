#pragma once

#include "base/config.h"
#include "host/server.h"

#include <QObject>
#include <QThread>

#include <memory>

namespace console
{

/// Why the embedded server does not serve, and what can be done about it.
struct StartProblem {
    QString sentence;
    bool portTaken = false;
    quint16 port = 0;     ///< the taken one
    QString owner;        ///< who has it, `process 812 (nginx)`; empty if that cannot be known
    quint16 freePort = 0; ///< one that was free a moment ago; 0: the system may choose
};

/// A host::Server in a thread of its own, so that neither migrations nor connections cost the window a frame.
/// Lives in the GUI's thread; nothing but the destructor blocks.
class EmbeddedServer final : public QObject
{
    Q_OBJECT
public:
    enum class State { Stopped, Starting, Running, Stopping };
    Q_ENUM(State)

    explicit EmbeddedServer(QObject *parent = nullptr);
    /// Stops it: waits for a start under way, then at most 5 s for what is queued to be committed.
    ~EmbeddedServer() override;

    /// Starts it with these settings, once it has stopped if it is running. Answered by started() or
    /// failed().
    void start(const base::Config &config);
    /// Answered by stopped().
    void stop();

    State state() const { return m_state; }
    quint16 port() const { return m_port; } ///< while it runs, else 0

Q_SIGNALS:
    void stateChanged(console::EmbeddedServer::State state);
    void started(quint16 port);
    void failed(const console::StartProblem &problem);
    void stopped();
    /// Once a second while it runs, and once more when it has stopped.
    void figuresChanged(const host::Figures &figures);

private:
    class Worker;

    void halt();
    void setState(State state);
    void onStarted(quint16 port);
    void onFailed(const StartProblem &problem);
    void onStopped();

    QThread m_thread;
    Worker *m_worker; ///< in m_thread
    State m_state = State::Stopped;
    quint16 m_port = 0;
    std::optional<base::Config> m_next; ///< what to start with once it has stopped
};

/// The first port after config.port that is free on all of the hosts; 0 if there is none near.
quint16 findFreePort(const base::Config &config);

} // namespace console

Q_DECLARE_METATYPE(console::StartProblem)
Q_DECLARE_METATYPE(host::Figures)
