#include "console/consolestate.h"

#include "base/logging.h"

#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

namespace console
{

namespace
{

constexpr std::chrono::seconds pauseBeforeSaving{1};

QString draftKey(const QString &server, const QString &session)
{
    return server + u' ' + session;
}

QHash<QString, QString> readTexts(const QJsonValue &value)
{
    QHash<QString, QString> texts;
    const QJsonObject object = value.toObject();
    for (auto it = object.begin(); it != object.end(); ++it)
        texts.insert(it.key(), it->toString());
    return texts;
}

QJsonObject writeTexts(const QHash<QString, QString> &texts)
{
    QJsonObject object;
    for (auto it = texts.begin(); it != texts.end(); ++it)
        object.insert(it.key(), it.value());
    return object;
}

} // namespace

ConsoleState::Values ConsoleState::Values::read(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QJsonObject object = QJsonDocument::fromJson(file.readAll()).object();
    Values values;
    values.port = object.value(QLatin1StringView("port")).toInt();
    values.lastSessions = readTexts(object.value(QLatin1StringView("last_sessions")));
    values.drafts = readTexts(object.value(QLatin1StringView("drafts")));
    return values;
}

bool ConsoleState::Values::write(const QString &path) const
{
    const QJsonObject object{
        {QStringLiteral("port"), port},
        {QStringLiteral("last_sessions"), writeTexts(lastSessions)},
        {QStringLiteral("drafts"), writeTexts(drafts)},
    };
    QSaveFile file(path);
    return file.open(QIODevice::WriteOnly) && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) &&
           file.write(QJsonDocument(object).toJson()) > 0 && file.commit();
}

ConsoleState::ConsoleState(const QString &dataFolder, QObject *parent)
    : QObject(parent)
    , m_path(QDir(dataFolder).filePath(QStringLiteral("console.json")))
    , m_values(Values::read(m_path))
{
    m_thread.setMaxThreadCount(1);
    m_saveSoon.setSingleShot(true);
    m_saveSoon.setInterval(pauseBeforeSaving);
    connect(&m_saveSoon, &QTimer::timeout, this, &ConsoleState::save);
}

ConsoleState::~ConsoleState()
{
    if (m_saveSoon.isActive())
        save();
    m_thread.waitForDone();
}

void ConsoleState::setPort(int port)
{
    if (std::exchange(m_values.port, port) != port)
        changed();
}

void ConsoleState::setLastSession(const QString &server, const QString &session)
{
    if (std::exchange(m_values.lastSessions[server], session) != session)
        changed();
}

QString ConsoleState::draft(const QString &server, const QString &session) const
{
    return m_values.drafts.value(draftKey(server, session));
}

void ConsoleState::setDraft(const QString &server, const QString &session, const QString &text)
{
    const QString key = draftKey(server, session);
    if (m_values.drafts.value(key) == text)
        return;
    if (text.trimmed().isEmpty())
        m_values.drafts.remove(key);
    else
        m_values.drafts.insert(key, text);
    changed();
}

void ConsoleState::changed()
{
    if (!m_saveSoon.isActive()) // who types on and on is saved too
        m_saveSoon.start();
}

void ConsoleState::save()
{
    m_saveSoon.stop();
    m_thread.start([values = m_values, path = m_path] {
        if (!values.write(path))
            qCWarning(base::logHost).noquote() << "What the window remembers cannot be written to" << path;
    });
}

} // namespace console
