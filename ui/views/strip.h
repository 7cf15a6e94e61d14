#pragma once

#include <QWidget>

class QHBoxLayout;

namespace views
{

/// A bar across the window with a tint of its own: an icon, then what is put into row().
class Strip : public QWidget
{
    Q_OBJECT
public:
    explicit Strip(QWidget *parent = nullptr);

protected:
    /// What text stands on.
    virtual QColor ground() const;
    QHBoxLayout *row() const { return m_row; }
    void paintEvent(QPaintEvent *event) override;

private:
    QHBoxLayout *m_row;
};

} // namespace views
