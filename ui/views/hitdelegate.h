#pragma once

#include "base/clock.h"

#include <QStyledItemDelegate>

namespace views
{

/// Paints a row of a models::SearchModel: the session's avatar, its name and the message's time, and below
/// who wrote what, the words that were found in accent. Mirrored where the list reads right to left.
class HitDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
public:
    /// \param clock  decides what is today
    explicit HitDelegate(const base::Clock &clock, QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                   const QModelIndex &index) override;

private:
    QString timeText(const QModelIndex &index, bool whole) const;

    const base::Clock &m_clock;
};

} // namespace views
