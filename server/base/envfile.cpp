#include "base/envfile.h"

#include <QFile>
#include <QFileInfo>
#include <QStringDecoder>

namespace base
{

namespace
{

bool isBlank(QChar c)
{
    return c == u' ' || c == u'\t' || c == u'\r';
}

bool isKeyCharacter(QChar c)
{
    return c.unicode() < 128 && (c.isLetterOrNumber() || c == u'_' || c == u'.' || c == u'-');
}

class Parser
{
public:
    Parser(const QString &text, const QString &fileName)
        : m_text(text)
        , m_fileName(fileName)
    {
    }

    Result<QList<EnvEntry>> parse()
    {
        QList<EnvEntry> entries;
        while (true) {
            skipToEntry();
            if (atEnd())
                return entries;
            EnvEntry entry;
            entry.line = m_line;
            entry.key = readKey();
            if (entry.key.isEmpty() || !take(u'='))
                return problem(entry.line, QStringLiteral("is not of the form NAME=value"));
            const Result<QString> value = readValue();
            if (!value)
                return value.error();
            entry.value = *value;
            entries.append(entry);
        }
    }

private:
    bool atEnd() const { return m_at >= m_text.size(); }
    QChar current() const { return atEnd() ? QChar() : m_text[m_at]; }

    QChar next()
    {
        const QChar c = m_text[m_at++];
        if (c == u'\n')
            ++m_line;
        return c;
    }

    bool take(QChar wanted)
    {
        if (current() != wanted)
            return false;
        next();
        return true;
    }

    void skipBlanks()
    {
        while (!atEnd() && isBlank(current()))
            next();
    }

    void skipLine()
    {
        while (!atEnd() && next() != u'\n') {
        }
    }

    void skipToEntry()
    {
        while (!atEnd()) {
            if (current() == u'#')
                skipLine();
            else if (isBlank(current()) || current() == u'\n')
                next();
            else
                return;
        }
    }

    QString readKey()
    {
        QString key = readWord();
        if (key == u"export" && isBlank(current())) {
            skipBlanks();
            key = readWord();
        }
        skipBlanks();
        return key;
    }

    QString readWord()
    {
        const qsizetype start = m_at;
        while (!atEnd() && isKeyCharacter(current()))
            next();
        return m_text.mid(start, m_at - start);
    }

    Result<QString> readValue()
    {
        skipBlanks();
        if (current() == u'"' || current() == u'\'')
            return readQuoted(next());
        const qsizetype start = m_at;
        while (!atEnd() && current() != u'\n') {
            if (current() == u'#' && (m_at == start || isBlank(m_text[m_at - 1])))
                break;
            next();
        }
        const QString value = m_text.mid(start, m_at - start).trimmed();
        skipLine();
        return value;
    }

    Result<QString> readQuoted(QChar quote)
    {
        const int startLine = m_line;
        QString value;
        while (!atEnd()) {
            const QChar c = next();
            if (c == quote)
                return endOfQuoted(value);
            if (c == u'\\' && quote == u'"' && !atEnd())
                value += unescaped(next());
            else
                value += c;
        }
        return problem(startLine, QStringLiteral("has a quotation mark that is never closed"));
    }

    Result<QString> endOfQuoted(const QString &value)
    {
        const int line = m_line;
        skipBlanks();
        if (!atEnd() && current() != u'\n' && current() != u'#')
            return problem(line, QStringLiteral("has text after the closing quotation mark"));
        skipLine();
        return value;
    }

    static QString unescaped(QChar c)
    {
        switch (c.unicode()) {
        case u'n':
            return QStringLiteral("\n");
        case u'r':
            return QStringLiteral("\r");
        case u't':
            return QStringLiteral("\t");
        case u'"':
        case u'$':
        case u'\\':
            return c;
        default:
            return u'\\' + QString(c);
        }
    }

    Error problem(int line, const QString &what) const
    {
        return Error{ErrorKind::BadRequest,
                     QStringLiteral("Line %1 of %2 %3.").arg(line).arg(m_fileName, what)};
    }

    const QString &m_text;
    const QString &m_fileName;
    qsizetype m_at = 0;
    int m_line = 1;
};

} // namespace

Result<QList<EnvEntry>> parseEnv(const QString &text, const QString &fileName)
{
    const QString withoutMark = text.startsWith(QChar::ByteOrderMark) ? text.mid(1) : text;
    return Parser(withoutMark, fileName).parse();
}

Result<QList<EnvEntry>> readEnvFile(const QString &path)
{
    constexpr qint64 maxBytes = 1024 * 1024;
    const QFileInfo info(path);
    if (!info.exists() || info.isDir())
        return QList<EnvEntry>();
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error{
            ErrorKind::BadRequest,
            QStringLiteral("The settings file %1 cannot be read: %2.").arg(path, file.errorString())};
    const QByteArray bytes = file.read(maxBytes + 1);
    if (bytes.size() > maxBytes)
        return Error{ErrorKind::BadRequest,
                     QStringLiteral("The settings file %1 is larger than 1 MiB.").arg(path)};
    QStringDecoder decoder(QStringDecoder::Utf8);
    const QString text = decoder(bytes);
    if (decoder.hasError())
        return Error{ErrorKind::BadRequest,
                     QStringLiteral("The settings file %1 is not UTF-8 text.").arg(path)};
    return parseEnv(text, path);
}

} // namespace base
