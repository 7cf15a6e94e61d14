#pragma once

#include <QWidget>

class QToolButton;

namespace views
{

/// Beside the message under the mouse: to reply to it, and what else can be done with it.
class MessageActions final : public QWidget
{
    Q_OBJECT
public:
    explicit MessageActions(QWidget *parent);

    void setReplyOffered(bool offered);

Q_SIGNALS:
    void replyRequested();
    void menuRequested(const QPoint &globalPoint);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QToolButton *button(const QString &name, const QString &icon, const QString &label);

    QToolButton *m_reply;
    QToolButton *m_more;
};

} // namespace views
