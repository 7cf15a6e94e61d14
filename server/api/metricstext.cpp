#include "api/metricstext.h"

#include <QLocale>

namespace api
{

namespace
{

QByteArray escaped(QByteArray value)
{
    value.replace('\\', "\\\\");
    value.replace('"', "\\\"");
    value.replace('\n', "\\n");
    return value;
}

QByteArray textOf(double value)
{
    return QByteArray::number(value, 'g', QLocale::FloatingPointShortest);
}

} // namespace

MetricsText &MetricsText::metric(Type type, const QByteArray &name, const QByteArray &help)
{
    head(name, help, type == Type::Counter ? "counter" : "gauge");
    m_name = name;
    return *this;
}

MetricsText &MetricsText::sample(qint64 value, std::initializer_list<Label> labels)
{
    line(m_name, QByteArray::number(value), labels);
    return *this;
}

MetricsText &MetricsText::sample(double value, std::initializer_list<Label> labels)
{
    line(m_name, textOf(value), labels);
    return *this;
}

MetricsText &MetricsText::histogram(const QByteArray &name, const QByteArray &help,
                                    const base::HistogramFigures &figures)
{
    head(name, help, "histogram");
    qint64 below = 0;
    for (size_t i = 0; i < figures.bounds.size(); ++i) {
        below += figures.counts[i];
        line(name + "_bucket", QByteArray::number(below), {{"le", textOf(figures.bounds[i])}});
    }
    line(name + "_bucket", QByteArray::number(figures.count()), {{"le", "+Inf"}});
    line(name + "_sum", textOf(figures.sum), {});
    line(name + "_count", QByteArray::number(figures.count()), {});
    return *this;
}

void MetricsText::head(const QByteArray &name, const QByteArray &help, const char *type)
{
    m_text += "# HELP " + name + ' ' + help + "\n# TYPE " + name + ' ' + type + '\n';
}

void MetricsText::line(const QByteArray &name, const QByteArray &value, std::initializer_list<Label> labels)
{
    m_text += name;
    char before = '{';
    for (const auto &[label, text] : labels) {
        m_text += before + label + "=\"" + escaped(text) + '"';
        before = ',';
    }
    if (labels.size() > 0)
        m_text += '}';
    m_text += ' ' + value + '\n';
}

} // namespace api
