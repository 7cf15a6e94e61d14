#pragma once

#include "domain/event.h"
#include "models/messagepages.h"
#include "models/messagerow.h"
#include "models/receipts.h"

#include <QAbstractListModel>
#include <QHash>
#include <QSet>

#include <vector>

namespace models
{

/// The messages of one session, oldest first, and behind them those that wait to be sent. A session numbers
/// its messages 1..lastSeq without a gap, so row = seq - 1, and a row can be there before its message is:
/// pages of pageSize are asked for by pageWanted() when a view wants them, and the least recently wanted ones
/// are dropped beyond maxPages. Fed with values; knows no widget and no server.
class MessageListModel final : public QAbstractListModel
{
    Q_OBJECT
public:
    static constexpr int pageSize = MessagePages::pageSize;
    static constexpr int maxPages = 60;

    enum Role {
        LoadedRole = Qt::UserRole + 1,
        SeqRole,         ///< 0 for one that waits
        MessageIdRole,   ///< text
        ClientMsgIdRole, ///< of one that waits
        VoiceRole,
        SenderNameRole,
        AtRole, ///< QDateTime, UTC
        FirstOfGroupRole,
        LastOfGroupRole,
        StartsDayRole,
        FirstUnreadRole,
        TicksRole,
        PendingStateRole,
        ProblemRole, ///< why it or its change failed, or why its page could not be had
        DeletedRole,
    };

    explicit MessageListModel(QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    const domain::SessionId &session() const { return m_session; }
    const domain::UserRef &self() const { return m_self; }
    qint64 lastSeq() const { return m_lastSeq; }
    /// How far the user had read when the session was opened.
    qint64 openedReadSeq() const { return m_readSeq; }
    /// Where the unread separator stands; 0 if there is none.
    qint64 firstUnreadSeq() const { return m_firstUnread; }
    MessageRow rowAt(int row) const;
    /// The row of a loaded message, or -1. Looks through all that are loaded.
    int rowOf(const domain::MessageId &id) const;
    /// The newest loaded message that I may edit at \a now, or -1.
    int lastEditableRow(base::Timestamp now) const;
    /// Who but its sender and me has read the stored message of \a row, or only received it.
    std::vector<Receipts::Receipt> readBy(int row) const;
    std::vector<Receipts::Receipt> receivedBy(int row) const;
    /// Why the page of \a row could not be had; empty if it was not refused.
    QString pageProblem(int row) const;

    /// Says that rows \a first to \a last are looked at: asks for what is missing of them, and keeps them.
    /// A page is asked for once, until it is there or pageFailed() says that it will not come.
    void want(int first, int last);
    /// Asks again for the failed pages among rows \a first to \a last.
    void retry(int first, int last);

public Q_SLOTS:
    /// Shows another session. \param readSeq how far \a self has read in it
    void open(const domain::SessionId &session, qint64 lastSeq, qint64 readSeq, const domain::UserRef &self);
    /// New, asked for, edited or deleted ones, in any order. Those of another session are passed by.
    void insertMessages(const std::vector<domain::Message> &messages);
    /// The session is longer than was known; the new rows are not loaded.
    void setLastSeq(qint64 seq);
    void pageFailed(qint64 fromSeq, const QString &problem);
    /// What waits in the outbox of this session, in order.
    void setPending(const std::vector<client::PendingMessage> &pending);
    /// Which messages of this session are being changed, or failed to be.
    void setChanges(const std::vector<client::PendingChange> &changes);
    void setMembers(const std::vector<domain::Member> &members);
    void noteRead(const domain::UserRef &user, qint64 seq, std::optional<base::Timestamp> at);
    void noteReceived(const domain::UserRef &user, qint64 seq);
    /// Others have read, or received, what is up to here.
    void setReadUpTo(qint64 seq);
    void setDeliveredUpTo(qint64 seq);
    /// Moves the unread separator; 0 removes it.
    void setFirstUnread(qint64 seq);

Q_SIGNALS:
    void pageWanted(qint64 fromSeq, int count);

private:
    struct Request {
        qint64 lastSeq = 0;
        bool failed = false;
        QString problem;
    };
    /// What grouping depends on.
    struct Sender {
        QString id;
        Voice voice = Voice::Client;
        base::Timestamp at{};
        bool known = false;
    };

    const domain::Message *find(qint64 seq) const;
    Sender senderAt(int row) const;
    bool joins(const Sender &earlier, const Sender &later) const;
    Voice voiceOf(const domain::Message &message) const;
    Ticks ticksOf(const domain::Message &message) const;
    bool store(const domain::Message &message);
    void noteChanged(const domain::Message &message);
    void updateQuotes(const std::vector<const domain::Message *> &stored);
    void grow(qint64 lastSeq);
    void confirm(int pendingIndex);
    int pendingIndexOf(const QString &clientMsgId, int from = 0) const;
    int pendingRow(int index) const { return int(m_lastSeq) + index; }
    void removeConfirmed(const QString &clientMsgId);
    void mergePending(const std::vector<client::PendingMessage> &pending);
    void skipOwnUnread();
    void dropOldPages();
    /// Tells that rows \a first to \a last are others, and with them the grouping of their neighbours.
    void touched(int first, int last);
    void ticksChanged(qint64 fromSeq, qint64 toSeq);

    domain::SessionId m_session;
    domain::UserRef m_self;
    qint64 m_lastSeq = 0;
    qint64 m_openedLastSeq = 0;
    qint64 m_readSeq = 0;
    qint64 m_firstUnread = 0;
    qint64 m_othersRead = 0;
    qint64 m_othersReceived = 0;
    quint64 m_turn = 0;
    MessagePages m_pages;
    QHash<qint64, Request> m_requests;
    std::vector<client::PendingMessage> m_pending;
    QHash<domain::MessageId, client::PendingChange> m_changes;
    QHash<domain::MessageId, QString> m_excerpts; ///< of messages that were edited or deleted
    Receipts m_receipts;
    QSet<QString> m_confirmed; ///< the outbox may name them once more
};

} // namespace models

Q_DECLARE_METATYPE(models::Voice)
Q_DECLARE_METATYPE(models::Ticks)
