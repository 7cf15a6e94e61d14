#pragma once

#include <QObject>

#include <chrono>
#include <vector>

/// Times each turn of the GUI thread's event loop: from one wait for events to the next, with all the
/// handling, layout and painting between. A turn longer than a frame is a frame that is not shown in time.
/// Needs Qt's own event dispatcher on Unix (QT_NO_GLIB=1), one object at a time, in the main thread.
class Turns final : public QObject
{
public:
    /// Milliseconds.
    struct Figures {
        size_t count = 0;
        double worst = 0;
        double worstOwn = 0;  ///< without the time in which the thread could have run, but had no core
        double mostOf999 = 0; ///< 99.9 % of the turns take no longer
        double mean = 0;
        size_t late = 0; ///< turns over 16 ms
    };

    Turns();
    ~Turns() override;

    /// From the next turn on.
    void begin();
    Figures end();

    // Called around each wait of the thread.
    void waiting();
    void working();

private:
    struct Turn {
        double whole = 0;
        double queued = 0; ///< of it
    };

    bool m_loopWaits = false; ///< the next wait is the event loop's own
    bool m_measuring = false;
    bool m_inTurn = false;
    std::chrono::steady_clock::time_point m_since;
    double m_queuedSince = 0;
    std::vector<Turn> m_turns;
};
