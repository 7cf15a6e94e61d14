#pragma once

#include "base/histogram.h"

#include <QByteArray>

#include <initializer_list>
#include <utility>

namespace api
{

/// Writes metrics in Prometheus' text format 0.0.4. One metric() or histogram(), then its samples. Names and
/// help texts are our own, without a backslash or line break; values of labels may hold anything. \see
/// https://prometheus.io/docs/instrumenting/exposition_formats/
class MetricsText
{
public:
    using Label = std::pair<QByteArray, QByteArray>;
    enum class Type { Counter, Gauge };

    /// Begins a metric of which samples follow.
    MetricsText &metric(Type type, const QByteArray &name, const QByteArray &help);
    MetricsText &sample(qint64 value, std::initializer_list<Label> labels = {});
    MetricsText &sample(double value, std::initializer_list<Label> labels = {});
    MetricsText &histogram(const QByteArray &name, const QByteArray &help,
                           const base::HistogramFigures &figures);

    QByteArray take() { return std::move(m_text); }

private:
    void head(const QByteArray &name, const QByteArray &help, const char *type);
    void line(const QByteArray &name, const QByteArray &value, std::initializer_list<Label> labels);

    QByteArray m_name;
    QByteArray m_text;
};

} // namespace api
