#pragma once

#include <QString>
#include <QStringList>

#include <random>
#include <vector>

namespace bench
{

/// Makes messages as people write them: the common words of a language again and again, and tens of thousands
/// of others ever more rarely (Zipf), in Albanian, English, Arabic and Chinese.
class TextMaker
{
public:
    explicit TextMaker(unsigned seed);

    QString message();
    /// A word by how common it is: 0 stands in most messages.
    QString word(int rank) const { return m_words.at(rank); }

private:
    QString words(int count);

    std::mt19937 m_random;
    QStringList m_words;
    std::vector<double> m_sums; ///< of the words' frequencies
};

} // namespace bench
