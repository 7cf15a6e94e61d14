#pragma once

#include <QWidget>

class QLabel;
class QLineEdit;
class QToolButton;

namespace models
{
class SearchModel;
}

namespace views
{

/// Finds words in the open conversation: a field, how many were found and which one is shown, and the ways to
/// the older and the newer one. \a hits looks through that conversation; the newest comes first. Escape
/// closes it.
class FindBar final : public QWidget
{
    Q_OBJECT
public:
    explicit FindBar(models::SearchModel &hits, QWidget *parent = nullptr);

    int current() const { return m_current; } ///< row of the hit that is shown; -1: none

public Q_SLOTS:
    void open(); ///< shows it and takes the keyboard
    void close();
    void older();
    void newer();

Q_SIGNALS:
    void hitChosen(int row);
    void closed();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    QToolButton *button(const QString &name, const QString &icon, const QString &label);
    void onReset();
    void refresh();
    void choose(int row);
    QString countText() const;

    models::SearchModel &m_hits;
    QLineEdit *m_field;
    QLabel *m_count;
    QToolButton *m_older;
    QToolButton *m_newer;
    int m_current = -1;
    qint64 m_currentSeq = 0;
};

} // namespace views
