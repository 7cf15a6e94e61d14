#include "views/emptystate.h"

#include "theme/controls.h"
#include "theme/icons.h"
#include "theme/metrics.h"
#include "theme/theme.h"
#include "views/plaintext.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace views
{

namespace
{

constexpr int iconSide = theme::space(12);
constexpr int widest = 420;

} // namespace

EmptyState::EmptyState(const QString &iconName, QWidget *parent)
    : QWidget(parent)
    , m_iconName(iconName)
    , m_icon(new QLabel(this))
    , m_sentence(plainLabel(u"emptySentence"_s, this))
    , m_address(new QLineEdit(this))
    , m_action(new QPushButton(this))
    , m_copy(new QPushButton(tr("Copy the address"), this))
{
    m_icon->setAlignment(Qt::AlignCenter);
    m_sentence->setAlignment(Qt::AlignCenter);
    theme::setInk(*m_sentence, theme::Ink::Muted);
    m_address->setObjectName(u"emptyAddress"_s);
    m_address->setAccessibleName(tr("Address"));
    m_address->setReadOnly(true);
    m_address->setAlignment(Qt::AlignCenter);
    m_action->setObjectName(u"emptyAction"_s);
    m_copy->setObjectName(u"emptyCopy"_s);
    m_copy->setIcon(theme::icon(u"copy"_s));

    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(theme::space(2));
    buttons->addStretch();
    buttons->addWidget(m_action);
    buttons->addWidget(m_copy);
    buttons->addStretch();

    auto *content = new QWidget(this);
    content->setMaximumWidth(widest);
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme::space(4));
    column->addStretch(2);
    column->addWidget(m_icon);
    column->addWidget(m_sentence);
    column->addWidget(m_address);
    column->addLayout(buttons);
    column->addStretch(3);

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(theme::space(4), theme::space(4), theme::space(4), theme::space(4));
    row->addStretch(1);
    row->addWidget(content, 1000);
    row->addStretch(1);

    connect(m_action, &QPushButton::clicked, this, &EmptyState::actionRequested);
    connect(m_copy, &QPushButton::clicked, this, &EmptyState::copyRequested);
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, &EmptyState::dress);
    setAction({});
    setAddress({});
    dress();
}

void EmptyState::setSentence(const QString &sentence)
{
    m_sentence->setText(sentence);
}

void EmptyState::setAction(const QString &text)
{
    m_action->setText(text);
    m_action->setVisible(!text.isEmpty());
}

void EmptyState::setAddress(const QUrl &address)
{
    const bool known = !address.isEmpty();
    m_address->setText(address.toString());
    m_address->setVisible(known);
    m_copy->setVisible(known);
    theme::setKind(*m_action, known ? theme::ButtonKind::Primary : theme::ButtonKind::Plain);
    m_action->setIcon(known ? theme::icon(u"external-link"_s, theme::Ink::OnAccent) : QIcon());
}

void EmptyState::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::FontChange)
        dress();
    QWidget::changeEvent(event);
}

void EmptyState::dress()
{
    m_icon->setPixmap(theme::iconPixmap(m_iconName, theme::tokens().muted, iconSide, devicePixelRatioF()));
    m_sentence->setFont(theme::scaled(font(), theme::TextScale::Title));
}

} // namespace views
