#pragma once

#include "base/clock.h"
#include "domain/session.h"

#include <QWidget>

class QAction;
class QLineEdit;
class QListView;
class QModelIndex;
class QStackedWidget;
class QTimer;

namespace models
{
class SessionListModel;
}

namespace views
{

class EmptyState;
class Skeleton;

/// The list of sessions with its filter box. Says by signals what is chosen and what is looked for; keeps the
/// choice by the session, not by the row, so that it outlives moves, pages and filters. Does not own \a
/// sessions.
class SessionListView final : public QWidget
{
    Q_OBJECT
public:
    SessionListView(models::SessionListModel &sessions, const base::Clock &clock, QWidget *parent = nullptr);

    const domain::SessionId &currentSession() const { return m_current; }
    /// Marks it in the list, if it is listed, and tells nobody.
    void setCurrentSession(const domain::SessionId &session);
    QString filter() const;

public Q_SLOTS:
    void focusFilter();
    void clearFilter();
    void selectNext();
    void selectPrevious();
    void selectNextUnread();

Q_SIGNALS:
    void sessionActivated(const domain::SessionId &session);
    /// Enter or a click on a row: the conversation is to have the keyboard.
    void replyRequested();
    /// Trimmed; after a short pause in typing.
    void filterChanged(const QString &text);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void buildFilter();
    void buildList(const base::Clock &clock);
    void connectModel();
    bool filterKey(int key);
    bool listKey(int key);
    void select(int row);
    void chosen();
    void announce();
    void markCurrent();
    void updatePage();

    models::SessionListModel &m_sessions;
    domain::SessionId m_current;
    domain::SessionId m_announced;
    QString m_told; ///< the filter that was last told of
    int m_scroll = 0;
    bool m_marking = false;
    QLineEdit *m_filter;
    QAction *m_clear = nullptr;
    QStackedWidget *m_pages;
    QListView *m_list;
    Skeleton *m_skeleton;
    EmptyState *m_empty;
    QTimer *m_typing; ///< the pause before a filter is told
    QTimer *m_calm;   ///< while it runs, a held arrow key opens nothing
    QTimer *m_minute; ///< times grow old
};

} // namespace views
