#pragma once

#include "dialogs/carddialog.h"

namespace dialogs
{

/// Which program this is, and where its things are.
class AboutDialog final : public CardDialog
{
    Q_OBJECT
public:
    AboutDialog(const QString &version, const QString &server, const QString &dataFolder,
                QWidget *parent = nullptr);
};

} // namespace dialogs
