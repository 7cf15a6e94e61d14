#include "base/config.h"

#include <QFile>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

/// Keeps README.md's table of settings true: every setting is in it, with its default, and nothing else is.
class TestReadme : public QObject
{
    Q_OBJECT

    QHash<QString, QString> m_defaults; ///< by name, from the table

private Q_SLOTS:
    void initTestCase();
    void everySettingIsInTheTable();
    void theTableHasNothingElse();
};

void TestReadme::initTestCase()
{
    QFile file(QStringLiteral(ULTRACOM_SOURCE_DIR "/README.md"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QString settings =
        QString::fromUtf8(file.readAll()).section(u"\n## Settings\n"_s, 1).section(u"\n## "_s, 0, 0);
    const QRegularExpression row(u"^\\| (`[A-Z_]+`(?:, `[A-Z_]+`)*) \\| ([^|]+) \\|"_s,
                                 QRegularExpression::MultilineOption);
    for (const QRegularExpressionMatch &match : row.globalMatch(settings)) {
        for (const QString &name : match.captured(1).remove(u'`').split(u", "_s))
            m_defaults.insert(name, match.captured(2).remove(u'`').trimmed());
    }
}

void TestReadme::everySettingIsInTheTable()
{
    for (const base::SettingHelp &help : base::settingHelps()) {
        QVERIFY2(m_defaults.contains(help.name), qPrintable(help.name));
        QVERIFY2(m_defaults.value(help.name) == help.standard, qPrintable(help.name));
    }
}

void TestReadme::theTableHasNothingElse()
{
    QCOMPARE(m_defaults.size(), base::settingHelps().size());
}

QTEST_GUILESS_MAIN(TestReadme)
#include "tst_readme.moc"
