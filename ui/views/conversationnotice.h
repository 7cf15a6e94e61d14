#pragma once

#include <QFrame>

class QLabel;
class QPushButton;

namespace views
{

/// A card over a conversation: a title, a sentence, and maybe the one thing to do about it.
class ConversationNotice final : public QFrame
{
    Q_OBJECT
public:
    explicit ConversationNotice(QWidget *parent = nullptr);

    /// \param action  what the button does; empty: there is none
    void setText(const QString &title, const QString &sentence, const QString &action = {});

Q_SIGNALS:
    void activated();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QLabel *m_title;
    QLabel *m_sentence;
    QPushButton *m_button;
};

} // namespace views
