#pragma once

#include "models/messagerow.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

namespace views
{

/// The words of a conversation's rows. Pure, but for tr().
class RowText
{
    Q_DECLARE_TR_FUNCTIONS(views::RowText)
public:
    /// What the bubble says: the content, or what stands for it.
    static QString content(const models::MessageRow &row);
    static QString senderName(const models::MessageRow &row);
    /// Beside the name of who is no customer; else empty.
    static QString roleWord(models::Voice voice);
    /// `edited 14:05`
    static QString meta(const models::MessageRow &row, const QDateTime &now, const QLocale &locale);
    static QString ticks(models::Ticks ticks);
    /// What ticks() says, or what became of a change of it.
    static QString state(const models::MessageRow &row);
    /// Why it failed, beside the bubble.
    static QString problem(const models::MessageRow &row);
    /// All of a row in one sentence, for who does not see it.
    static QString spoken(const models::MessageRow &row, const QDateTime &now, const QLocale &locale);
    static QDateTime time(const models::MessageRow &row);
    static domain::ReplyPreview preview(const domain::Message &message);
    /// Whether a word is so long that breaking lines at words, which costs the square of its length, is felt.
    static bool hasEndlessWord(QStringView text);
    /// By the first strong character; \a neutral where there is none.
    static Qt::LayoutDirection direction(QStringView text, Qt::LayoutDirection neutral);
};

} // namespace views
