#pragma once

#include <QWidget>

namespace views
{

/// One line of plain text that ends in an ellipsis where there is no room; the tooltip then has all of it.
class ElidedLabel final : public QWidget
{
    Q_OBJECT
public:
    explicit ElidedLabel(const QString &objectName, QWidget *parent = nullptr);
    QString text() const { return m_text; }
    void setText(const QString &text);
    void setMode(Qt::TextElideMode mode);
    /// Muted instead of the text's colour.
    void setMuted(bool muted);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_text;
    Qt::TextElideMode m_mode = Qt::ElideRight;
    bool m_muted = false;
};

} // namespace views
