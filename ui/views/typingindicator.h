#pragma once

#include <QStringList>
#include <QTimer>
#include <QWidget>

namespace views
{

/// Says who is writing, with three dots that breathe where the system wants motion. Takes no room of a
/// layout: its owner places it. Shown only while there are names.
class TypingIndicator final : public QWidget
{
    Q_OBJECT
public:
    explicit TypingIndicator(QWidget *parent = nullptr);

    void setNames(const QStringList &names);
    QString text() const { return m_text; }
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    QFont metaFont() const;

    QString m_text;
    QTimer m_beat;
    int m_step = 0;
};

} // namespace views
