#pragma once

#include <QHash>
#include <QString>
#include <QThreadPool>
#include <QTimer>

namespace console
{

/// What the console remembers from one start to the next, beside the looks of its window. Written to
/// `console.json` of the data folder (mode 0600: drafts are in it) within a second of a change, in a
/// thread of the pool, and when it goes. A damaged or missing file is an empty one: nothing in it cannot be
/// chosen again.
class ConsoleState final : public QObject
{
    Q_OBJECT
public:
    /// Reads the file; it is small.
    explicit ConsoleState(const QString &dataFolder, QObject *parent = nullptr);
    ~ConsoleState() override;

    int port() const { return m_values.port; } ///< chosen instead of a taken one; 0: none
    void setPort(int port);

    /// Sessions are those of one server, by its address.
    QString lastSession(const QString &server) const { return m_values.lastSessions.value(server); }
    void setLastSession(const QString &server, const QString &session);
    QString draft(const QString &server, const QString &session) const;
    /// An empty \a text forgets it.
    void setDraft(const QString &server, const QString &session, const QString &text);

private:
    struct Values {
        int port = 0;
        QHash<QString, QString> lastSessions;
        QHash<QString, QString> drafts; ///< by server and session

        static Values read(const QString &path);
        bool write(const QString &path) const;
    };

    void changed();
    void save();

    QString m_path;
    Values m_values;
    QTimer m_saveSoon;
    QThreadPool m_thread;
};

} // namespace console
