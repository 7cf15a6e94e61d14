#pragma once

#include <QAbstractButton>

namespace views
{

/// Something that is on or off: a check box in the form of a slide.
class Switch final : public QAbstractButton
{
    Q_OBJECT
public:
    explicit Switch(const QString &objectName, QWidget *parent = nullptr);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace views
