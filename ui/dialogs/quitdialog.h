#pragma once

#include "dialogs/carddialog.h"

namespace dialogs
{

/// Asks before quitting while messages wait to be sent. accepted(): quit.
class QuitDialog final : public CardDialog
{
    Q_OBJECT
public:
    explicit QuitDialog(int waitingMessages, QWidget *parent = nullptr);
};

} // namespace dialogs
