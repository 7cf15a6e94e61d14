#pragma once

#include "base/clock.h"
#include "client/sessionfilter.h"
#include "domain/session.h"

#include <QWidget>

class QAction;
class QLineEdit;
class QListView;
class QModelIndex;
class QStackedWidget;
class QTimer;
class QToolButton;

namespace models
{
class SearchModel;
class SessionListModel;
} // namespace models

namespace views
{

class EmptyState;
class SearchResults;
class SessionDelegate;
class Skeleton;

/// The list of sessions with its filter box, and below them the messages that have what is in it. Says by
/// signals what is chosen and what is looked for; keeps the choice by the session, not by the row, so that it
/// outlives moves, pages and filters. Does not own the models.
class SessionListView final : public QWidget
{
    Q_OBJECT
public:
    SessionListView(models::SessionListModel &sessions, models::SearchModel &hits, const base::Clock &clock,
                    QWidget *parent = nullptr);

    const domain::SessionId &currentSession() const { return m_current; }
    /// Marks it in the list, if it is listed, and tells nobody.
    void setCurrentSession(const domain::SessionId &session);
    QString filter() const;
    client::SessionFilter::Which which() const { return m_which; }
    void setWhich(client::SessionFilter::Which which);
    void setCompact(bool compact); ///< rows of less height
    /// Why there is nothing to list and nothing comes; empty: it is being loaded.
    void setUnavailable(const QString &sentence);

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
    void filterChanged(const client::SessionFilter &filter);
    /// A found message is to be shown; the row of it.
    void hitChosen(int row);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void buildFilter();
    void buildWhich();
    void connectHits();
    void fitPages();
    void dressWhich();
    void buildList();
    void connectModel();
    bool filterKey(int key);
    bool listKey(int key);
    void select(int row);
    void chosen();
    void announce();
    void markCurrent();
    void updatePage();

    models::SessionListModel &m_sessions;
    models::SearchModel &m_hits;
    client::SessionFilter::Which m_which = client::SessionFilter::Which::All;
    QString m_unavailable;
    domain::SessionId m_current;
    domain::SessionId m_announced;
    QString m_told; ///< the filter that was last told of
    int m_scroll = 0;
    bool m_marking = false;
    QLineEdit *m_filter;
    QToolButton *m_whichButton;
    SessionDelegate *m_delegate;
    SearchResults *m_results;
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
