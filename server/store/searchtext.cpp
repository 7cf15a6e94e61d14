#include "store/searchtext.h"

using namespace Qt::StringLiterals;

namespace store
{

namespace
{

enum class Kind {
    Separator,
    Letter,
    Character,   ///< a word by itself
    Mark,        ///< goes on a word, begins none
    Transparent, ///< as if it were not there
};

constexpr int rulesVersion = 1; ///< to be raised with every change to the rules below

/// In these scripts words are not parted by blanks.
bool isUnspaced(char32_t c)
{
    if (c < 0x0e00)
        return false;
    switch (QChar::script(c)) {
    case QChar::Script_Han:
    case QChar::Script_Hiragana:
    case QChar::Script_Katakana:
    case QChar::Script_Bopomofo:
    case QChar::Script_Yi:
    case QChar::Script_Thai:
    case QChar::Script_Lao:
    case QChar::Script_Khmer:
    case QChar::Script_Myanmar:
        return true;
    default:
        return false;
    }
}

/// Accents, vowel points and the like, as opposed to marks that a syllable is spelled with.
bool isDiacritic(char32_t c)
{
    constexpr int firstPoint = 10; // 7, 8 and 9 are nukta, kana's voicing and virama
    return QChar::isMark(c) && QChar::combiningClass(c) >= firstPoint;
}

bool isVariationSelector(char32_t c)
{
    return (c >= 0xfe00 && c <= 0xfe0f) || (c >= 0xe0100 && c <= 0xe01ef);
}

Kind kindOf(char32_t c)
{
    constexpr char32_t tatweel = 0x0640;
    if (c < 0x80)
        return QChar::isLetterOrNumber(c) ? Kind::Letter : Kind::Separator;
    if (c == tatweel || isVariationSelector(c) || QChar::category(c) == QChar::Other_Format || isDiacritic(c))
        return Kind::Transparent;
    if (QChar::isMark(c))
        return Kind::Mark;
    if (!QChar::isLetterOrNumber(c))
        return Kind::Separator;
    return isUnspaced(c) ? Kind::Character : Kind::Letter;
}

/// What a lower-case letter without decomposition is written as by who lacks it on their keyboard.
QStringView variantOf(char32_t c)
{
    switch (c) {
    case U'ß':
        return u"ss";
    case U'æ':
        return u"ae";
    case U'œ':
        return u"oe";
    case U'ø':
        return u"o";
    case U'ð':
    case U'đ':
        return u"d";
    case U'þ':
        return u"th";
    case U'ħ':
        return u"h";
    case U'ı':
        return u"i";
    case U'ł':
        return u"l";
    case U'ŧ':
        return u"t";
    case U'ς':
        return u"σ";
    case U'ى': // alef maksura
    case U'ی': // Farsi yeh
        return u"ي";
    case U'ة': // teh marbuta
        return u"ه";
    case U'ک': // keheh
        return u"ك";
    default:
        return {};
    }
}

void appendSimple(QString &word, char32_t c)
{
    const char32_t folded = QChar::toCaseFolded(c);
    const int digit = QChar::category(folded) == QChar::Number_DecimalDigit ? QChar::digitValue(folded) : -1;
    if (digit >= 0)
        word += QChar(u'0' + digit);
    else if (const QStringView variant = variantOf(folded); !variant.isEmpty())
        word += variant;
    else
        word += QStringView(QChar::fromUcs4(folded));
}

void appendFolded(QString &word, char32_t c)
{
    if (c < 0x80) {
        word += QChar(c >= U'A' && c <= U'Z' ? c + 0x20 : c);
        return;
    }
    if (QChar::decompositionTag(c) == QChar::NoDecomposition)
        return appendSimple(word, c);
    const QString parts =
        QStringView(QChar::fromUcs4(c)).toString().normalized(QString::NormalizationForm_KD);
    for (const uint part : parts.toUcs4()) {
        // A compatibility form may hold blanks and signs: ½ is 1⁄2.
        const Kind kind = kindOf(part);
        if (kind != Kind::Transparent && kind != Kind::Separator)
            appendSimple(word, part);
    }
}

/// Puts words together from characters.
class Tokens
{
public:
    void add(Kind kind, char32_t c, qsizetype start, qsizetype length)
    {
        if (kind == Kind::Transparent && m_open)
            m_tokens.back().length = start + length - m_tokens.back().start;
        if (kind == Kind::Transparent || (kind == Kind::Mark && !m_open))
            return;
        if (kind == Kind::Separator)
            return close();
        if (kind == Kind::Character || (kind == Kind::Letter && m_single))
            close();
        if (!m_open) {
            m_tokens.push_back({{}, start, 0});
            m_open = true;
            m_single = kind == Kind::Character;
        }
        SearchToken &token = m_tokens.back();
        token.length = start + length - token.start;
        if (token.word.size() < maxWordLength)
            appendFolded(token.word, c);
    }
    std::vector<SearchToken> take()
    {
        close();
        return std::move(m_tokens);
    }

private:
    void close()
    {
        if (m_open && m_tokens.back().word.isEmpty())
            m_tokens.pop_back();
        m_open = false;
        m_single = false;
    }

    std::vector<SearchToken> m_tokens;
    bool m_open = false;
    bool m_single = false; ///< the open word is a character that is a word by itself
};

} // namespace

std::vector<SearchToken> searchTokens(QStringView text)
{
    Tokens tokens;
    for (qsizetype i = 0; i < text.size();) {
        char32_t c = text[i].unicode();
        qsizetype length = 1;
        if (text[i].isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate()) {
            c = QChar::surrogateToUcs4(text[i], text[i + 1]);
            length = 2;
        }
        tokens.add(kindOf(c), c, i, length);
        i += length;
    }
    return tokens.take();
}

QString searchWords(QStringView text)
{
    QString words;
    words.reserve(text.size());
    for (const SearchToken &token : searchTokens(text)) {
        if (!words.isEmpty())
            words += u' ';
        words += token.word;
    }
    return words;
}

QString searchFolding()
{
    return u"%1/%2"_s.arg(rulesVersion).arg(int(QChar::currentUnicodeVersion()));
}

} // namespace store
