#include "dialogs/labelsdialog.h"

#include "domain/session.h"
#include "theme/controls.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace dialogs
{

LabelsDialog::LabelsDialog(const QStringList &labels, QWidget *parent)
    : CardDialog(parent)
    , m_field(new QLineEdit(this))
{
    setObjectName(u"labelsDialog"_s);
    setHeading(tr("Labels"));
    setText(tr("Words that this session is found by, with commas between them."));
    m_field->setObjectName(u"labelsField"_s);
    m_field->setAccessibleName(tr("Labels"));
    m_field->setText(labels.join(u", "_s));
    body().addWidget(m_field);
    m_problem = addLine(u"labelsProblem"_s);
    theme::setInk(*m_problem, theme::Ink::Danger);
    m_save = addPrimaryButton(tr("Save"), u"saveButton"_s);
    addRejectButton(tr("Cancel"), u"cancelButton"_s);
    connect(m_field, &QLineEdit::textChanged, this, &LabelsDialog::check);
    connect(m_save, &QPushButton::clicked, this, [this] {
        Q_EMIT labelsChosen(this->labels());
        accept();
    });
    m_field->setFocus();
}

/// The Arabic comma parts too.
QStringList LabelsDialog::labels() const
{
    static const QRegularExpression comma(u"[,،]"_s);
    QStringList labels;
    for (const QString &part : m_field->text().split(comma)) {
        const QString label = part.simplified();
        if (!label.isEmpty() && !labels.contains(label))
            labels.append(label);
    }
    return labels;
}

void LabelsDialog::check()
{
    const QStringList now = labels();
    const bool tooLong = std::any_of(
        now.begin(), now.end(), [](const QString &label) { return label.size() > domain::maxLabelLength; });
    QString problem;
    if (now.size() > domain::maxLabels)
        problem = tr("A session has %n label(s) at most.", nullptr, int(domain::maxLabels));
    else if (tooLong)
        problem = tr("A label has %n letter(s) at most.", nullptr, int(domain::maxLabelLength));
    setLine(*m_problem, problem);
    m_save->setEnabled(problem.isEmpty());
}

} // namespace dialogs
