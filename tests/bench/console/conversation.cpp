// bench-conversation: how long the window's middle takes for a conversation of 100,000 messages. Prints
// milliseconds; with --strict it fails where a target is missed. Draws into memory (offscreen).
#include "sampleconversation.h"
#include "theme/theme.h"
#include "views/conversationview.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QElapsedTimer>
#include <QScrollBar>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <functional>
#include <numeric>
#include <utility>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace
{

constexpr qint64 total = 100'000;
constexpr int answerMs = 5; ///< a page comes so much after it was asked for
constexpr double frameMs = 16;
constexpr double openMs = 100;

double millisecondsOf(const std::function<void()> &work)
{
    QElapsedTimer timer;
    timer.start();
    work();
    return double(timer.nsecsElapsed()) / 1e6;
}

/// Milliseconds of CPU that this thread has used.
double cpuMilliseconds()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return double(time.tv_sec) * 1e3 + double(time.tv_nsec) / 1e6;
}

/// Whether a view was painted since it was last asked.
class PaintWatch final : public QObject
{
public:
    explicit PaintWatch(QWidget &watched) { watched.installEventFilter(this); }
    bool takePainted() { return std::exchange(m_painted, false); }

protected:
    bool eventFilter(QObject *, QEvent *event) override
    {
        m_painted = m_painted || event->type() == QEvent::Paint;
        return false;
    }

private:
    bool m_painted = false;
};

/// What one turn of the event loop takes with what has come meanwhile, to the end of its painting.
class Frames
{
public:
    void run(const std::function<void()> &change, QWidget &viewport)
    {
        PaintWatch watch(viewport);
        const double cpu = cpuMilliseconds();
        m_times.push_back(millisecondsOf([&] {
            change();
            QCoreApplication::processEvents();
            if (!watch.takePainted())
                viewport.repaint();
        }));
        m_cpu.push_back(cpuMilliseconds() - cpu);
    }
    double worstCpu() const { return *std::max_element(m_cpu.begin(), m_cpu.end()); }
    double worst() const { return *std::max_element(m_times.begin(), m_times.end()); }
    double mean() const
    {
        return std::accumulate(m_times.begin(), m_times.end(), 0.0) / double(m_times.size());
    }
    size_t count() const { return m_times.size(); }
    size_t over(double limit) const
    {
        return size_t(std::count_if(m_times.begin(), m_times.end(), [=](double t) { return t > limit; }));
    }

private:
    std::vector<double> m_times;
    std::vector<double> m_cpu;
};

class Bench
{
public:
    Bench()
        : m_clock(sample::noon)
        , m_view(m_model, m_clock)
    {
        m_view.resize(900, 800);
        QObject::connect(&m_model, &models::MessageListModel::pageWanted, &m_model,
                         [this](qint64 from, int count) { answerLater(from, count); });
    }

