#include "theme/avatar.h"

#include "theme/icons.h"
#include "theme/metrics.h"

#include <QPainter>
#include <QRegularExpression>
#include <QTextBoundaryFinder>

#include <array>

using namespace Qt::StringLiterals;

namespace theme
{

namespace
{

constexpr QChar zeroWidthNonJoiner(0x200C);

/// FNV-1a: qHash() is seeded anew in each process.
quint32 stableHash(const QString &text)
{
    quint32 hash = 2166136261U;
    for (const char byte : text.toUtf8())
        hash = (hash ^ quint8(byte)) * 16777619U;
    return hash;
}

QString firstSign(const QString &text)
{
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, text);
    const auto end = finder.toNextBoundary();
    return end > 0 ? text.left(end) : QString();
}

QString firstLetter(const QString &word)
{
    for (qsizetype i = 0; i < word.size(); ++i) {
        const QChar high = word.at(i);
        const bool pair = high.isHighSurrogate() && i + 1 < word.size();
        const char32_t code = pair ? QChar::surrogateToUcs4(high, word.at(i + 1)) : high.unicode();
        if (QChar::isLetterOrNumber(code))
            return firstSign(word.mid(i));
        if (pair)
            ++i;
    }
    return {};
}

} // namespace

QColor avatarColor(const QString &id)
{
    static constexpr std::array<QRgb, avatarHueCount> hues{0x2F62C8, 0x7A4CC2, 0xA93A86, 0xB8402F,
                                                           0x946000, 0x3F7A26, 0x11776B, 0x4E6378};
    return QColor::fromRgb(hues[stableHash(id) % hues.size()]);
}

QString initials(const QString &name)
{
    static const QRegularExpression between(u"[\\s\\-_:/]+"_s);
    QStringList letters;
    for (const QString &word : name.split(between, Qt::SkipEmptyParts)) {
        const QString letter = firstLetter(word);
        if (!letter.isEmpty())
            letters.append(letter.toUpper());
    }
    if (letters.isEmpty())
        return firstSign(name.trimmed());
    if (letters.size() == 1)
        return letters.first();
    const bool joins = letters.first().at(0).joiningType() != QChar::Joining_None;
    return letters.first() + (joins ? QString(zeroWidthNonJoiner) : QString()) + letters.last();
}

void paintAvatar(QPainter &painter, const QRectF &rect, const QString &id, const QString &name)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(avatarColor(id));
    painter.drawEllipse(rect);
    const QString text = initials(name);
    if (text.isEmpty()) {
        const int size = qRound(rect.width() / 2);
        const QPointF corner = rect.center() - QPointF(size, size) / 2.0;
        painter.drawPixmap(corner,
                           iconPixmap(u"user"_s, Qt::white, size, painter.device()->devicePixelRatio()));
    } else {
        QFont font = strong(painter.font());
        font.setPixelSize(qRound(rect.height() * 0.38));
        painter.setFont(font);
        painter.setPen(Qt::white);
        painter.drawText(rect, Qt::AlignCenter | Qt::TextSingleLine, text);
    }
    painter.restore();
}

} // namespace theme
