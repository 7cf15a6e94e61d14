#include "console/translation.h"

#include "dialogs/quitdialog.h"
#include "theme/theme.h"

#include <QApplication>
#include <QDir>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace
{

struct Text {
    QString context;
    QString source;
    QStringList forms; ///< one, or one for each kind of number
    bool numerus = false;
    bool finished = true;
    bool vanished = false;
};

Text readText(QXmlStreamReader &xml, const QString &context)
{
    Text text;
    text.context = context;
    text.numerus = xml.attributes().value("numerus"_L1) == "yes"_L1;
    while (xml.readNextStartElement()) {
        if (xml.name() == "source"_L1) {
            text.source = xml.readElementText();
        } else if (xml.name() == "translation"_L1) {
            const auto type = xml.attributes().value("type"_L1);
            text.finished = type != "unfinished"_L1;
            text.vanished = type == "vanished"_L1 || type == "obsolete"_L1;
            if (!text.numerus) {
                text.forms.append(xml.readElementText(QXmlStreamReader::IncludeChildElements));
                continue;
            }
            while (xml.readNextStartElement())
                text.forms.append(xml.readElementText());
        } else {
            xml.skipCurrentElement();
        }
    }
    return text;
}

QList<Text> readTexts(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s cannot be read", qPrintable(path));
    QXmlStreamReader xml(&file);
    QList<Text> texts;
    QString context;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        if (xml.name() == "name"_L1)
            context = xml.readElementText();
        else if (xml.name() == "message"_L1)
            texts.append(readText(xml, context));
    }
    if (xml.hasError())
        qFatal("%s: %s", qPrintable(path), qPrintable(xml.errorString()));
    return texts;
}

QStringList placeholders(const QString &text)
{
    static const QRegularExpression form(u"%[1-9]"_s);
    QStringList found;
    for (const auto &match : form.globalMatch(text))
        found.append(match.captured());
    found.sort();
    return found;
}

} // namespace

/// Keeps translations/*.ts whole: every text of the code is in them, translated, with its placeholders.
class TestTranslations : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<theme::Theme> m_theme;

    QList<Text> updated(const QString &language);
    static void languages();

private Q_SLOTS:
    void initTestCase() { m_theme = std::make_unique<theme::Theme>(*qApp); }
    void whole_data() { languages(); }
    void whole();
    void formed_data() { languages(); }
    void formed();
    void spoken_data();
    void spoken();
};

void TestTranslations::languages()
{
    QTest::addColumn<int>("numbers"); // kinds of them
    QTest::newRow("en") << 2;
    QTest::newRow("sq") << 2;
    QTest::newRow("ar") << 6;
}

/// The file after lupdate has looked at the code.
QList<Text> TestTranslations::updated(const QString &language)
{
    const QDir project(QStringLiteral(ULTRACOM_SOURCE_DIR));
    const QString name = u"ultracom_%1.ts"_s.arg(language);
    const QString copy = m_folder.filePath(name);
    if (!QFile::exists(copy)) {
        QFile::copy(project.filePath(u"translations/"_s + name), copy);
        QStringList arguments{u"-silent"_s, u"-locations"_s, u"none"_s};
        if (language == u"en")
            arguments.append(u"-pluralonly"_s);
        for (const QString &folder : {u"ui"_s, u"app/console"_s})
            arguments.append(project.filePath(folder));
        for (const QString &folder : {u"ui"_s, u"app"_s, u"server"_s})
            arguments += {u"-I"_s, project.filePath(folder)};
        QProcess lupdate;
        lupdate.start(QStringLiteral(ULTRACOM_LUPDATE), arguments + QStringList{u"-ts"_s, copy});
        if (!lupdate.waitForFinished(60'000) || lupdate.exitCode() != 0)
            qFatal("lupdate: %s", lupdate.readAllStandardError().constData());
    }
    return readTexts(copy);
}

void TestTranslations::whole()
{
    const QString language = QString::fromUtf8(QTest::currentDataTag());
    QStringList unfinished;
    int count = 0;
    for (const Text &text : updated(language)) {
        ++count;
        if (!text.finished || text.vanished || text.forms.contains(QString()))
            unfinished.append(text.context + u": "_s + text.source);
    }
    QVERIFY(count > (language == u"en" ? 2 : 50));
    QVERIFY2(unfinished.isEmpty(),
             qPrintable(u"\nnot translated, or not in the code any more:\n"_s + unfinished.join(u'\n')));
}

void TestTranslations::formed()
{
    QFETCH(int, numbers);
    const QString language = QString::fromUtf8(QTest::currentDataTag());
    QStringList wrong;
    for (const Text &text : updated(language)) {
        const auto complain = [&](const char *what) {
            wrong.append(u"%1: %2: %3"_s.arg(QLatin1StringView(what), text.context, text.source));
        };
        if (text.forms.size() != (text.numerus ? numbers : 1))
            complain("number of forms");
        bool counted = false;
        for (const QString &form : text.forms) {
            counted |= form.contains(u"%n"_s);
            if (placeholders(form) != placeholders(text.source))
                complain("placeholders");
            if (form.endsWith(u'.') != text.source.endsWith(u'.') ||
                form.endsWith(u'…') != text.source.endsWith(u'…'))
                complain("ending");
            if (form.contains(u'!'))
                complain("exclamation mark");
        }
        if (counted != (text.numerus && text.source.contains(u"%n"_s)))
            complain("%n");
    }
    QVERIFY2(wrong.isEmpty(), qPrintable(u'\n' + wrong.join(u'\n')));
}

void TestTranslations::spoken_data()
{
    QTest::addColumn<Qt::LayoutDirection>("direction");
    QTest::addColumn<QString>("one");
    QTest::addColumn<QString>("three");
    QTest::newRow("en") << Qt::LeftToRight << u"1 message waits to be sent"_s
                        << u"3 messages wait to be sent"_s;
    QTest::newRow("xx") << Qt::LeftToRight << u"1 message waits to be sent"_s
                        << u"3 messages wait to be sent"_s;
    QTest::newRow("sq_AL") << Qt::LeftToRight << u"1 mesazh pret të dërgohet"_s
                           << u"3 mesazhe presin të dërgohen"_s;
    QTest::newRow("ar_EG") << Qt::RightToLeft << u"رسالة واحدة تنتظر الإرسال"_s << u"3 رسائل تنتظر الإرسال"_s;
}

/// In a process of its own: what is installed stays installed.
void TestTranslations::spoken()
{
    QFETCH(Qt::LayoutDirection, direction);
    QFETCH(QString, one);
    QFETCH(QString, three);
    QProcess process;
    process.start(QCoreApplication::applicationFilePath(),
                  {u"--speak"_s, QString::fromUtf8(QTest::currentDataTag())});
    QVERIFY(process.waitForFinished());
    QCOMPARE(QString::fromUtf8(process.readAllStandardOutput()),
             u"%1\n%2\n%3\n"_s.arg(int(direction)).arg(one, three));
}

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    if (application.arguments().value(1) == u"--speak") {
        console::installTranslations(application, console::localeFor(application.arguments().value(2)));
        const theme::Theme theme(application);
        std::printf("%d\n%s\n%s\n", int(QApplication::layoutDirection()),
                    dialogs::QuitDialog(1).windowTitle().toUtf8().constData(),
                    dialogs::QuitDialog(3).windowTitle().toUtf8().constData());
        return 0;
    }
    TestTranslations test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_translations.moc"
