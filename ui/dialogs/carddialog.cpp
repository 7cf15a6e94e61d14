#include "dialogs/carddialog.h"

#include "theme/controls.h"
#include "theme/metrics.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace dialogs
{

namespace
{

constexpr int leastWidth = 420;

QLabel *plainLabel(QWidget *parent, const QString &objectName)
{
    auto *label = new QLabel(parent);
    label->setObjectName(objectName);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    label->setFocusPolicy(Qt::NoFocus);
    label->hide();
    return label;
}

} // namespace

CardDialog::CardDialog(QWidget *parent)
    : QDialog(parent)
    , m_heading(plainLabel(this, QStringLiteral("heading")))
    , m_text(plainLabel(this, QStringLiteral("text")))
    , m_body(new QVBoxLayout)
    , m_buttons(new QDialogButtonBox(this))
{
    m_heading->setFont(theme::strong(theme::scaled(font(), theme::TextScale::Title)));
    m_body->setSpacing(theme::space(2));
    m_buttons->setObjectName(QStringLiteral("buttons"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(theme::space(6), theme::space(6), theme::space(6), theme::space(5));
    layout->setSpacing(theme::space(3));
    layout->addWidget(m_heading);
    layout->addWidget(m_text);
    layout->addLayout(m_body);
    layout->addSpacing(theme::space(2));
    layout->addWidget(m_buttons);
    setMinimumWidth(leastWidth);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

void CardDialog::setHeading(const QString &heading)
{
    setWindowTitle(heading);
    setLine(*m_heading, heading);
}

void CardDialog::setText(const QString &text)
{
    setLine(*m_text, text);
    setAccessibleDescription(text);
}

QLabel *CardDialog::addLine(const QString &objectName)
{
    QLabel *line = plainLabel(this, objectName);
    m_body->addWidget(line);
    return line;
}

void CardDialog::setLine(QLabel &line, const QString &text)
{
    // A line reads the way of its language, whatever it begins with.
    const QChar mark(isRightToLeft() ? 0x200F : 0x200E);
    line.setText(text.isEmpty() ? QString() : mark + text);
    line.setVisible(!text.isEmpty());
    if (isVisible())
        fitHeight();
}

QString CardDialog::isolated(const QString &text)
{
    const QChar firstStrong(0x2068);
    const QChar leftToRight(0x2066);
    const QChar end(0x2069);
    return (text.contains(u'/') ? leftToRight : firstStrong) + text + end;
}

void CardDialog::showEvent(QShowEvent *event)
{
    fitHeight();
    QDialog::showEvent(event);
}

/// Texts that break into lines ask for more height than they need at the width that they get.
void CardDialog::fitHeight()
{
    const int width = std::max(leastWidth, minimumSizeHint().width());
    resize(width, layout()->totalHeightForWidth(width));
}

QPushButton *CardDialog::addPrimaryButton(const QString &text, const QString &objectName)
{
    QPushButton *button = m_buttons->addButton(text, QDialogButtonBox::AcceptRole);
    button->setObjectName(objectName);
    button->setDefault(true);
    theme::setKind(*button, theme::ButtonKind::Primary);
    return button;
}

QPushButton *CardDialog::addButton(const QString &text, const QString &objectName)
{
    QPushButton *button = m_buttons->addButton(text, QDialogButtonBox::ActionRole);
    button->setObjectName(objectName);
    button->setAutoDefault(false);
    return button;
}

QPushButton *CardDialog::addRejectButton(const QString &text, const QString &objectName)
{
    QPushButton *button = m_buttons->addButton(text, QDialogButtonBox::RejectRole);
    button->setObjectName(objectName);
    button->setAutoDefault(false);
    return button;
}

} // namespace dialogs
