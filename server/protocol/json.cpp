#include "protocol/json.h"

#include "domain/message.h"

#include <QJsonDocument>
#include <QJsonParseError>

#include <cmath>

namespace protocol
{

namespace
{
base::Error malformed(const QString &sentence)
{
    return {base::ErrorKind::BadRequest, sentence};
}

/// What QJsonDocument lets pass or finds late: nesting, control characters inside strings.
base::Status checkLexically(QByteArrayView utf8)
{
    int depth = 0;
    bool inString = false;
    bool escaped = false;
    for (const char c : utf8) {
        if (inString) {
            if (static_cast<uchar>(c) < 0x20)
                return malformed(QStringLiteral(
                    "The JSON has a control character inside a string; write it as an escape."));
            if (escaped)
                escaped = false;
            else if (c == '\\')
                escaped = true;
            else if (c == '"')
                inString = false;
        } else if (c == '"') {
            inString = true;
        } else if (c == '{' || c == '[') {
            if (++depth > maxJsonDepth)
                return malformed(QStringLiteral("The JSON is nested more than %1 deep.").arg(maxJsonDepth));
        } else if (c == '}' || c == ']') {
            --depth;
        }
    }
    return base::success();
}

base::Result<QJsonDocument> parse(QByteArrayView utf8)
{
    if (!utf8.isValidUtf8())
        return malformed(QStringLiteral("The JSON is not valid UTF-8."));
    if (const base::Status status = checkLexically(utf8); !status)
        return status.error();
    QJsonParseError error;
    const auto document = QJsonDocument::fromJson(QByteArray::fromRawData(utf8.data(), utf8.size()), &error);
    if (error.error != QJsonParseError::NoError)
        return malformed(QStringLiteral("The JSON is malformed at byte %1: %2.")
                             .arg(error.offset)
                             .arg(error.errorString()));
    return document;
}
} // namespace

base::Result<QJsonObject> parseObject(QByteArrayView utf8)
{
    const auto document = parse(utf8);
    if (!document)
        return document.error();
    if (!document->isObject())
        return malformed(QStringLiteral("A JSON object is expected."));
    return document->object();
}

base::Result<QJsonArray> parseArray(QByteArrayView utf8)
{
    const auto document = parse(utf8);
    if (!document)
        return document.error();
    if (!document->isArray())
        return malformed(QStringLiteral("A JSON array is expected."));
    return document->array();
}

bool JsonFields::isAbsent(QLatin1String name) const
{
    const QJsonValue value = m_object.value(name);
    return value.isUndefined() || value.isNull();
}

bool JsonFields::require(QLatin1String name)
{
    if (!isAbsent(name))
        return true;
    refuse(name, QStringLiteral("The field `%1` is missing.").arg(name));
    return false;
}

void JsonFields::refuse(QLatin1String name, const QString &sentence)
{
    if (!m_error)
        m_error = base::Error{base::ErrorKind::BadRequest, sentence, name};
}

void JsonFields::refuse(const base::Error &error)
{
    if (!m_error)
        m_error = error;
}

QString JsonFields::requiredText(QLatin1String name)
{
    return require(name) ? string(name, std::numeric_limits<qsizetype>::max()) : QString();
}

QString JsonFields::requiredString(QLatin1String name, qsizetype maxLength)
{
    if (!require(name))
        return {};
    const QString text = string(name, maxLength);
    if (text.isEmpty())
        refuse(name, QStringLiteral("The field `%1` is empty.").arg(name));
    return text;
}

QString JsonFields::string(QLatin1String name, qsizetype maxLength)
{
    if (isAbsent(name))
        return {};
    const QJsonValue value = m_object.value(name);
    const QString text = value.toString();
    if (!value.isString())
        refuse(name, QStringLiteral("The field `%1` must be a string.").arg(name));
    else if (text.size() > maxLength)
        refuse(name,
               QStringLiteral("The field `%1` may have %2 characters at most.").arg(name).arg(maxLength));
    else if (!domain::isStorableText(text))
        refuse(name, QStringLiteral("The field `%1` holds a NUL or an unpaired surrogate.").arg(name));
    else
        return text;
    return {};
}

qint64 JsonFields::requiredInteger(QLatin1String name, qint64 min)
{
    return require(name) ? integer(name, min).value_or(0) : 0;
}

std::optional<qint64> JsonFields::integer(QLatin1String name, qint64 min)
{
    if (isAbsent(name))
        return std::nullopt;
    const QJsonValue value = m_object.value(name);
    const double number = value.toDouble(std::numeric_limits<double>::quiet_NaN());
    const bool whole = std::trunc(number) == number && std::abs(number) <= double(maxJsonInteger);
    const qint64 integer = whole ? value.toInteger() : 0;
    // 2^53 + 1 rounds to 2^53 as a double, so the integer itself is looked at as well.
    if (whole && integer >= min && integer <= maxJsonInteger)
        return integer;
    refuse(name, QStringLiteral("The field `%1` must be a whole number of at least %2.").arg(name).arg(min));
    return std::nullopt;
}

bool JsonFields::requiredBoolean(QLatin1String name)
{
    if (!require(name))
        return false;
    const QJsonValue value = m_object.value(name);
    if (!value.isBool())
        refuse(name, QStringLiteral("The field `%1` must be true or false.").arg(name));
    return value.toBool();
}

std::optional<QStringList> JsonFields::strings(QLatin1String name, qsizetype maxCount, qsizetype maxLength)
{
    if (isAbsent(name))
        return std::nullopt;
    const QJsonValue value = m_object.value(name);
    const QJsonArray array = value.toArray();
    if (!value.isArray() || array.size() > maxCount) {
        refuse(
            name,
            QStringLiteral("The field `%1` must be an array of at most %2 strings.").arg(name).arg(maxCount));
        return std::nullopt;
    }
    QStringList strings;
    for (const QJsonValue &element : array) {
        const QString text = element.toString();
        if (text.isEmpty() || text.size() > maxLength || !domain::isStorableText(text)) {
            refuse(name,
                   QStringLiteral("The field `%1` must hold strings of 1 to %2 characters, without NUL or "
                                  "unpaired surrogates.")
                       .arg(name)
                       .arg(maxLength));
            return std::nullopt;
        }
        strings << text;
    }
    return strings;
}

QByteArray JsonFields::compactObject(QLatin1String name)
{
    if (isAbsent(name))
        return {};
    const QJsonValue value = m_object.value(name);
    const QByteArray json = QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact);
    if (!value.isObject())
        refuse(name, QStringLiteral("The field `%1` must be an object.").arg(name));
    else if (!json.isValidUtf8())
        refuse(name, QStringLiteral("The field `%1` holds an unpaired surrogate.").arg(name));
    else if (!value.toObject().isEmpty())
        return json;
    return {};
}

/// A text that a word may stand in; nothing where it is absent or empty, or was refused.
std::optional<QString> JsonFields::wordText(QLatin1String name)
{
    constexpr qsizetype maxWordLength = 32;
    const QString text = string(name, maxWordLength);
    return text.isEmpty() ? std::nullopt : std::optional(text);
}

} // namespace protocol
