#pragma once

#include <QByteArray>
#include <QLatin1String>
#include <QStringView>
#include <QUuid>

namespace protocol
{

/// Appends JSON to a byte array as it is told, without building a tree first: every message that goes out is
/// written by it, and QJsonDocument takes several times as long (it copies every key and value into a sorted
/// tree, then walks it). Keeps the order of calls. The caller pairs begin and end and gives each key one
/// value; what it writes is UTF-8 even where a string holds an unpaired surrogate (U+FFFD then stands for
/// it).
class JsonWriter
{
public:
    explicit JsonWriter(qsizetype expectedSize = 256)
        : m_out(expectedSize, Qt::Uninitialized)
    {
    }

    JsonWriter &beginObject() { return open('{'); }
    JsonWriter &endObject() { return close('}'); }
    JsonWriter &beginArray() { return open('['); }
    JsonWriter &endArray() { return close(']'); }

    /// \a name: printable ASCII without quote or backslash; it is not escaped.
    JsonWriter &key(QByteArrayView name);

    JsonWriter &string(QStringView text);
    /// Text known to be printable ASCII without quote or backslash: ids, times, codes. Not escaped.
    JsonWriter &ascii(QByteArrayView text);
    JsonWriter &ascii(QLatin1String text) { return ascii(QByteArrayView(text.data(), text.size())); }
    JsonWriter &uuid(const QUuid &uuid);
    JsonWriter &integer(qint64 value);
    JsonWriter &boolean(bool value) { return raw(value ? QByteArrayView("true") : QByteArrayView("false")); }
    JsonWriter &null() { return raw("null"); }
    /// A value that is JSON already.
    JsonWriter &raw(QByteArrayView json);

    /// What was written; the writer is empty afterwards.
    QByteArray take();

private:
    JsonWriter &open(char bracket);
    JsonWriter &close(char bracket);
    /// Where to write up to \a size bytes, a comma before them where one is due; wrote() says how far it
    /// came.
    char *begin(qsizetype size);
    void wrote(const char *end) { m_size = end - m_out.constData(); }
    void reserve(qsizetype size);
    void escapeFrom(qsizetype start);

    QByteArray m_out;     ///< as large as there is room
    qsizetype m_size = 0; ///< how much of it was written
    bool m_needsComma = false;
};

} // namespace protocol
