#pragma once

#include "models/messagelistmodel.h"
#include "views/conversationlayout.h"

#include <QAbstractScrollArea>
#include <QPointer>
#include <QPushButton>
#include <QTimer>
#include <QUrl>

QT_FORWARD_DECLARE_CLASS(QMenu)

namespace views
{

class ConversationNotice;
class MessageActions;
class TypingIndicator;

/// Shows the messages of a model as bubbles, however many there are: only what is visible is laid out and
/// painted. Begins at the first unread one, else at the end; stays at the end while it is there; is never
/// moved by what loads. Asks by signal for what is to be done. Does not own the model; GUI thread.
class ConversationView final : public QAbstractScrollArea
{
    Q_OBJECT
public:
    ConversationView(models::MessageListModel &model, const base::Clock &clock, QWidget *parent = nullptr);
    ~ConversationView() override;

    models::MessageListModel &model() const { return m_model; }
    bool isAtEnd();
    int currentRow() const { return m_current; } ///< the one that the keyboard is at; -1: none
    QString selectedText() const;
    QString rowDescription(int row) const;
    /// Where a visible row is, in the viewport; empty for others.
    QRect rowRect(int row);
    QRect bubbleRect(int row);
    int firstVisibleRow();
    int lastVisibleRow();
    int newMessages() const { return m_newMessages; } ///< that came while it was not at the end

public Q_SLOTS:
    void setTyping(const QStringList &names);
    /// Whether replies are offered; not in a closed session.
    void setWritable(bool writable);
    void scrollToEnd();
    void setCurrentRow(int row);
    void copy();
    /// Leads to the message \a seq, loaded or not, and flashes it. \param found  words in it to mark
    void goTo(qint64 seq, const QStringList &found = {});
    void clearFound();

Q_SIGNALS:
    void linkActivated(const QUrl &url);
    void replyRequested(const domain::ReplyPreview &message);
    void editRequested(const domain::MessageId &message, const QString &content);
    void deleteRequested(const domain::MessageId &message);
    void versionsRequested(const domain::MessageId &message);
    /// The place of a message that is quoted and not loaded is wanted, for goTo().
    void quotedWanted(const domain::MessageId &message);
    void retryRequested(const QString &clientMsgId);
    void discardRequested(const QString &clientMsgId);
    /// The failed change of a message is to be tried again, or to be given up.
    void retryChangeRequested(const domain::MessageId &message);
    void discardChangeRequested(const domain::MessageId &message);
    void undoRequested(); ///< of deletions
    /// What is up to here was really on the screen, in the active window.
    void seenUpTo(qint64 seq, const domain::MessageId &id);
    void currentRowChanged(int row);

protected:
    bool event(QEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct Selection {
        int row = -1;
        int anchor = 0;
        int position = 0;
        int start() const { return std::min(anchor, position); }
        int end() const { return std::max(anchor, position); }
        bool isEmpty() const { return row < 0 || anchor == position; }
    };
    /// What is under a point.
    struct Hit {
        enum class Part { None, Bubble, Text, Link, Quote, Retry, Discard };
        int row = -1;
        Part part = Part::None;
        int cursor = 0; ///< the place in the text
        QUrl url;       ///< of a link
    };

    void connectModel();
    void onReset();
    void onInserted(int first, int last);
    void onRemoved(int first, int last);
    void onMoved(int from, int to);
    void onChanged(int first, int last, const QList<int> &roles);
    void restyle();
    QDateTime now() const;

    void schedule();
    /// Lays out what is visible, if anything has changed since.
    void ensureLayout();
    void syncScrollBar();
    void wantVisible();
    void afterLayout();
    void noteSkeletons();
    void noteSeen();
    bool isAttentive() const;
    void updateNotice();
    void updateJumpButton();
    void placeTyping();

    Hit hitTest(const QPoint &viewportPoint);
    void click(const Hit &hit);
    void goToQuoted(int row);
    void flash(int row);
    void showToolTip(const QPoint &viewportPoint, const QPoint &globalPoint);
    QString toolTipAt(const Hit &hit, const QPoint &viewportPoint);
    void showMenu(const Hit &hit, const QPoint &globalPoint);
    void addReaders(QMenu &menu, int row);
    bool actionKey(const QKeyEvent &event);
    bool canReply(const models::MessageRow &row) const;
    bool canEdit(const models::MessageRow &row) const;
    bool canDelete(const models::MessageRow &row) const;
    void reply(int row);
    void edit(int row);
    void hover(int row);
    void arrive();
    QList<std::pair<int, int>> foundIn(int row) const;
    void moveCurrent(int by);
    void pageBy(int direction);
    void scrollBy(int pixels);
    void choose(int row, bool byKeyboard);
    void setSelection(const Selection &selection);
    void selectWord(const Hit &hit);
    void updateCursor(const Hit &hit);
    QString textOf(int row) const;
    void shiftRows(int first, int by);
    void forgetRow(int row);

    models::MessageListModel &m_model;
    const base::Clock &m_clock;
    ConversationLayout m_layout;
    TypingIndicator *m_typing;
    QPushButton *m_jump;
    ConversationNotice *m_notice;
    MessageActions *m_actions;
    QPointer<QWidget> m_watchedWindow;

    bool m_dirty = true;
    bool m_syncing = false;
    bool m_writable = true;
    QTimer m_layoutTimer;
    QTimer m_wantTimer;
    QTimer m_skeletonTimer;
    QTimer m_flashTimer;
    bool m_showSkeletons = false;

    int m_current = -1;
    int m_newMessages = 0;
    qint64 m_seenSeq = 0;
    Selection m_selection;
    bool m_selecting = false;
    Hit m_pressed;
    QPoint m_mouse{-1, -1};
    bool m_showRing = false; ///< the keyboard chose the current row
    QDate m_day;             ///< that the titles of days were made for
    int m_flashRow = -1;
    double m_flash = 0;
    int m_arriving = -1; ///< the row that is to flash when it is there
    int m_foundRow = -1;
    QStringList m_found; ///< the words in it
    int m_hovered = -1;
};

} // namespace views
