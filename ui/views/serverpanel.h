#pragma once

#include <QUrl>
#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QToolButton;

namespace views
{

class ElidedLabel;
class RatePlot;
class Switch;

/// The embedded server at a glance: on or off, its address, who is connected, how much is written, what its
/// log said last. It is fed with plain values and asks by signals.
class ServerPanel final : public QWidget
{
    Q_OBJECT
public:
    enum class State { Off, Starting, On, Stopping, Failed };
    Q_ENUM(State)

    explicit ServerPanel(QWidget *parent = nullptr);

public Q_SLOTS:
    /// \param problem  of Failed: one sentence for a person
    void setState(views::ServerPanel::State state, const QString &problem = {});
    void setAddress(const QUrl &address);
    void setConnections(int count);
    /// Once a second.
    void addMessageRate(double messagesPerSecond);
    void appendLog(const QStringList &lines);

Q_SIGNALS:
    /// The switch was moved; the panel shows the change when setState() says so.
    void switched(bool on);
    void copyAddressRequested();

private:
    void build();
    void refresh();

    State m_state = State::Off;
    QString m_problem;
    Switch *m_switch;
    QLabel *m_stateText;
    ElidedLabel *m_address;
    QToolButton *m_copy;
    QLabel *m_connections;
    QLabel *m_rate;
    RatePlot *m_plot;
    QPlainTextEdit *m_log;
};

} // namespace views
