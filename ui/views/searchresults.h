#pragma once

#include "base/clock.h"

#include <QWidget>

class QLabel;
class QListView;
class QModelIndex;
class QPushButton;

namespace models
{
class SearchModel;
}

namespace views
{

/// Messages that were found, below the sessions that were: a heading that says how it stands, and the hits.
/// Hidden while nothing is asked. Does not own \a hits.
class SearchResults final : public QWidget
{
    Q_OBJECT
public:
    SearchResults(models::SearchModel &hits, const base::Clock &clock, QWidget *parent = nullptr);

    /// \return false if there is nothing to choose
    bool chooseFirst();
    bool enter(); ///< the keyboard comes to the first one, from above

Q_SIGNALS:
    void chosen(int row);
    /// The keyboard leaves upwards, or goes back to where the words are written.
    void leftUpwards();
    void escaped();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void refresh();
    QString sentence() const;

    models::SearchModel &m_hits;
    QLabel *m_heading;
    QLabel *m_sentence;
    QPushButton *m_retry;
    QListView *m_list;
};

} // namespace views
