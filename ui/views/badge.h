#pragma once

#include "theme/tokens.h"

#include <QFont>
#include <QString>

class QPainter;
class QPoint;
class QRect;
class QSize;

namespace views
{

/// A short word or a count on a pill.
struct Badge {
    QString text;
    QColor ground;
    QColor ink;

    QSize size(const QFont &base) const;
    void paint(QPainter &painter, const QRect &rect, const QFont &base) const;

    static Badge unread(qint64 count, const theme::Tokens &tokens); ///< `99+` above 99
    static Badge quiet(const QString &text, const theme::Tokens &tokens);
    static Badge alarming(const QString &text, const theme::Tokens &tokens);
};

} // namespace views
