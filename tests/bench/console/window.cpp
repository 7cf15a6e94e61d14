// bench-window FOLDER: the console's own controller, window, client and embedded server, over a data folder
// that bench-console-fill made, in this process, which a second one (bench-customers) writes to. Opens the
// long conversation, scrolls it, listens to the load. Prints milliseconds as one JSON object.
#include "base/config.h"
#include "base/logging.h"
#include "console/consolecontroller.h"
#include "models/sessionlistmodel.h"
#include "theme/theme.h"
#include "turns.h"
#include "views/conversationview.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QJsonDocument>
#include <QJsonObject>
#include <QListView>
#include <QProcess>
#include <QScrollBar>

#include <cstdio>
#include <functional>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace
{

constexpr int sessionsInPage = 100;
constexpr auto pace = 4ms; ///< between two steps of scrolling
constexpr auto patience = 60s;
constexpr auto patienceWithPage = 100ms;
constexpr auto settling = 1s;
constexpr int openings = 5;
constexpr double messagesASecond = 4; ///< in each of the 50 sessions, the open one too

[[noreturn]] void giveUp(const char *what)
{
    std::fprintf(stderr, "bench-window: %s\n", what);
    std::_Exit(1);
}

QJsonObject toJson(const Turns::Figures &figures)
{
    return {{u"turns"_s, qint64(figures.count)}, {u"worst"_s, figures.worst},
            {u"worst_own"_s, figures.worstOwn},  {u"most_of_999"_s, figures.mostOf999},
            {u"mean"_s, figures.mean},           {u"late"_s, qint64(figures.late)}};
}

/// Megabytes (10^6) that this process uses, its share of shared pages included.
double memory()
{
    QFile file(u"/proc/self/smaps_rollup"_s);
    if (!file.open(QIODevice::ReadOnly))
        giveUp("the memory cannot be read");
    for (const QByteArray &line : file.readAll().split('\n')) {
        if (line.startsWith("Pss:"))
            return line.simplified().split(' ').at(1).toDouble() * 1024 / 1e6;
    }
    giveUp("the memory cannot be read");
}

class Bench final : public QObject
{
public:
    Bench(console::ConsoleController &console, QString secretFile, int loadSeconds, int divisor)
        : m_console(console)
        , m_secretFile(std::move(secretFile))
        , m_loadSeconds(loadSeconds)
        , m_divisor(divisor)
    {
    }

    QJsonObject run()
    {
        begin();
        openOften();
        m_results.insert("scroll_up"_L1, toJson(scroll(-1)));
        m_results.insert("slider"_L1, toJson(slide()));
        m_results.insert("scroll_down"_L1, toJson(scroll(1)));
        m_view->scrollToEnd();
        wait(settling);
        m_results.insert("load"_L1, toJson(load()));
        m_results.insert("list_all"_L1, toJson(listAll()));
        m_results.insert("listed"_L1, m_list->model()->rowCount());
        m_results.insert("load_all_listed"_L1, toJson(load()));
        m_results.insert("reconnect"_L1, toJson(measured([this] {
                             m_console.client().reconnectNow();
                             wait(5s);
                         })));
        m_results.insert("memory_after"_L1, memory());
        return m_results;
    }

private:
    void begin()
    {
        m_console.start();
        m_console.window().bringToFront();
        m_list = m_console.window().findChild<QListView *>(u"sessionList"_s);
        m_view = m_console.window().findChild<views::ConversationView *>();
        if (!m_list || !m_view)
            giveUp("the window has no list or no conversation");
        waitUntil("the server did not answer", [this] {
            return m_console.client().status().state == client::ConnectionState::Online &&
                   m_list->model()->rowCount() >= sessionsInPage;
        });
        m_long = sessionAt(0);
        m_short = sessionAt(1);
        wait(settling);
    }

    void openOften()
    {
        m_results.insert("open_first"_L1, open(m_long));
        double worst = 0;
        for (int i = 0; i < openings; ++i) {
            open(m_short);
            worst = std::max(worst, open(m_long));
        }
        m_results.insert("open_again"_L1, worst);
    }

    domain::SessionId sessionAt(int row) const
    {
        const QString id = m_list->model()->index(row, 0).data(models::SessionListModel::IdRole).toString();
        return domain::SessionId::fromString(id).value_or(domain::SessionId());
    }

    /// \return the time from the choice to the end of the painting in which nothing was missing
    double open(const domain::SessionId &session)
    {
        QElapsedTimer timer;
        timer.start();
        m_painted = false;
        m_view->viewport()->installEventFilter(this);
        m_console.window().showSession(session);
        waitUntil("a conversation did not open", [this] { return m_painted; });
        const double took = double(timer.nsecsElapsed()) / 1e6;
        m_view->viewport()->removeEventFilter(this);
        wait(settling);
        return took;
    }

    bool eventFilter(QObject *, QEvent *event) override
    {
        if (event->type() == QEvent::Paint && isLoaded())
            m_painted = true; // and it will be, before the event loop looks again
        return false;
    }

    bool isLoaded() const
    {
        const int first = m_view->firstVisibleRow();
        if (first < 0)
            return false;
        for (int row = first; row <= m_view->lastVisibleRow(); ++row) {
            if (!m_view->model().rowAt(row).isLoaded())
                return false;
        }
        return true;
    }

    static void waitUntil(const char *problem, const std::function<bool()> &reached)
    {
        const QDeadlineTimer deadline(patience);
        while (!reached()) {
            if (deadline.hasExpired())
                giveUp(problem);
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        }
    }

    static void wait(std::chrono::milliseconds time)
    {
        QEventLoop loop;
        QTimer::singleShot(time, &loop, &QEventLoop::quit);
        loop.exec();
    }

    Turns::Figures measured(const std::function<void()> &what)
    {
        m_turns.begin();
        what();
        return m_turns.end();
    }

    /// A step at a time, until \a step says that there are no more.
    Turns::Figures paced(const std::function<bool()> &step)
    {
        return measured([&] {
            QEventLoop loop;
            QTimer timer;
            timer.setTimerType(Qt::PreciseTimer);
            connect(&timer, &QTimer::timeout, this, [&] {
                if (!step())
                    loop.quit();
            });
            timer.start(pace);
            loop.exec();
        });
    }

    /// By a viewport at a time, as soon as the messages are there, and at most patienceWithPage after the
    /// last step.
    Turns::Figures scroll(int direction)
    {
        QScrollBar *bar = m_view->verticalScrollBar();
        const int rows = m_view->model().rowCount() / m_divisor;
        const int from = m_view->firstVisibleRow();
        QElapsedTimer sinceStep;
        sinceStep.start();
        int steps = 0;
        int complete = 0;
        const Turns::Figures figures = paced([&] {
            const bool loaded = isLoaded();
            if (!loaded && sinceStep.elapsed() < patienceWithPage.count())
                return true;
            sinceStep.start();
            ++steps;
            complete += loaded;
            const int before = bar->value();
            bar->setValue(before + direction * m_view->viewport()->height());
            return bar->value() != before && std::abs(m_view->firstVisibleRow() - from) < rows;
        });
        m_results.insert(direction < 0 ? "up_complete"_L1 : "down_complete"_L1, double(complete) / steps);
        return figures;
    }

    Turns::Figures slide()
    {
        constexpr int places = 1000;
        QScrollBar *bar = m_view->verticalScrollBar();
        int place = 0;
        const Turns::Figures figures = paced([&] {
            bar->setValue(int(qint64(bar->maximum()) * place / places));
            return ++place <= places;
        });
        bar->setValue(0);
        wait(settling);
        return figures;
    }

    Turns::Figures listAll()
    {
        QScrollBar *bar = m_list->verticalScrollBar();
        QElapsedTimer sinceMore;
        int rows = 0;
        const Turns::Figures figures = paced([&] {
            bar->setValue(bar->maximum());
            if (std::exchange(rows, m_list->model()->rowCount()) != rows || !sinceMore.isValid())
                sinceMore.start();
            return sinceMore.elapsed() < 2000;
        });
        bar->setValue(0);
        return figures;
    }

    Turns::Figures load()
    {
        QProcess customers;
        customers.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        customers.start(QDir(QCoreApplication::applicationDirPath()).filePath(u"bench-customers"_s),
                        {u"--port"_s, QString::number(m_console.customerPage().port()), u"--secret"_s,
                         m_secretFile, u"--seconds"_s, QString::number(m_loadSeconds + 2)});
        waitUntil("the customers did not get in", [&] { return customers.canReadLine(); });
        wait(500ms);
        const qint64 before = m_view->model().lastSeq();
        const Turns::Figures figures = measured([this] { wait(std::chrono::seconds(m_loadSeconds)); });
        const double due = messagesASecond * m_loadSeconds;
        if (double(m_view->model().lastSeq() - before) < 0.8 * due - 2) // some are on their way
            giveUp("the open conversation did not get its share of the messages");
        waitUntil("the customers did not leave", [&] { return customers.state() == QProcess::NotRunning; });
        if (customers.exitCode() != 0)
            giveUp("a customer was dropped");
        return figures;
    }

    console::ConsoleController &m_console;
    const QString m_secretFile;
    const int m_loadSeconds;
    const int m_divisor;
    Turns m_turns;
    QListView *m_list = nullptr;
    views::ConversationView *m_view = nullptr;
    domain::SessionId m_long;
    domain::SessionId m_short;
    bool m_painted = false;
    QJsonObject m_results;
};

base::Config configOf(const QString &folder)
{
    base::ConfigSources sources;
    sources.dataFolder = folder;
    sources.workingFolder = folder;
    sources.flags = {{u"PORT"_s, u"0"_s}, {u"HOST"_s, u"127.0.0.1"_s}};
    QStringList warnings;
    const auto config = base::loadConfig(sources, warnings);
    if (!config)
        giveUp(qPrintable(config.error().message));
    return *config;
}

} // namespace

