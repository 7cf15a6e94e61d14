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
class ComposerStrip;

/// Where a message is written, or an own one edited. Keeps what was begun for each session while the program
/// runs. Sends nothing itself: sendRequested() and editRequested() ask for it, and the field is empty then.
class Composer final : public QWidget
{
    Q_OBJECT
public:
    /// From here on the counter is shown.
    static constexpr qsizetype warnBytes = domain::maxContentBytes - 1024;
    static constexpr int typingPauseMs = 4000; ///< without a key; then nobody is typing

    explicit Composer(QWidget *parent = nullptr);

    const domain::SessionId &session() const { return m_session; }
    /// The new message that was begun, also while another one is edited.
    QString draft() const;
    bool isEditing() const { return m_editing.has_value(); }
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
    /// Puts the draft aside until \a message is saved or left as it was.
    void setEdit(const domain::MessageId &message, const QString &content);
    void cancelEdit();
    void focusField();

Q_SIGNALS:
    void sendRequested(const QString &text, const std::optional<domain::ReplyPreview> &replyTo);
    void editRequested(const domain::MessageId &message, const QString &text);
    /// The arrow up in the empty field: the last own message is to be edited.
    void editLastRequested();
    /// True at each change of the draft, false when it ends: sent, emptied, left, or typingPauseMs without a
    /// key.
    void typingChanged(bool typing);
    void replyCancelled();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    struct Editing {
        domain::MessageId message;
        QString content; ///< as it was
        QString draft;   ///< put aside
    };
    struct Draft {
        QString text;
        int cursor = 0;
        std::optional<domain::ReplyPreview> reply;
        std::optional<Editing> editing;
    };

    void build();
    void send();
    void escape();
    void onTextChanged();
    void stopTyping();
    void updateState();
    void endEdit();
    void updateStrip();
    QString text() const;
    void replaceText(const QString &text);

    ComposerEdit *m_edit;
    QToolButton *m_send;
    QLabel *m_hint;
    ComposerStrip *m_strip;
    QTimer m_typingPause;
    bool m_typing = false;
    bool m_replacing = false;
    bool m_cut = false; ///< what was pasted last is not all there
    QString m_closed;
    domain::SessionId m_session;
    std::optional<domain::ReplyPreview> m_reply;
    std::optional<Editing> m_editing;
    QHash<domain::SessionId, Draft> m_drafts;
};

} // namespace views
