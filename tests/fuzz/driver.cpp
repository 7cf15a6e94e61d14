#include "fuzz.h"
#include "mutator.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDir>
#include <QFile>

#include <cstdio>
#include <cstdlib>

using namespace Qt::StringLiterals;

namespace
{
/// What runs now, for the report of a failure: an iteration can be run again alone by --first and
/// --iterations 1.
struct Run {
    quint64 seed = 0;
    quint64 iteration = 0;
    QByteArray input;
} current;

bool runFiles(const QStringList &names)
{
    for (const QString &name : names) {
        QFile file(name);
        if (!file.open(QIODevice::ReadOnly)) {
            std::fprintf(stderr, "%s: %s\n", qPrintable(name), qPrintable(file.errorString()));
            return false;
        }
        current.input = file.readAll();
        fuzz::target(current.input);
    }
    return true;
}

bool writeSeeds(const QString &folder)
{
    int number = 0;
    for (const QByteArray &seed : fuzz::seeds()) {
        QFile file(QDir(folder).filePath(u"seed-%1"_s.arg(++number)));
        if (!file.open(QIODevice::WriteOnly) || file.write(seed) != seed.size()) {
            std::fprintf(stderr, "%s: %s\n", qPrintable(file.fileName()), qPrintable(file.errorString()));
            return false;
        }
    }
    return true;
}

void runMutations(quint64 first, quint64 count)
{
    constexpr quint64 apart = 0x9e3779b97f4a7c15; // so that neighbouring seeds share no iterations
    const auto seeds = fuzz::seeds();
    const auto dictionary = fuzz::dictionary();
    for (const QByteArray &seed : seeds) {
        current.input = seed;
        fuzz::target(seed);
    }
    for (current.iteration = first; current.iteration < first + count; ++current.iteration) {
        current.input = fuzz::Mutator(seeds, dictionary, current.seed * apart + current.iteration).next();
        fuzz::target(current.input);
    }
}
} // namespace

void fuzz::fail(const char *condition, const char *file, int line)
{
    std::fprintf(stderr, "%s:%d: does not hold: %s\nseed %llu, iteration %llu, input (base64): %s\n", file,
                 line, condition, static_cast<unsigned long long>(current.seed),
                 static_cast<unsigned long long>(current.iteration), current.input.toBase64().constData());
    std::abort();
}

int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    QCommandLineParser options;
    options.setApplicationDescription(
        u"Feeds one input path with mutated examples, or with the files that are named."_s);
    options.addHelpOption();
    options.addOption({u"seed"_s, u"Where the random numbers start."_s, u"number"_s, u"1"_s});
    options.addOption({u"first"_s, u"The first iteration."_s, u"number"_s, u"0"_s});
    options.addOption({u"iterations"_s, u"How many inputs to make."_s, u"count"_s, u"4000"_s});
    options.addOption(
        {u"write-seeds"_s, u"Write the examples into a folder, for libFuzzer, and end."_s, u"folder"_s});
    options.addPositionalArgument(u"file"_s, u"Inputs to run instead."_s, u"[file…]"_s);
    options.process(application);

    if (options.isSet(u"write-seeds"_s))
        return writeSeeds(options.value(u"write-seeds"_s)) ? EXIT_SUCCESS : EXIT_FAILURE;
    if (!options.positionalArguments().isEmpty())
        return runFiles(options.positionalArguments()) ? EXIT_SUCCESS : EXIT_FAILURE;
    current.seed = options.value(u"seed"_s).toULongLong();
    runMutations(options.value(u"first"_s).toULongLong(), options.value(u"iterations"_s).toULongLong());
    return EXIT_SUCCESS;
}
