#include "views/statusfooter.h"

#include "theme/avatar.h"
#include "theme/metrics.h"
#include "theme/theme.h"
#include "views/connectionbar.h"
#include "views/elidedlabel.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QStyle>

using namespace Qt::StringLiterals;
using client::ConnectionState;

namespace views
{

namespace
{

constexpr int side = theme::space(4);

QColor colorOf(ConnectionState state, const theme::Tokens &tokens)
{
    switch (state) {
    case ConnectionState::Online:
        return tokens.success;
    case ConnectionState::Refused:
        return tokens.danger;
    case ConnectionState::Reconnecting:
        return tokens.warning;
    case ConnectionState::Stopped:
    case ConnectionState::Connecting:
        break;
    }
    return tokens.muted;
}

} // namespace

StatusFooter::StatusFooter(QWidget *parent)
    : QWidget(parent)
    , m_name(new ElidedLabel(u"selfName"_s, this))
    , m_word(new ElidedLabel(u"connectionWord"_s, this))
{
    setObjectName(u"statusFooter"_s);
    setFixedHeight(theme::space(12));
    m_word->setMuted(true);
    m_word->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme::space(2));
    row->addSpacing(side + theme::avatarInThread + theme::space(2));
    row->addWidget(m_name, 1);
    row->addWidget(m_word);
    row->addSpacing(side + theme::space(4));
    setState(ConnectionState::Stopped);
}

void StatusFooter::setSelf(const domain::UserRef &self)
{
    m_self = self;
    m_name->setText(self.name);
    update();
}

void StatusFooter::setState(ConnectionState state)
{
    m_state = state;
    m_word->setText(connectionWord(state));
    update();
}

void StatusFooter::paintEvent(QPaintEvent *)
{
    const theme::Tokens &tokens = theme::tokens();
    QPainter painter(this);
    painter.fillRect(QRect(0, 0, width(), 1), tokens.border);
    painter.setRenderHint(QPainter::Antialiasing);
    const auto visual = [this](const QRect &logical) {
        return QStyle::visualRect(layoutDirection(), rect(), logical);
    };
    const int size = theme::avatarInThread;
    if (!m_self.id.isEmpty())
        theme::paintAvatar(painter, visual({side, (height() - size) / 2, size, size}), m_self.id,
                           m_self.name);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colorOf(m_state, tokens));
    constexpr int dot = theme::space(2);
    painter.drawEllipse(visual({width() - side - dot, (height() - dot) / 2, dot, dot}));
}

} // namespace views
