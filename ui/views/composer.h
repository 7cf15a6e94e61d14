#pragma once

#include "domain/message.h"

#include <QHash>
#include <QTimer>
#include <QWidget>

#include <optional>

class QLabel;
class QToolButton;

namespace views
{

class ComposerEdit;
class ElidedLabel;

/// Where a message is written. Keeps what was begun for each session while the program runs. Sends nothing
/// itself: sendRequested() asks for it, and the field is empty then.
class Composer final : public QWidget
{
    Q_OBJECT
public:
    /// From here on the counter is shown.
    static constexpr qsizetype warnBytes = domain::maxContentBytes - 1024;
    static constexpr int typingPauseMs = 4000; ///< without a key; then nobody is typing

    explicit Composer(QWidget *parent = nullptr);

    const domain::SessionId &session() const { return m_session; }
    QString draft() const;
    const std::optional<domain::ReplyPreview> &reply() const { return m_reply; }
    bool canSend() const;

public Q_SLOTS:
    /// Goes to another session: puts the draft and the reply of the one before aside and brings back its own.
    void setSession(const domain::SessionId &session);
    void setDraft(const QString &text);
    /// \param reason  why nothing can be written, one sentence; empty: it can
    void setClosed(const QString &reason);
    void setReply(const domain::ReplyPreview &message);
    void cancelReply();
    void focusField();

Q_SIGNALS:
    void sendRequested(const QString &text, const std::optional<domain::ReplyPreview> &replyTo);
    /// True at each change of the text, false when it ends: sent, emptied, left, or typingPauseMs without a
    /// key.
    void typingChanged(bool typing);
    void replyCancelled();

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    struct Draft {
        QString text;
        int cursor = 0;
        std::optional<domain::ReplyPreview> reply;
    };

    void build();
    void send();
    void escape();
    void onTextChanged();
    void stopTyping();
    void updateState();
    void updateReply();
    void alignReply();
    void replaceText(const QString &text);

    ComposerEdit *m_edit;
    QToolButton *m_send;
    QLabel *m_hint;
    QWidget *m_replyStrip;
    QLabel *m_replyName;
    ElidedLabel *m_replyExcerpt;
    QTimer m_typingPause;
    bool m_typing = false;
    bool m_replacing = false;
    QString m_closed;
    domain::SessionId m_session;
    std::optional<domain::ReplyPreview> m_reply;
    QHash<domain::SessionId, Draft> m_drafts;
};

} // namespace views