int main(int argc, char *argv[])
{
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    qputenv("QT_NO_GLIB", "1"); // what Turns needs
    QApplication app(argc, argv);
    QApplication::setQuitOnLastWindowClosed(false);
    QCommandLineParser parser;
    const QCommandLineOption load(u"load"_s, u"How long the load lasts."_s, u"seconds"_s, u"10"_s);
    const QCommandLineOption divisor(u"part"_s, u"Scroll through one part of so many."_s, u"n"_s, u"1"_s);
    parser.addOptions({load, divisor});
    parser.addPositionalArgument(u"folder"_s, u"That bench-console-fill made; it changes."_s);
    parser.addHelpOption();
    parser.process(app);
    if (parser.positionalArguments().size() != 1)
        parser.showHelp(2);

    const QString folder = QDir(parser.positionalArguments().constFirst()).absolutePath();
    const base::SystemClock clock;
    const theme::Theme theme(app);
    console::ConsoleController::Parts parts;
    parts.config = configOf(folder);
    parts.clock = &clock;
    console::ConsoleController console(std::move(parts));
    Bench bench(console, QDir(folder).filePath(u"secret"_s), parser.value(load).toInt(),
                parser.value(divisor).toInt());
    std::puts(QJsonDocument(bench.run()).toJson(QJsonDocument::Compact).constData());
    return 0;
}
