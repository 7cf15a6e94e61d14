#include "views/composer.h"

#include "theme/controls.h"
#include "theme/icons.h"
#include "theme/metrics.h"
#include "theme/theme.h"
#include "views/composeredit.h"
#include "views/elidedlabel.h"

#include <QEvent>
#include <QLabel>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace views
{

using theme::space;

namespace
{

QToolButton *button(const QString &name, const QString &icon, theme::Ink ink, QWidget *parent)
{
    auto *made = new QToolButton(parent);
    made->setObjectName(name);
    made->setIcon(theme::icon(icon, ink));
    made->setIconSize({theme::iconSize, theme::iconSize});
    made->setAutoRaise(true);
    return made;
}

} // namespace

Composer::Composer(QWidget *parent)
    : QWidget(parent)
    , m_edit(new ComposerEdit(this))
    , m_send(button(u"sendButton"_s, u"send"_s, theme::Ink::Accent, this))
    , m_hint(new QLabel(this))
    , m_replyStrip(new QWidget(this))
    , m_replyName(new QLabel(m_replyStrip))
    , m_replyExcerpt(new ElidedLabel(u"replyExcerpt"_s, m_replyStrip))
{
    setObjectName(u"composer"_s);
    m_edit->setObjectName(u"composerField"_s);
    m_edit->setAccessibleName(tr("Message"));
    m_send->setAccessibleName(tr("Send"));
    m_send->setToolTip(tr("Send (Enter)"));
    m_hint->setObjectName(u"composerHint"_s);
    m_hint->setTextFormat(Qt::PlainText);
    m_hint->setWordWrap(true);
    m_typingPause.setSingleShot(true);
    m_typingPause.setInterval(typingPauseMs);
    build();

    connect(m_edit, &ComposerEdit::submitted, this, &Composer::send);
    connect(m_edit, &ComposerEdit::escaped, this, &Composer::escape);
    connect(m_edit, &QPlainTextEdit::textChanged, this, &Composer::onTextChanged);
    connect(m_send, &QToolButton::clicked, this, &Composer::send);
    connect(&m_typingPause, &QTimer::timeout, this, &Composer::stopTyping);
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, qOverload<>(&QWidget::update));
    connect(m_edit, &ComposerEdit::focusChanged, this, qOverload<>(&QWidget::update));
    setFocusProxy(m_edit);
    alignReply();
    updateReply();
    updateState();
}

