#pragma once

#include "client/connectionstatus.h"
#include "views/strip.h"

class QLabel;
class QPushButton;
class QTimer;

namespace views
{

/// Says under the title that the console is not connected, why, what waits, and when it is tried again.
/// Hidden while all is well.
class ConnectionBar final : public Strip
{
    Q_OBJECT
public:
    explicit ConnectionBar(const base::Clock &clock, QWidget *parent = nullptr);

public Q_SLOTS:
    void setStatus(const client::ConnectionStatus &status);

Q_SIGNALS:
    void reconnectRequested();
    void signInRequested();

protected:
    QColor ground() const override;

private:
    QColor signColor() const;
    void refresh();
    void dress();
    QString headline() const;
    QString detail() const;

    const base::Clock &m_clock;
    client::ConnectionStatus m_status;
    QTimer *m_second;   ///< counts down to the next attempt
    QTimer *m_patience; ///< a first connection that is quick shows nothing
    QLabel *m_icon;
    QLabel *m_headline;
    QLabel *m_detail;
    QPushButton *m_button;
};

/// Offline, Online and so on, in one or two words.
QString connectionWord(client::ConnectionState state);

} // namespace views
