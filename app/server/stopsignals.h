#pragma once

#include <QObject>
#include <QSocketNotifier>

#include <memory>

namespace app
{

/// Turns SIGINT, SIGTERM and SIGHUP into a Qt signal, in the thread that made this. A second one ends the
/// process at once with 128 + its number. One object at a time. SIGPIPE is ignored from then on, and so is
/// what `nohup` ignores.
class StopSignals final : public QObject
{
    Q_OBJECT
public:
    explicit StopSignals(QObject *parent = nullptr);
    ~StopSignals() override;

Q_SIGNALS:
    void stopRequested(int signalNumber);

private:
    void readPipe();

    int m_pipe[2] = {-1, -1};
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace app
