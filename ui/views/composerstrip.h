#pragma once

#include <QWidget>

class QLabel;
class QToolButton;

namespace views
{

class ElidedLabel;

/// Above the composer's field: which message is answered, or edited.
class ComposerStrip final : public QWidget
{
    Q_OBJECT
public:
    explicit ComposerStrip(QWidget *parent = nullptr);

    void showReply(const QString &name, const QString &excerpt);
    void showEdit(const QString &content);

Q_SIGNALS:
    void cancelled();

protected:
    void changeEvent(QEvent *event) override;

private:
    void show(const QString &icon, const QString &title, const QString &excerpt);
    void align();

    QLabel *m_mark;
    QLabel *m_title;
    ElidedLabel *m_excerpt;
    QToolButton *m_cancel;
};

} // namespace views
