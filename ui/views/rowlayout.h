#pragma once

#include "models/messagerow.h"
#include "theme/tokens.h"
#include "views/textlinks.h"

#include <QDateTime>
#include <QFontMetrics>
#include <QLocale>
#include <QRect>
#include <QTextLayout>

#include <memory>

namespace views
{

/// What all rows of a view share. Made anew when the font, the theme or the locale changes.
struct RowStyle {
    RowStyle(const QFont &base, const theme::Tokens &tokens, Qt::LayoutDirection direction);

    QFont body;
    QFont name;
    QFont meta;
    QFontMetrics bodyMetrics;
    QFontMetrics nameMetrics;
    QFontMetrics metaMetrics;
    theme::Tokens tokens;
    Qt::LayoutDirection direction;
    QLocale locale;
};

/// One loaded row laid out for one width: where its parts are, from the row's top left corner. A part that it
/// does not have is an empty rectangle.
struct RowLayout {
    int height = 0;
    models::Voice voice = models::Voice::Client;
    Qt::LayoutDirection direction = Qt::LeftToRight; ///< of the window
    bool lastOfGroup = false;

    QRect day;
    QRect unread;
    QRect bubble;
    QRect avatar;
    QRect name;
    QRect role;
    QRect quote;
    QRect content;
    QRect meta; ///< the time; behind it the ticks
    QRect ticks;
    QRect problem; ///< beside a message that was not sent
    QRect retry;
    QRect discard;

    QString dayText;
    QString nameText;
    QString roleText;
    QString quoteName;
    QString quoteText;
    QString metaText;
    QString problemText;
    QString retryText;
    QString discardText;
    std::unique_ptr<QTextLayout> text; ///< within content
    std::vector<TextLink> links;

    bool isOwn() const { return voice == models::Voice::Own; }
    /// The link at \a point, or null.
    const TextLink *linkAt(const QPoint &point) const;
    /// The place in the text nearest to \a point.
    int cursorAt(const QPoint &point) const;
};

/// Behind a quoted message within a bubble.
QColor quoteGround(const theme::BubbleColors &colors);
/// Behind a word that was looked for.
QColor foundGround(const theme::Tokens &tokens);
const theme::BubbleColors &bubbleColors(const theme::Tokens &tokens, models::Voice voice);

/// Lays \a row, which is loaded, out in a column of \a width. \param now  for the day's title
std::unique_ptr<RowLayout> layOut(const models::MessageRow &row, const RowStyle &style, int width,
                                  const QDateTime &now);

/// What is offered beside \a row, which failed.
QString retryLabel(const models::MessageRow &row);
QString discardLabel(const models::MessageRow &row);

} // namespace views
