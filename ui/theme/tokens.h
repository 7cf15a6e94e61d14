#pragma once

#include <QColor>

#include <array>

namespace theme
{

enum class Scheme { Light, Dark };

/// Whose words a bubble bears.
enum class BubbleKind {
    Own,        ///< what I sent
    Client,     ///< customers
    Technician, ///< colleagues
    Admin,
    Automatic, ///< AGI-Core: automatic answers and alerts
    Note,      ///< internal, clients never see it
};
constexpr int bubbleKindCount = 6;

struct BubbleColors {
    QColor ground;
    QColor text;
    QColor meta;   ///< times, ticks, "edited"
    QColor border; ///< not valid: none
    bool dashed = false;
};

/// The colours of one scheme. Every pair of text and ground that is meant to meet is at least 4.5:1.
struct Tokens {
    Scheme scheme = Scheme::Light;
    QColor background; ///< of the window
    QColor surface;    ///< of panes
    QColor raised;     ///< hover, fields, badges
    QColor border;     ///< hairlines
    QColor text;
    QColor muted;
    QColor accent; ///< primary button, unread badge, links
    QColor onAccent;
    QColor danger;
    QColor warning;
    QColor success;
    std::array<BubbleColors, bubbleKindCount> bubbles;

    const BubbleColors &bubble(BubbleKind kind) const { return bubbles[size_t(kind)]; }
    /// The chosen row of a list: its ground, and text and muted text on it.
    const BubbleColors &selection() const { return bubble(BubbleKind::Own); }
};

const Tokens &tokensOf(Scheme scheme);

/// The contrast of two opaque colours as WCAG 2 defines it, 1 to 21.
double contrast(const QColor &a, const QColor &b);

/// \a over laid on \a under with \a share (0 to 1), opaque.
QColor mixed(const QColor &under, const QColor &over, double share);

} // namespace theme
