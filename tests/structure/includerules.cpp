#include "includerules.h"

#include <QRegularExpression>

namespace structure
{

namespace
{

struct File {
    QString folder; ///< `server/chat`
    QString layer;  ///< `chat`
    bool isApp = false;
};

File fileAt(const QString &path)
{
    const QStringList parts = path.split(u'/');
    return {parts.value(0) + u'/' + parts.value(1), parts.value(1), parts.value(0) == u"app"};
}

QStringList layerNames(const Layers &layers)
{
    QStringList names;
    for (auto it = layers.keyBegin(); it != layers.keyEnd(); ++it)
        names.append(it->section(u'/', -1));
    return names;
}

bool isGenerated(const QString &header)
{
    static const QRegularExpression form(QStringLiteral("^(moc_[^/]+\\.cpp|[^/]+\\.moc|ui_[^/]+\\.h)$"));
    return form.match(header).hasMatch();
}

QString wrongQuoted(const File &file, const QString &header, const Layers &layers)
{
    if (isGenerated(header))
        return {};
    const QString layer = header.section(u'/', 0, 0);
    if (!header.contains(u'/') || layer.startsWith(u'.'))
        return QStringLiteral("\"%1\" does not show its layer; write \"%2/…\"").arg(header, file.layer);
    if (layer == file.layer)
        return {};
    if (!layerNames(layers).contains(layer))
        return QStringLiteral("\"%1\" is of no layer; other people's headers stand in <>").arg(header);
    if (file.isApp || layers.value(file.folder).contains(layer))
        return {};
    return QStringLiteral("%1 may not include %2 (\"%3\")").arg(file.layer, layer, header);
}

QString wrongAngled(const File &file, const QString &header, const Layers &layers)
{
    static const QRegularExpression sql(QStringLiteral("^(QtSql\\b|QSql[A-Z])"));
    static const QRegularExpression impure(
        QStringLiteral("^(QtNetwork|QtWebSockets|QTcp|QUdp|QLocalS|QSsl|QNetwork|QWebSocket|QAbstractSocket|"
                       "QSocketNotifier|QDns|"
                       "sys/socket\\.h|sys/epoll\\.h|netinet/|arpa/|netdb\\.h|"
                       "QTimer|QElapsedTimer|QDeadlineTimer|QBasicTimer|time\\.h|ctime|sys/time\\.h|"
                       "QDebug|QLoggingCategory|syslog\\.h|cstdio|iostream)"));
    if (layerNames(layers).contains(header.section(u'/', 0, 0)) && header.contains(u'/') &&
        header.endsWith(u".h") && header != u"net/if.h")
        return QStringLiteral("<%1> is ours; it stands in quotes").arg(header);
    static const QStringList withSql{QStringLiteral("server/store"), QStringLiteral("server/audit"),
                                     QStringLiteral("ui/client")};
    static const QRegularExpression widgets(
        QStringLiteral("^(QtWidgets\\b|QApplication$|QWidget$|QMainWindow$|QDialog$)"));
    static const QRegularExpression sockets(
        QStringLiteral("^(QtNetwork|QtWebSockets|QTcp|QUdp|QLocalS|QNetworkA|QNetworkRe|QWebSocket)"));
    if (sql.match(header).hasMatch() && !file.isApp && !withSql.contains(file.folder))
        return QStringLiteral("%1 may not know QtSql (<%2>)").arg(file.layer, header);
    if (widgets.match(header).hasMatch() && file.folder.startsWith(u"server/"))
        return QStringLiteral("%1 runs without a screen (<%2>)").arg(file.layer, header);
    if (sockets.match(header).hasMatch() && file.folder.startsWith(u"ui/") && file.layer != u"client")
        return QStringLiteral("%1 knows no server; ui/client does (<%2>)").arg(file.layer, header);
    if (impure.match(header).hasMatch() && (file.layer == u"domain" || file.layer == u"protocol") &&
        !file.isApp)
        return QStringLiteral("%1 is pure: no socket, clock, timer or log (<%2>)").arg(file.layer, header);
    return {};
}

/// What a pure layer could call without a further include.
QString impureCall(const File &file, const QString &line)
{
    static const QRegularExpression call(
        QStringLiteral("\\b(SystemClock|currentDateTime(Utc)?|currentMSecsSinceEpoch|"
                       "(system|steady|high_resolution)_clock::now|q(C?)(Debug|Info|Warning|Critical))\\b"));
    const bool pure = !file.isApp && (file.layer == u"domain" || file.layer == u"protocol");
    const QRegularExpressionMatch match =
        pure ? call.match(line.section(QStringLiteral("//"), 0, 0)) : QRegularExpressionMatch();
    return match.hasMatch()
               ? QStringLiteral("%1 is pure: no clock, no log (%2)").arg(file.layer, match.captured(1))
               : QString();
}

} // namespace

Layers parseLayers(const QString &text)
{
    Layers layers;
    for (const QString &line : text.split(u'\n', Qt::SkipEmptyParts))
        layers.insert(line.section(u':', 0, 0), line.section(u':', 1).split(u',', Qt::SkipEmptyParts));
    return layers;
}

QStringList violations(const QString &path, const QString &content, const Layers &layers)
{
    static const QRegularExpression include(
        QStringLiteral("^\\s*#\\s*(?:include|include_next|import)\\s*(?:\"([^\"]+)\"|<([^>]+)>)"));
    const File file = fileAt(path);
    QStringList found;
    const QStringList lines = content.split(u'\n');
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const QRegularExpressionMatch match = include.match(lines[i]);
        QString wrong;
        if (!match.captured(1).isEmpty())
            wrong = wrongQuoted(file, match.captured(1), layers);
        else if (!match.captured(2).isEmpty())
            wrong = wrongAngled(file, match.captured(2), layers);
        else
            wrong = impureCall(file, lines[i]);
        if (!wrong.isEmpty())
            found.append(QStringLiteral("%1:%2: %3").arg(path).arg(i + 1).arg(wrong));
    }
    return found;
}

} // namespace structure