    bool run()
    {
        m_view.show();
        QCoreApplication::processEvents();
        open();
        scroll("to the top, a viewport at a time", -700, 12'000);
        scroll("to the end, 40 rows at a time", 2600, 12'000);
        scroll("wheel notches upwards", -57, 4000);
        jumps();
        arrivals();
        big();
        return m_good;
    }

private:
    void answerLater(qint64 from, int count)
    {
        const auto first = m_stored.begin() + from - 1;
        QTimer::singleShot(answerMs, &m_model, [this, page = std::vector(first, first + count)] {
            m_model.insertMessages(page);
        });
    }

    void judge(const char *what, double worst, double limit)
    {
        const bool good = worst <= limit;
        m_good = m_good && good;
        std::printf("%-40s %8.2f ms  (at most %g)%s\n", what, worst, limit, good ? "" : "  MISSED");
    }

    void judge(const char *what, const Frames &frames)
    {
        const bool good = frames.worst() <= frameMs;
        m_good = m_good && good;
        std::printf("%-40s %8.2f ms worst (%.2f of CPU), %6.2f mean of %zu frames, %zu over %g%s\n", what,
                    frames.worst(), frames.worstCpu(), frames.mean(), frames.count(), frames.over(frameMs),
                    frameMs, good ? "" : "  MISSED");
    }

    bool visibleLoaded()
    {
        for (int row = m_view.firstVisibleRow(); row >= 0 && row <= m_view.lastVisibleRow(); ++row)
            if (!m_model.rowAt(row).isLoaded())
                return false;
        return m_view.firstVisibleRow() >= 0;
    }

    void open()
    {
        QElapsedTimer whole;
        whole.start();
        const double model =
            millisecondsOf([&] { m_model.open(sample::session, total, total, sample::self); });
        while (!visibleLoaded())
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        m_view.repaint();
        judge("open, until the messages are painted", double(whole.nsecsElapsed()) / 1e6, openMs);
        std::printf("%-40s %8.2f ms\n", "  of it model and first layout", model);
    }

    void scroll(const char *what, int step, int most)
    {
        Frames frames;
        QScrollBar *bar = m_view.verticalScrollBar();
        for (int i = 0; i < most; ++i) {
            const int before = bar->value();
            frames.run([&] { bar->setValue(before + step); }, *m_view.viewport());
            if (bar->value() == before)
                break;
        }
        judge(what, frames);
    }

    void jumps()
    {
        Frames frames;
        QScrollBar *bar = m_view.verticalScrollBar();
        for (int i = 0; i <= 1000; ++i)
            frames.run([&] { bar->setValue(int(qint64(bar->maximum()) * i / 1000)); }, *m_view.viewport());
        judge("the slider from end to end", frames);
    }

    /// Two seconds of 200 a second, one frame every 16 ms.
    void arrivals()
    {
        m_view.scrollToEnd();
        Frames frames;
        int arrived = 0;
        for (int frame = 0; frame < 125; ++frame) {
            frames.run(
                [&] {
                    for (const int due = (frame + 1) * 400 / 125; arrived < due; ++arrived) {
                        const qint64 seq = m_model.lastSeq() + 1;
                        m_model.insertMessages({sample::generated(seq, seq)});
                    }
                },
                *m_view.viewport());
        }
        judge("200 messages a second arrive", frames);
        m_good = m_good && m_view.isAtEnd();
    }

    void big()
    {
        const QString words = u"kilobytes of words and përshëndetje "_s.repeated(500).left(16'000);
        const QString texts[] = {words, QString(16'384, u'W'), u"\n"_s.repeated(10'000) + u"end"_s,
                                 u"مرحبا بالعالم "_s.repeated(600)};
        for (const QString &text : texts) {
            Frames frames;
            const qint64 seq = m_model.lastSeq() + 1;
            frames.run([&] { m_model.insertMessages({sample::message(seq, text, sample::noon)}); },
                       *m_view.viewport());
            QScrollBar *bar = m_view.verticalScrollBar();
            for (int i = 0; i < 40; ++i)
                frames.run([&] { bar->setValue(bar->value() - 300); }, *m_view.viewport());
            m_view.scrollToEnd();
            judge("a message of 16 KiB comes, and scrolling", frames);
        }
    }

    const std::vector<domain::Message> m_stored = sample::generatedPage(1, int(total), total);
    models::MessageListModel m_model;
    base::ManualClock m_clock;
    views::ConversationView m_view;
    bool m_good = true;
};

} // namespace

int main(int argc, char *argv[])
{
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication app(argc, argv);
    QCommandLineParser parser;
    const QCommandLineOption strict(u"strict"_s, u"Fail where a target is missed."_s);
    parser.addOption(strict);
    parser.addHelpOption();
    parser.process(app);
    theme::Theme theme(app, theme::Choice::Light);
    const bool good = Bench().run();
    return parser.isSet(strict) && !good ? 1 : 0;
}
