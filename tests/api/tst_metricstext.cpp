#include "api/metricstext.h"

#include <QTest>

using namespace Qt::StringLiterals;
using api::MetricsText;

/// What Prometheus reads.
class TestMetricsText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesSamples();
    void escapesValues();
    void writesHistograms();
    void histogramSortsValues_data();
    void histogramSortsValues();
};

void TestMetricsText::writesSamples()
{
    MetricsText text;
    text.metric(MetricsText::Type::Counter, "a_total", "What it is.")
        .sample(qint64(3))
        .sample(0.25, {{"x", "y"}});
    text.metric(MetricsText::Type::Gauge, "b_bytes", "Bytes.").sample(qint64(-1), {{"x", "y"}, {"z", "1"}});
    QCOMPARE(text.take(),
             "# HELP a_total What it is.\n# TYPE a_total counter\na_total 3\na_total{x=\"y\"} 0.25\n"
             "# HELP b_bytes Bytes.\n# TYPE b_bytes gauge\nb_bytes{x=\"y\",z=\"1\"} -1\n"_ba);
}

void TestMetricsText::escapesValues()
{
    MetricsText text;
    text.metric(MetricsText::Type::Gauge, "a", "A.").sample(qint64(1), {{"x", "a\"b\\c\nd ë"}});
    QVERIFY(text.take().endsWith("a{x=\"a\\\"b\\\\c\\nd ë\"} 1\n"));
}

void TestMetricsText::writesHistograms()
{
    base::Histogram histogram{0.5, 1};
    for (const double value : {0.25, 0.5, 0.75, 2.0})
        histogram.observe(value);
    MetricsText text;
    text.histogram("a_seconds", "A.", histogram.figures());
    QCOMPARE(text.take(), "# HELP a_seconds A.\n# TYPE a_seconds histogram\na_seconds_bucket{le=\"0.5\"} 2\n"
                          "a_seconds_bucket{le=\"1\"} 3\na_seconds_bucket{le=\"+Inf\"} 4\na_seconds_sum 3.5\n"
                          "a_seconds_count 4\n"_ba);
}

void TestMetricsText::histogramSortsValues_data()
{
    QTest::addColumn<double>("value");
    QTest::addColumn<size_t>("bucket");
    QTest::newRow("below all") << -1.0 << size_t(0);
    QTest::newRow("at the first bound") << 1.0 << size_t(0);
    QTest::newRow("above it") << 1.001 << size_t(1);
    QTest::newRow("at the last bound") << 4.0 << size_t(2);
    QTest::newRow("above all") << 1e9 << size_t(3);
}

void TestMetricsText::histogramSortsValues()
{
    QFETCH(double, value);
    QFETCH(size_t, bucket);
    base::Histogram histogram{1, 2, 4};
    histogram.observe(value);
    const base::HistogramFigures figures = histogram.figures();
    QCOMPARE(figures.counts.size(), size_t(4));
    QCOMPARE(figures.counts[bucket], qint64(1));
    QCOMPARE(figures.count(), qint64(1));
    QCOMPARE(figures.sum, value);
}

QTEST_APPLESS_MAIN(TestMetricsText)
#include "tst_metricstext.moc"
