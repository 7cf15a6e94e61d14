#include "views/composer.h"

#include "theme/controls.h"
#include "theme/icons.h"
#include "theme/metrics.h"
#include "theme/theme.h"
#include "views/composeredit.h"
#include "views/composerstrip.h"

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
    , m_strip(new ComposerStrip(this))
{
    setObjectName(u"composer"_s);
    m_edit->setObjectName(u"composerField"_s);
    m_edit->setAccessibleName(tr("Message"));
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
    connect(m_edit, &ComposerEdit::arrowUpInEmpty, this, &Composer::editLastRequested);
    connect(m_edit, &ComposerEdit::pasteCut, this, [this] {
        m_cut = true;
        updateState();
    });
    connect(m_strip, &ComposerStrip::cancelled, this, &Composer::escape);
    setFocusProxy(m_edit);
    updateStrip();
    updateState();
}

void Composer::build()
{
    auto *line = new QHBoxLayout;
    line->setSpacing(space(2));
    line->addWidget(m_edit, 1);
    line->addWidget(m_send, 0, Qt::AlignBottom);
    auto *box = new QVBoxLayout(this);
    box->setContentsMargins(space(4), space(2), space(3), space(2));
    box->setSpacing(space(1));
    box->addWidget(m_strip);
    box->addLayout(line);
    box->addWidget(m_hint);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

QString Composer::text() const
{
    return m_edit->toPlainText();
}

QString Composer::draft() const
{
    return m_editing ? m_editing->draft : text();
}

bool Composer::canSend() const
{
    return m_closed.isEmpty() && domain::checkedContent(text()).has_value();
}

void Composer::setSession(const domain::SessionId &session)
{
    if (session == m_session)
        return;
    stopTyping();
    if (text().isEmpty() && !m_reply && !m_editing)
        m_drafts.remove(m_session);
    else
        m_drafts.insert(m_session, {text(), m_edit->textCursor().position(), m_reply, m_editing});
    m_session = session;
    const Draft kept = m_drafts.value(session);
    m_reply = kept.reply;
    m_editing = kept.editing;
    replaceText(kept.text);
    QTextCursor cursor = m_edit->textCursor();
    cursor.setPosition(kept.cursor);
    m_edit->setTextCursor(cursor);
    updateStrip();
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
    endEdit();
    m_reply = message;
    updateStrip();
    focusField();
}

void Composer::cancelReply()
{
    if (!m_reply)
        return;
    m_reply.reset();
    updateStrip();
    focusField();
    Q_EMIT replyCancelled();
}

void Composer::setEdit(const domain::MessageId &message, const QString &content)
{
    stopTyping();
    m_editing = Editing{message, content, draft()};
    replaceText(content);
    m_edit->moveCursor(QTextCursor::End);
    updateStrip();
    focusField();
}

void Composer::cancelEdit()
{
    endEdit();
    focusField();
}

/// Brings back the draft.
void Composer::endEdit()
{
    if (!m_editing)
        return;
    const QString kept = std::exchange(m_editing, std::nullopt)->draft;
    setDraft(kept);
    updateStrip();
}

void Composer::focusField()
{
    m_edit->setFocus();
}

void Composer::escape()
{
    if (m_editing)
        cancelEdit();
    else if (m_reply)
        cancelReply();
}

void Composer::send()
{
    const base::Result<QString> content = domain::checkedContent(text());
    if (!m_closed.isEmpty() || !content)
        return;
    if (m_editing) {
        const Editing edited = *m_editing;
        endEdit();
        focusField();
        if (*content != edited.content)
            Q_EMIT editRequested(edited.message, *content);
        return;
    }
    const std::optional<domain::ReplyPreview> reply = std::exchange(m_reply, std::nullopt);
    replaceText({});
    m_typing = true; // so that its end is told, also after a pause: the draft is no more
    stopTyping();
    updateStrip();
    focusField();
    Q_EMIT sendRequested(*content, reply);
}

void Composer::onTextChanged()
{
    m_cut = false;
    updateState();
    if (m_replacing || m_editing)
        return;
    if (text().isEmpty()) {
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

void Composer::updateStrip()
{
    if (m_editing)
        m_strip->showEdit(m_editing->content);
    else if (m_reply)
        m_strip->showReply(m_reply->senderName, m_reply->excerpt);
    m_strip->setVisible(m_editing || m_reply);
    m_send->setIcon(theme::icon(m_editing ? u"check"_s : u"send"_s, theme::Ink::Accent));
    updateState();
}

void Composer::updateState()
{
    const bool open = m_closed.isEmpty();
    const QString written = text();
    const qsizetype bytes = written.trimmed().toUtf8().size();
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
    } else if (!written.trimmed().isEmpty() && !canSend() && open) {
        hint = tr("This text has characters that cannot be sent.");
        ink = theme::Ink::Danger;
    }
    if (m_cut)
        hint = tr("What was pasted was cut: 64 KB is the most at once.") + u' ' + hint;
    theme::setInk(*m_hint, ink);
    m_hint->setText(hint);
    m_hint->setVisible(!hint.isEmpty());
    const QString action = m_editing ? tr("Save (Enter)") : tr("Send (Enter)");
    m_send->setAccessibleName(m_editing ? tr("Save") : tr("Send"));
    m_send->setAccessibleDescription(m_send->isEnabled() ? QString() : hint);
    m_send->setToolTip(hint.isEmpty() || m_send->isEnabled() ? action : hint);
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
