#pragma once

#include "dialogs/carddialog.h"

class QLineEdit;

namespace dialogs
{

/// Asks for the labels of a session: words between commas.
class LabelsDialog final : public CardDialog
{
    Q_OBJECT
public:
    explicit LabelsDialog(const QStringList &labels, QWidget *parent = nullptr);

    QStringList labels() const;

Q_SIGNALS:
    void labelsChosen(const QStringList &labels);

private:
    void check();

    QLineEdit *m_field;
    QLabel *m_problem;
    QPushButton *m_save;
};

} // namespace dialogs
