#pragma once

#include <QFont>

class QWidget;

namespace theme
{

/// Sizes in device-independent pixels, all on one grid.
constexpr int grid = 4;
constexpr int space(int steps)
{
    return steps * grid;
}

constexpr int radiusControl = 6;
constexpr int radiusCard = 10;
constexpr int radiusBubble = 14;
constexpr int radiusBubbleTail = 4;

constexpr int rowHeight = 64;
constexpr int rowCompact = 48;
constexpr int composerMinimum = 44;
constexpr int headerHeight = 56;
constexpr int sidebarWidth = 300;
constexpr int sidebarMinimum = 240;
constexpr int sidebarMaximum = 420;
constexpr int sidePanelWidth = 300;
constexpr int bubbleMaximum = 640;
constexpr double bubbleShare = 0.7; ///< of the column

constexpr int avatarInList = 40;
constexpr int avatarInThread = 28;
constexpr int onlineDot = 10;
constexpr int iconSize = 20;
constexpr int iconSmall = 16;

constexpr int skeletonDelayMs = 200;
constexpr int motionDurationMs = 150;

enum class TextScale {
    Meta,  ///< 0.85: times, counts
    Body,  ///< 1: the system's size
    Title, ///< 1.15
    Page,  ///< 1.5
};

/// \a base at another step of the scale.
QFont scaled(const QFont &base, TextScale scale);
/// \a base in the weight of names and of what is unread.
QFont strong(const QFont &base);
/// \a base with figures of one width, where Qt can ask for them; for times and counts.
QFont tabular(const QFont &base);

/// motionDurationMs, or 0 where the system wants no motion.
int motionMs(const QWidget *widget);

} // namespace theme