void Composer::build()
{
    auto *cancel = button(u"cancelReplyButton"_s, u"x"_s, theme::Ink::Muted, m_replyStrip);
    cancel->setAccessibleName(tr("Do not reply to it"));
    cancel->setToolTip(tr("Do not reply to it (Esc)"));
    connect(cancel, &QToolButton::clicked, this, &Composer::cancelReply);
    m_replyStrip->setObjectName(u"replyStrip"_s);
    m_replyName->setObjectName(u"replyName"_s);
    m_replyName->setTextFormat(Qt::PlainText);
    m_replyName->setFont(theme::strong(font()));
    theme::setInk(*m_replyName, theme::Ink::Accent);
    m_replyExcerpt->setMuted(true);
    auto *mark = new QLabel(m_replyStrip);
    mark->setObjectName(u"replyMark"_s);
    mark->setPixmap(theme::icon(u"reply"_s, theme::Ink::Accent).pixmap(theme::iconSize));

    auto *words = new QVBoxLayout;
    words->setSpacing(0);
    words->addWidget(m_replyName);
    words->addWidget(m_replyExcerpt);
    auto *strip = new QHBoxLayout(m_replyStrip);
    strip->setContentsMargins(space(2), 0, 0, 0);
    strip->setSpacing(space(3));
    strip->addWidget(mark);
    strip->addLayout(words, 1);
    strip->addWidget(cancel);

    auto *line = new QHBoxLayout;
    line->setSpacing(space(2));
    line->addWidget(m_edit, 1);
    line->addWidget(m_send, 0, Qt::AlignBottom);
    auto *box = new QVBoxLayout(this);
    box->setContentsMargins(space(4), space(2), space(3), space(2));
    box->setSpacing(space(1));
    box->addWidget(m_replyStrip);
    box->addLayout(line);
    box->addWidget(m_hint);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

QString Composer::draft() const
{
    return m_edit->toPlainText();
}

bool Composer::canSend() const
{
    return m_closed.isEmpty() && domain::checkedContent(draft()).has_value();
}

void Composer::setSession(const domain::SessionId &session)
{
    if (session == m_session)
        return;
    stopTyping();
    if (draft().isEmpty() && !m_reply)
        m_drafts.remove(m_session);
    else
        m_drafts.insert(m_session, {draft(), m_edit->textCursor().position(), m_reply});
    m_session = session;
    const Draft kept = m_drafts.value(session);
    m_reply = kept.reply;
    replaceText(kept.text);
    QTextCursor cursor = m_edit->textCursor();
    cursor.setPosition(kept.cursor);
    m_edit->setTextCursor(cursor);
    updateReply();
}

void Composer::setDraft(const QString &text)
{
    replaceText(text);
    m_edit->moveCursor(QTextCursor::End);
}

/// Without telling that somebody typed it.
void Composer::replaceText(const QString &text)
{
    m_replacing = true;
    m_edit->setText(text);
    m_replacing = false;
    updateState();
}

void Composer::setClosed(const QString &reason)
{
    m_closed = reason;
    if (!reason.isEmpty())
        stopTyping();
    updateState();
}

void Composer::setReply(const domain::ReplyPreview &message)
{
    m_reply = message;
    updateReply();
    focusField();
}

void Composer::cancelReply()
{
    if (!m_reply)
        return;
    m_reply.reset();
    updateReply();
    focusField();
    Q_EMIT replyCancelled();
}

void Composer::focusField()
{
    m_edit->setFocus();
}

void Composer::escape()
{
    if (m_reply)
        cancelReply();
}

void Composer::send()
{
    const base::Result<QString> content = domain::checkedContent(draft());
    if (!m_closed.isEmpty() || !content)
        return;
    const std::optional<domain::ReplyPreview> reply = std::exchange(m_reply, std::nullopt);
    replaceText({});
    m_typing = true; // so that its end is told, also after a pause: the draft is no more
    stopTyping();
    updateReply();
    focusField();
    Q_EMIT sendRequested(*content, reply);
}

void Composer::onTextChanged()
{
    updateState();
    if (m_replacing)
        return;
    if (draft().isEmpty()) {
        stopTyping();
        return;
    }
    m_typing = true;
    m_typingPause.start();
    Q_EMIT typingChanged(true);
}

void Composer::stopTyping()
{
    m_typingPause.stop();
    if (std::exchange(m_typing, false))
        Q_EMIT typingChanged(false);
}

void Composer::updateReply()
{
    m_replyStrip->setVisible(m_reply.has_value());
    if (!m_reply)
        return;
    m_replyName->setText(tr("Reply to %1").arg(m_reply->senderName.simplified()));
    m_replyExcerpt->setText(m_reply->excerpt.isEmpty() ? tr("Message deleted")
                                                       : m_reply->excerpt.simplified());
}

void Composer::updateState()
{
    const bool open = m_closed.isEmpty();
    const QString text = draft();
    const qsizetype bytes = text.trimmed().toUtf8().size();
    m_edit->setEnabled(open);
    m_edit->setPlaceholderText(open ? tr("Write a message") : m_closed);
    m_send->setEnabled(canSend());
    QString hint;
    theme::Ink ink = theme::Ink::Muted;
    if (bytes > domain::maxContentBytes) {
        hint = tr("Too long by %n byte(s): a message holds 16 KB. Shorten it or send it in parts.", nullptr,
                  int(bytes - domain::maxContentBytes));
        ink = theme::Ink::Danger;
    } else if (bytes >= warnBytes) {
        hint = tr("%n byte(s) left", nullptr, int(domain::maxContentBytes - bytes));
    } else if (!text.trimmed().isEmpty() && !canSend() && open) {
        hint = tr("This text has characters that cannot be sent.");
        ink = theme::Ink::Danger;
    }
    theme::setInk(*m_hint, ink);
    m_hint->setText(hint);
    m_hint->setVisible(!hint.isEmpty());
    m_send->setAccessibleDescription(m_send->isEnabled() ? QString() : hint);
    m_send->setToolTip(hint.isEmpty() || m_send->isEnabled() ? tr("Send (Enter)") : hint);
}

void Composer::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        m_replyName->setFont(theme::strong(font()));
    if (event->type() == QEvent::LayoutDirectionChange)
        alignReply();
}

/// A label follows the direction of its text, but the strip is the window's.
void Composer::alignReply()
{
    const bool rtl = layoutDirection() == Qt::RightToLeft;
    m_replyName->setAlignment((rtl ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignAbsolute | Qt::AlignVCenter);
}

void Composer::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), theme::tokens().surface);
    painter.fillRect(QRect(0, 0, width(), 1), theme::tokens().border);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(m_edit->hasFocus() ? theme::tokens().accent : theme::tokens().border);
    painter.setBrush(theme::tokens().background);
    painter.drawRoundedRect(QRectF(m_edit->geometry()).adjusted(0.5, 0.5, -0.5, -0.5), theme::radiusCard,
                            theme::radiusCard);
}

} // namespace views
