#pragma once

#include "dialogs/carddialog.h"

class QSpinBox;

namespace dialogs
{

/// Says who has the port that the server wants, and offers another.
class PortTakenDialog final : public CardDialog
{
    Q_OBJECT
public:
    /// \param owner     `process 812 (nginx)`; empty if it is not known
    /// \param freePort  what to offer; 0: the next one is offered
    PortTakenDialog(quint16 port, const QString &owner, quint16 freePort, QWidget *parent = nullptr);

Q_SIGNALS:
    void portChosen(quint16 port);
    /// The same port once more: whoever had it was ended.
    void retryRequested();

private:
    QSpinBox *m_port;
};

} // namespace dialogs
