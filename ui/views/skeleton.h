#pragma once

#include <QWidget>

class QTimer;

namespace views
{

/// Stands for rows that are being loaded: discs and bars, shown only when it has been waited for longer than
/// a blink.
class Skeleton final : public QWidget
{
    Q_OBJECT
public:
    explicit Skeleton(QWidget *parent = nullptr);

protected:
    void showEvent(QShowEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    QTimer *m_delay;
};

} // namespace views
