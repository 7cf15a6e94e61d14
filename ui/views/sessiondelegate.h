#pragma once

#include "base/clock.h"

#include <QStyledItemDelegate>

namespace theme
{
struct Tokens;
}

namespace views
{

/// Paints a row of a models::SessionListModel: avatar with online dot, name, a sign for what is no usual one,
/// and time; last line and unread badge. Mirrored where the list reads right to left; the words run in their
/// own direction.
class SessionDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
public:
    /// \param clock  decides what is today
    explicit SessionDelegate(const base::Clock &clock, QObject *parent = nullptr);

    void setCompact(bool compact) { m_compact = compact; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                   const QModelIndex &index) override;

private:
    struct Row;

    void paintGround(const Row &row) const;
    void paintAvatar(const Row &row) const;
    void paintFirstLine(const Row &row, QRect line) const;
    void paintIcon(const Row &row, const QRect &area, const QString &icon, const QColor &ink) const;
    void paintSecondLine(const Row &row, QRect line) const;
    QString timeText(const QModelIndex &index) const;

    int avatarSize() const;

    const base::Clock &m_clock;
    bool m_compact = false;
};

} // namespace views
