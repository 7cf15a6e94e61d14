#pragma once

#include <QCheckBox>

namespace views
{

/// Something that is on or off: a check box in the form of a slide.
class Switch final : public QCheckBox
{
    Q_OBJECT
public:
    explicit Switch(const QString &objectName, QWidget *parent = nullptr);
    QSize sizeHint() const override;

protected:
    bool hitButton(const QPoint &position) const override;
    void paintEvent(QPaintEvent *event) override;
};

} // namespace views
