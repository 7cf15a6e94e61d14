#include "views/rowlayout.h"

#include "theme/metrics.h"
#include "theme/timetext.h"
#include "views/rowtext.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace views
{

using models::Voice;
using theme::space;

namespace
{

constexpr int marginX = space(4);
constexpr int paddingX = space(3);
constexpr int paddingY = space(2);
constexpr int gapInGroup = space(1);
constexpr int gapBetweenGroups = space(3);
constexpr int metaGap = space(3);
constexpr int tickWidth = space(5);
constexpr int quoteBar = space(3); ///< the bar and the gap behind it
constexpr int leastQuote = 160;

/// What draws as a line's end within one QTextLayout.
QString withLineSeparators(QString text)
{
    text.replace(QStringLiteral("\r\n"), QStringLiteral("\n"));
    std::replace_if(
        text.begin(), text.end(), [](QChar c) { return c == u'\n' || c == u'\r' || c == u'\u2029'; },
        QChar(QChar::LineSeparator));
    return text;
}

struct TextSize {
    int width = 0;
    int height = 0;
    int lastLine = 0; ///< its width
    int baseline = 0; ///< of the last line
};

TextSize breakLines(QTextLayout &text, int width)
{
    TextSize size;
    qreal y = 0;
    qreal widest = 0;
    text.beginLayout();
    for (QTextLine line = text.createLine(); line.isValid(); line = text.createLine()) {
        line.setLineWidth(width);
        line.setPosition({0, y});
        size.baseline = int(std::round(y + line.ascent()));
        y += line.height();
        const qreal natural = line.naturalTextWidth();
        widest = std::max(widest, natural);
        size.lastLine = int(std::ceil(natural));
    }
    text.endLayout();
    size.width = int(std::ceil(widest));
    size.height = int(std::ceil(y));
    return size;
}

class Builder
{
public:
    Builder(const models::MessageRow &row, const RowStyle &style, int width, const QDateTime &now)
        : m_row(row)
        , m_style(style)
        , m_width(width)
        , m_now(now)
        , m_layout(std::make_unique<RowLayout>())
    {
        m_layout->voice = row.voice;
        m_layout->direction = style.direction;
        m_layout->lastOfGroup = row.lastOfGroup;
    }

    std::unique_ptr<RowLayout> build()
    {
        addSeparators();
        m_y += m_row.firstOfGroup ? gapBetweenGroups : gapInGroup;
        makeText();
        if (m_row.voice == Voice::SystemLine)
            addSystemLine();
        else
            addBubble();
        m_layout->height = m_y;
        if (m_style.direction == Qt::RightToLeft)
            mirror();
        return std::move(m_layout);
    }

private:
    int metaHeight() const { return m_style.metaMetrics.height(); }

    void addSeparators()
    {
        const int pill = metaHeight() + space(2);
        if (m_row.startsDay) {
            m_layout->dayText = theme::dayTitle(RowText::time(m_row), m_now, m_style.locale);
            const int width = m_style.metaMetrics.horizontalAdvance(m_layout->dayText) + space(6);
            m_layout->day = QRect((m_width - width) / 2, m_y + space(3), width, pill);
            m_y += pill + space(3);
        }
        if (m_row.firstUnread) {
            m_layout->unread = QRect(0, m_y + space(3), m_width, pill);
            m_y += pill + space(3);
        }
    }

    void makeText()
    {
        const QString content = withLineSeparators(RowText::content(m_row));
        QFont font = m_row.voice == Voice::SystemLine ? m_style.meta : m_style.body;
        const bool replaced = m_row.isDeleted() || (m_row.message && m_row.message->content.isEmpty());
        font.setItalic(replaced);
        m_layout->text = std::make_unique<QTextLayout>(content, font);
        m_textDirection = RowText::direction(content, m_style.direction);
        QTextOption option;
        option.setWrapMode(RowText::hasEndlessWord(content) ? QTextOption::WrapAnywhere
                                                            : QTextOption::WrapAtWordBoundaryOrAnywhere);
        option.setTextDirection(m_textDirection);
        if (m_row.voice == Voice::SystemLine)
            option.setAlignment(Qt::AlignHCenter);
        m_layout->text->setTextOption(option);
        m_layout->text->setCacheEnabled(true);
        if (!replaced)
            addLinks(content);
    }

    void addLinks(const QString &content)
    {
        m_layout->links = findLinks(content);
        QList<QTextLayout::FormatRange> formats;
        for (const TextLink &link : m_layout->links) {
            QTextCharFormat format;
            format.setFontUnderline(true);
            if (m_row.voice == Voice::Client)
                format.setForeground(m_style.tokens.accent);
            formats.append({int(link.start), int(link.length), format});
        }
        m_layout->text->setFormats(formats);
    }

    void addSystemLine()
    {
        const int width = std::max(space(10), int(m_width * theme::bubbleShare));
        const TextSize size = breakLines(*m_layout->text, width);
        m_layout->content = QRect((m_width - width) / 2, m_y, width, size.height);
        m_layout->bubble =
            QRect((m_width - size.width) / 2 - space(2), m_y - 2, size.width + space(4), size.height + 4);
        m_y += size.height;
    }

    void addBubble()
    {
        const bool own = m_layout->isOwn();
        const int leading = own ? marginX : marginX + theme::avatarInThread + space(2);
        const int room = m_width - leading - marginX;
        const int bubbleMax = std::clamp(int(m_width * theme::bubbleShare), space(20),
                                         std::max(space(20), theme::bubbleMaximum));
        const int contentMax = std::max(space(10), std::min(room, bubbleMax) - 2 * paddingX);

        const int top = m_y;
        m_y += paddingY;
        int width = addName(contentMax);
        width = std::max(width, addQuote(contentMax));
        width = std::max(width, addText(contentMax, width));
        stretch(width);
        m_y += paddingY;

        const int bubbleWidth = width + 2 * paddingX;
        const int x = own ? m_width - marginX - bubbleWidth : leading;
        for (QRect *rect : {&m_layout->name, &m_layout->role, &m_layout->quote, &m_layout->content,
                            &m_layout->meta, &m_layout->ticks})
            rect->translate(x + paddingX, 0);
        m_layout->bubble = QRect(x, top, bubbleWidth, m_y - top);
        if (!own && m_row.lastOfGroup)
            m_layout->avatar =
                QRect(marginX, m_y - theme::avatarInThread, theme::avatarInThread, theme::avatarInThread);
        if (!own && m_row.firstOfGroup)
            m_layout->nameText =
                m_style.nameMetrics.elidedText(m_layout->nameText, Qt::ElideRight, m_layout->name.width());
        if (m_row.ticks == models::Ticks::Failed)
            addProblem();
    }

    /// \return the width that it needs, as the others below
    int addName(int most)
    {
        if (m_layout->isOwn() || !m_row.firstOfGroup)
            return 0;
        m_layout->nameText = RowText::senderName(m_row).simplified();
        m_layout->roleText = RowText::roleWord(m_row.voice);
        const int role =
            m_layout->roleText.isEmpty() ? 0 : m_style.metaMetrics.horizontalAdvance(m_layout->roleText);
        const int roleRoom = role ? role + space(2) : 0;
        const int wanted = m_style.nameMetrics.horizontalAdvance(m_layout->nameText) + 1;
        const int name = std::min(wanted, std::max(space(10), most - roleRoom));
        const int height = m_style.nameMetrics.height();
        m_layout->name = QRect(0, m_y, name, height);
        if (role)
            m_layout->role = QRect(name + space(2), m_y, role, height);
        m_y += height + 2;
        return name + roleRoom;
    }

    int addQuote(int most)
    {
        const auto &reply = m_row.message ? m_row.message->replyTo : m_row.pending->replyTo;
        if (!reply || m_row.isDeleted())
            return 0;
        const int textMost = most - quoteBar - space(2);
        m_layout->quoteName =
            m_style.nameMetrics.elidedText(reply->senderName.simplified(), Qt::ElideRight, textMost);
        const QString excerpt = reply->excerpt.isEmpty()
                                    ? QCoreApplication::translate("views::RowText", "Message deleted")
                                    : reply->excerpt.simplified();
        m_layout->quoteText = m_style.bodyMetrics.elidedText(excerpt, Qt::ElideRight, textMost);
        const int wanted = std::max(m_style.nameMetrics.horizontalAdvance(m_layout->quoteName),
                                    m_style.bodyMetrics.horizontalAdvance(m_layout->quoteText));
        const int width = std::clamp(wanted + quoteBar + space(2) + 1, std::min(leastQuote, most), most);
        const int height = m_style.nameMetrics.height() + m_style.bodyMetrics.height() + space(2);
        m_layout->quote = QRect(0, m_y + 2, width, height);
        m_y += height + space(2);
        return width;
    }

    int addText(int most, int least)
    {
        m_layout->metaText = RowText::meta(m_row, m_now, m_style.locale);
        const int ticks = m_row.ticks == models::Ticks::None ? 0 : tickWidth;
        const int meta = m_style.metaMetrics.horizontalAdvance(m_layout->metaText) + 1;
        const TextSize size = breakLines(*m_layout->text, most);
        const bool sameWay = m_textDirection == m_style.direction;
        const int inLine = size.lastLine + metaGap + meta + ticks;
        const bool fits = sameWay && inLine <= most;
        const int width = std::max({size.width, least, fits ? inLine : meta + ticks});
        m_layout->content = QRect(0, m_y, width, size.height);
        const int metaTop = fits ? m_y + size.baseline - m_style.metaMetrics.ascent() : m_y + size.height;
        m_y = std::max(m_y + size.height, metaTop + metaHeight());
        m_layout->meta = QRect(0, metaTop, meta, metaHeight());
        m_layout->ticks = QRect(0, metaTop, ticks, metaHeight());
        return width;
    }

    /// Moves what stands at the trailing side there, now that the width is known.
    void stretch(int width)
    {
        m_layout->content.setWidth(width);
        if (m_layout->quote.isValid())
            m_layout->quote.setWidth(width);
        m_layout->ticks.moveLeft(width - m_layout->ticks.width());
        m_layout->meta.moveLeft(m_layout->ticks.left() - m_layout->meta.width());
        for (int i = 0; m_textDirection == Qt::RightToLeft && i < m_layout->text->lineCount(); ++i) {
            QTextLine line = m_layout->text->lineAt(i);
            line.setPosition({width - line.naturalTextWidth(), line.y()});
        }
    }

    void addProblem()
    {
        const int height = metaHeight() + space(2);
        const auto widthOf = [&](const QString &label) {
            return m_style.metaMetrics.horizontalAdvance(label) + space(4);
        };
        int right = m_width - marginX;
        const auto take = [&](int width) {
            right -= width;
            return QRect(right, m_y + 2, width, height);
        };
        m_layout->discardText = discardLabel(m_row);
        m_layout->retryText = retryLabel(m_row);
        m_layout->discard = take(widthOf(m_layout->discardText));
        m_layout->retry = take(widthOf(m_layout->retryText));
        m_layout->problemText = m_style.metaMetrics.elidedText(RowText::problem(m_row), Qt::ElideRight,
                                                               right - marginX - space(2));
        m_layout->problem = QRect(marginX, m_y + 2, right - marginX - space(1), height);
        m_y += height + 2;
    }

    void mirror()
    {
        RowLayout &l = *m_layout;
        for (QRect *rect : {&l.day, &l.unread, &l.bubble, &l.avatar, &l.name, &l.role, &l.quote, &l.content,
                            &l.meta, &l.ticks, &l.problem, &l.retry, &l.discard})
            if (rect->isValid())
                rect->moveLeft(m_width - rect->left() - rect->width());
    }

    const models::MessageRow &m_row;
    const RowStyle &m_style;
    int m_width;
    const QDateTime &m_now;
    std::unique_ptr<RowLayout> m_layout;
    Qt::LayoutDirection m_textDirection = Qt::LeftToRight;
    int m_y = 0;
};

/// The line at \a y, or the nearest.
QTextLine lineAt(const QTextLayout &text, qreal y)
{
    int low = 0;
    int high = text.lineCount() - 1;
    while (low < high) {
        const int middle = (low + high + 1) / 2;
        if (text.lineAt(middle).y() <= y)
            low = middle;
        else
            high = middle - 1;
    }
    return text.lineAt(low);
}

} // namespace

RowStyle::RowStyle(const QFont &base, const theme::Tokens &tokensOfTheme, Qt::LayoutDirection windowDirection)
    : body(base)
    , name(theme::strong(base))
    , meta(theme::tabular(theme::scaled(base, theme::TextScale::Meta)))
    , bodyMetrics(body)
    , nameMetrics(name)
    , metaMetrics(meta)
    , tokens(tokensOfTheme)
    , direction(windowDirection)
{
}

const TextLink *RowLayout::linkAt(const QPoint &point) const
{
    if (links.empty() || !content.contains(point))
        return nullptr;
    const QPointF inText = point - content.topLeft();
    const QTextLine line = lineAt(*text, inText.y());
    if (!line.isValid() || !line.naturalTextRect().contains(inText))
        return nullptr;
    const int at = line.xToCursor(inText.x(), QTextLine::CursorOnCharacter);
    const auto found = std::find_if(links.begin(), links.end(), [&](const TextLink &link) {
        return at >= link.start && at < link.start + link.length;
    });
    return found == links.end() ? nullptr : &*found;
}

int RowLayout::cursorAt(const QPoint &point) const
{
    const QPointF inText = point - content.topLeft();
    if (inText.y() < 0)
        return 0;
    if (inText.y() >= content.height())
        return int(text->text().size());
    const QTextLine line = lineAt(*text, inText.y());
    return line.isValid() ? line.xToCursor(inText.x()) : 0;
}

QColor quoteGround(const theme::BubbleColors &colors)
{
    return theme::mixed(colors.ground, colors.text, 0.06);
}

QColor foundGround(const theme::Tokens &tokens)
{
    return theme::mixed(tokens.bubble(theme::BubbleKind::Automatic).ground, tokens.warning, 0.22);
}

const theme::BubbleColors &bubbleColors(const theme::Tokens &tokens, Voice voice)
{
    switch (voice) {
    case Voice::Own:
        return tokens.bubble(theme::BubbleKind::Own);
    case Voice::Technician:
        return tokens.bubble(theme::BubbleKind::Technician);
    case Voice::Admin:
        return tokens.bubble(theme::BubbleKind::Admin);
    case Voice::Automatic:
        return tokens.bubble(theme::BubbleKind::Automatic);
    case Voice::Client:
    case Voice::SystemLine:
        break;
    }
    return tokens.bubble(theme::BubbleKind::Client);
}

std::unique_ptr<RowLayout> layOut(const models::MessageRow &row, const RowStyle &style, int width,
                                  const QDateTime &now)
{
    return Builder(row, style, width, now).build();
}

QString retryLabel(const models::MessageRow &row)
{
    return row.change ? QCoreApplication::translate("views::RowText", "Try again")
                      : QCoreApplication::translate("views::RowText", "Send again");
}

QString discardLabel(const models::MessageRow &row)
{
    return row.change ? QCoreApplication::translate("views::RowText", "Leave it as it was")
                      : QCoreApplication::translate("views::RowText", "Discard");
}

} // namespace views
