#pragma once

#include "client/search.h"

#include <QAbstractListModel>
#include <QTimer>

#include <optional>

namespace models
{

/// Messages that were found by their words, a page at a time. Asks by searchWanted(), a moment after the last
/// change of the text; an answer to what is no longer asked is dropped. Of one session all hits are fetched,
/// up to maxInSession, the newest first; else the best come first. Knows no server. GUI thread.
class SearchModel final : public QAbstractListModel
{
    Q_OBJECT
public:
    static constexpr int pauseMs = 250; ///< in typing, before a search begins
    static constexpr int shortest = 2;  ///< of signs
    static constexpr int longest = 256;
    static constexpr int maxInSession = 1000; ///< hits

    enum Role {
        SessionNameRole = Qt::UserRole, ///< also Qt::DisplayRole
        AvatarIdRole,
        SenderRole, ///< a name; empty where it is who the session is named after
        OwnRole,    ///< bool
        TimeRole,   ///< qint64, ms since 1970 UTC
        ExcerptRole,
    };
    enum class State {
        Idle, ///< nothing is asked
        TooShort,
        Searching, ///< rows of the search before stay
        Found,
        Nothing,
        Failed, ///< problem() says why
        Offline,
    };

    explicit SearchModel(QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
    bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;

    State state() const { return m_state; }
    QString problem() const { return m_problem; }
    bool hasMore() const { return !m_cursor.isEmpty(); }
    bool isIndexing() const { return m_indexing; }
    const QString &text() const { return m_text; }
    const domain::SearchHit &at(int row) const { return m_hits.at(size_t(row)); }
    /// The words of a hit that were found, as they stand in it.
    QStringList wordsAt(int row) const;

public Q_SLOTS:
    /// Another session to look through, or all by a null one; forgets what was found.
    void setSession(const domain::SessionId &session);
    void setSelf(const QString &userId);
    void setText(const QString &text);
    void setOnline(bool online);
    void retry();
    /// How what was asked by searchWanted() is answered.
    void setAsked(quint64 search) { m_asked = search; }
    void addPage(quint64 search, const client::SearchPage &page);
    void fail(quint64 search, const QString &problem);

Q_SIGNALS:
    void stateChanged();
    void searchWanted(const client::SearchQuery &query, const QString &cursor, int limit);
    void cancelWanted(quint64 search);

private:
    void setState(State state, const QString &problem = {});
    void cancel();
    void clear();
    void begin();
    void ask(const QString &cursor);
    void replace(const client::SearchPage &page);
    void append(const client::SearchPage &page);
    bool isInSession() const { return !m_session.isNull(); }

    std::vector<domain::SearchHit> m_hits;
    domain::SessionId m_session;
    QString m_self;
    QString m_text;
    QString m_cursor;
    QString m_problem;
    QTimer m_pause;
    State m_state = State::Idle;
    std::optional<quint64> m_asked; ///< the search that is to be answered
    bool m_first = true;            ///< its answer replaces the rows
    bool m_online = true;
    bool m_indexing = false;
};

/// What a list calls the session of \a hit.
QString sessionName(const domain::SearchHit &hit);

} // namespace models
