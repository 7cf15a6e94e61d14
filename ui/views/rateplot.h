#pragma once

#include <QWidget>

#include <deque>

namespace views
{

/// A small running plot of a rate, one sample a second, the newest at the trailing end.
class RatePlot final : public QWidget
{
    Q_OBJECT
public:
    static constexpr int shownSamples = 60;

    explicit RatePlot(const QString &objectName, QWidget *parent = nullptr);
    void add(double rate);
    void clear();
    double newest() const { return m_rates.empty() ? 0 : m_rates.back(); }

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QPolygonF line(const QRectF &area) const;

    std::deque<double> m_rates;
};

} // namespace views
