#pragma once

#include "base/result.h"

#include <QByteArrayView>
#include <QJsonArray>
#include <QJsonObject>
#include <QLatin1String>

#include <optional>

namespace protocol
{

constexpr int maxJsonDepth = 64;                         ///< brackets open at once
constexpr qint64 maxJsonInteger = 9'007'199'254'740'992; ///< 2^53: what a JavaScript client can hold exactly

/// Reads one JSON object. Strict RFC 8259: UTF-8 only, no control characters inside strings, nothing after
/// it. Of members of the same name the last counts. Deep nesting is refused before it is parsed. \return the
/// object, or BadRequest
base::Result<QJsonObject> parseObject(QByteArrayView utf8);
/// Reads one JSON array, as strictly.
base::Result<QJsonArray> parseArray(QByteArrayView utf8);

/// Takes typed members out of an object. The first one that is missing or of the wrong type is kept as the
/// error, so that a decoder reads all its fields and asks once. `null` counts as absent. Text with a NUL or
/// an unpaired surrogate (which an escape like `\ud800` can make) is refused everywhere, because it cannot be
/// stored.
///
/// Does not own the object, which must outlive it.
class JsonFields
{
public:
    explicit JsonFields(const QJsonObject &object)
        : m_object(object)
    {
    }

    /// A required string, however long, maybe empty.
    QString requiredText(QLatin1String name);
    /// A required string of 1 to \a maxLength UTF-16 units.
    QString requiredString(QLatin1String name, qsizetype maxLength);
    /// A string of at most \a maxLength UTF-16 units; empty where it is absent.
    QString string(QLatin1String name, qsizetype maxLength);
    /// A whole number from \a min to maxJsonInteger; `7.0` is one, `"7"` is not.
    qint64 requiredInteger(QLatin1String name, qint64 min);
    std::optional<qint64> integer(QLatin1String name, qint64 min);
    bool requiredBoolean(QLatin1String name);
    /// Whether the member is there, be it null.
    bool has(QLatin1String name) const { return m_object.contains(name); }
    /// An array of at most \a maxCount strings of 1 to \a maxLength UTF-16 units.
    std::optional<QStringList> strings(QLatin1String name, qsizetype maxCount, qsizetype maxLength);
    /// An object as compact JSON; empty where it has no members or is absent.
    QByteArray compactObject(QLatin1String name);
    /// A word of which \a fromString knows the meaning; \a words are told to who used another one.
    template <typename Word>
    std::optional<Word> word(QLatin1String name, std::optional<Word> (*fromString)(QStringView),
                             QLatin1String words)
    {
        const std::optional<QString> text = wordText(name);
        const std::optional<Word> word = text ? fromString(*text) : std::nullopt;
        if (text && !word)
            refuse(name, QStringLiteral("The field `%1` must be %2.").arg(name, words));
        return word;
    }

    /// Refuses \a name for a reason of the caller's own, unless something was refused before.
    void refuse(QLatin1String name, const QString &sentence);
    /// Refuses by what a part refused, unless something was refused before.
    void refuse(const base::Error &error);

    bool ok() const { return !m_error; }
    /// The first refusal: BadRequest with its field. Only where ok() is false.
    const base::Error &error() const { return *m_error; }

private:
    bool isAbsent(QLatin1String name) const;
    std::optional<QString> wordText(QLatin1String name);
    bool require(QLatin1String name);

    const QJsonObject &m_object;
    std::optional<base::Error> m_error;
};

} // namespace protocol
