#include "theme/tokens.h"

#include <cmath>

namespace theme
{

namespace
{

QColor rgb(QRgb value)
{
    return QColor::fromRgb(value);
}

Tokens light()
{
    Tokens tokens;
    tokens.scheme = Scheme::Light;
    tokens.background = rgb(0xF6F7F9);
    tokens.surface = rgb(0xFFFFFF);
    tokens.raised = rgb(0xEEF0F4);
    tokens.border = rgb(0xDDE1E8);
    tokens.text = rgb(0x14181F);
    tokens.muted = rgb(0x5B6472);
    tokens.accent = rgb(0x2460D8);
    tokens.onAccent = rgb(0xFFFFFF);
    tokens.danger = rgb(0xB3261E);
    tokens.warning = rgb(0x8A5000);
    tokens.success = rgb(0x1B7235);
    tokens.bubbles = {
        BubbleColors{rgb(0xDCE8FF), rgb(0x0E2A5C), rgb(0x45619B), {}},
        BubbleColors{rgb(0xFFFFFF), rgb(0x14181F), rgb(0x5B6472), rgb(0xDDE1E8)},
        BubbleColors{rgb(0xE2F3E7), rgb(0x12391F), rgb(0x45684F), {}},
        BubbleColors{rgb(0xF1E6FC), rgb(0x3B1A5E), rgb(0x6C4F8C), {}},
        BubbleColors{rgb(0xFFF1D0), rgb(0x4A3400), rgb(0x755C1E), {}},
        BubbleColors{rgb(0xFFF8C9), rgb(0x4A3F00), rgb(0x6F631C), rgb(0xC9B95A), true},
    };
    return tokens;
}

Tokens dark()
{
    Tokens tokens;
    tokens.scheme = Scheme::Dark;
    tokens.background = rgb(0x12151A);
    tokens.surface = rgb(0x1A1E25);
    tokens.raised = rgb(0x232831);
    tokens.border = rgb(0x303744);
    tokens.text = rgb(0xE8ECF2);
    tokens.muted = rgb(0x9AA4B2);
    tokens.accent = rgb(0x7FAAFF);
    tokens.onAccent = rgb(0x0B1B3A);
    tokens.danger = rgb(0xFF8A80);
    tokens.warning = rgb(0xFFC069);
    tokens.success = rgb(0x7BD893);
    tokens.bubbles = {
        BubbleColors{rgb(0x234680), rgb(0xEAF1FF), rgb(0xB4CBF5), {}},
        BubbleColors{rgb(0x232831), rgb(0xE8ECF2), rgb(0x9AA4B2), {}},
        BubbleColors{rgb(0x1F4A2E), rgb(0xE3F5E8), rgb(0xAED2B9), {}},
        BubbleColors{rgb(0x4A2D6B), rgb(0xF3E8FF), rgb(0xD0B8EA), {}},
        BubbleColors{rgb(0x4D3A10), rgb(0xFFEBC2), rgb(0xDCC48E), {}},
        BubbleColors{rgb(0x453E12), rgb(0xFFF3B0), rgb(0xD5C981), rgb(0x857A34), true},
    };
    return tokens;
}

double linear(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor &color)
{
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

} // namespace

const Tokens &tokensOf(Scheme scheme)
{
    static const Tokens lightTokens = light();
    static const Tokens darkTokens = dark();
    return scheme == Scheme::Dark ? darkTokens : lightTokens;
}

double contrast(const QColor &a, const QColor &b)
{
    const double first = luminance(a) + 0.05;
    const double second = luminance(b) + 0.05;
    return first > second ? first / second : second / first;
}

QColor mixed(const QColor &under, const QColor &over, double share)
{
    const auto channel = [share](float from, float to) { return float(from + (to - from) * share); };
    return QColor::fromRgbF(channel(under.redF(), over.redF()), channel(under.greenF(), over.greenF()),
                            channel(under.blueF(), over.blueF()));
}

} // namespace theme
