#pragma once

#include "client/pendingmessage.h"
#include "client/sessionfilter.h"
#include "domain/event.h"
#include "models/unreadtotals.h"

#include <QAbstractListModel>

#include <unordered_map>
#include <vector>

namespace models
{

/// The sessions of one filter, the one with the newest activity first, loaded a page at a time. It is fed
/// with values by slots and asks for more by moreWanted(). Knows no widget and no server. GUI thread.
///
/// An update finds its row by bisection and moves pointers only: 5,000 rows and 200 updates a second cost
/// next to nothing.
class SessionListModel final : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role {
        IdRole = Qt::UserRole, ///< domain::SessionId's text
        NameRole,              ///< also Qt::DisplayRole
        LastLineRole,
        TimeRole,     ///< qint64, ms since 1970 UTC
        UnreadRole,   ///< qint64
        OnlineRole,   ///< bool: somebody other than this console's user is there
        TypeRole,     ///< int, domain::SessionType
        ClosedRole,   ///< bool
        AvatarIdRole, ///< QString, what the avatar's colour comes from
        PendingRole,  ///< int, Pending: what LastLineRole says is not sent yet
    };

    enum class Pending { None, Waiting, Failed };

    explicit SessionListModel(QObject *parent = nullptr);
    ~SessionListModel() override;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
    bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;

    const domain::SessionSummary &at(int row) const;
    /// Nothing if it is not listed.
    const domain::SessionSummary *find(const domain::SessionId &session) const;
    /// -1 if it is not listed.
    int rowOf(const domain::SessionId &session) const;
    /// The row of the next session with something unread after \a row, going round; -1 if there is none but
    /// \a row.
    int nextUnread(int row) const;

    const UnreadTotals &unread() const { return m_unread; }
    /// Whether setSessions() was called since the last setFilter().
    bool isLoaded() const { return m_loaded; }

public Q_SLOTS:
    /// Whose console it is: decides what is `You` and who counts as online.
    void setSelf(const QString &userId);
    /// What setSessions() will list from now on; rows stay until then. An updated session that is not listed
    /// comes in only if it is one of \a filter, its text in the title, the room or a participant; one that is
    /// closed or opened goes where it is none any more.
    void setFilter(const client::SessionFilter &filter);
    /// Replaces what is listed. \a complete: there are no more.
    void setSessions(const std::vector<domain::SessionSummary> &sessions, bool complete);
    void appendSessions(const std::vector<domain::SessionSummary> &sessions, bool complete);
    /// A session is new or has changed; its row moves to its place.
    void updateSession(const domain::SessionSummary &summary);
    /// Who is in a session that this console has joined, so that its own presence lights no dot;
    /// forgetPresence() when it leaves.
    void setPresence(const domain::SessionId &session, const std::vector<domain::UserRef> &online);
    void forgetPresence(const domain::SessionId &session);
    /// What waits in the outbox of a session: the last of it is its last line.
    void setPending(const domain::SessionId &session, const std::vector<client::PendingMessage> &pending);
    /// Without a connection nobody is known to be online.
    void setConnected(bool connected);

Q_SIGNALS:
    void loadedChanged();
    void moreWanted();
    void unreadChanged();

private:
    struct IdHash {
        size_t operator()(const domain::SessionId &id) const { return qHash(id); }
    };
    using Row = domain::SessionSummary *;

    static bool isBefore(const domain::SessionSummary &a, const domain::SessionSummary &b);
    bool hasSameOrder(const std::vector<domain::SessionSummary> &sessions) const;
    bool isWanted(const domain::SessionSummary &summary) const;
    bool hasWantedStatus(const domain::SessionSummary &summary) const;
    QString lastLineOf(const domain::SessionSummary &summary) const;
    Pending pendingOf(const domain::SessionSummary &summary) const;
    void remove(const domain::SessionId &session);
    std::vector<Row>::const_iterator place(const domain::SessionSummary &summary) const;
    Row keep(const domain::SessionSummary &summary);
    void insert(const domain::SessionSummary &summary);
    void change(Row row, const domain::SessionSummary &summary);
    void setLoaded(bool loaded);
    void touch(const domain::SessionId &session);
    void note(const std::vector<domain::SessionSummary> &sessions);
    bool isSomebodyThere(const domain::SessionSummary &summary) const;
    QString accessibleText(const domain::SessionSummary &summary) const;

    std::vector<Row> m_rows; ///< sorted by isBefore(); point into m_summaries
    std::unordered_map<domain::SessionId, domain::SessionSummary, IdHash> m_summaries;
    QHash<domain::SessionId, int> m_others; ///< in the sessions that this console has joined
    UnreadTotals m_unread;
    QString m_self;
    client::SessionFilter m_filter;
    QHash<domain::SessionId, client::PendingMessage> m_pending; ///< the last one of each
    bool m_connected = true;
    bool m_loaded = false;
    bool m_complete = true;
    bool m_asked = false; ///< moreWanted() is not answered yet
};

} // namespace models
