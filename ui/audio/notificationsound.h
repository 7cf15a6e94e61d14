#pragma once

#include "base/clock.h"

#include <QObject>
#include <QThread>

#include <memory>

namespace audio
{

/// What makes the sound. Lives in the thread of NotificationSound: opening a sound device may take its time.
class Player : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;
    /// \return false if there is no device
    virtual bool play() = 0;
};

/// Plays resources/sounds/message.wav on the default output, opening it at the first play.
std::unique_ptr<Player> makeEffectPlayer();

/// The sound of a message that nobody sees: at most one a second and a half. Lives in the GUI's thread and
/// never holds it up.
class NotificationSound final : public QObject
{
    Q_OBJECT
public:
    NotificationSound(const base::Clock &clock, std::unique_ptr<Player> player, QObject *parent = nullptr);
    ~NotificationSound() override;

public Q_SLOTS:
    void setEnabled(bool enabled) { m_enabled = enabled; }
    void play();

Q_SIGNALS:
    /// There is no sound device: one sentence for a person, once.
    void unavailable(const QString &sentence);

private:
    void failed();

    const base::Clock &m_clock;
    QThread m_thread;
    Player *m_player; ///< owned; lives in m_thread
    bool m_enabled = true;
    bool m_said = false;
    std::optional<base::Timestamp> m_last;
};

} // namespace audio
