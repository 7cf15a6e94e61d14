#include "mutator.h"

#include <algorithm>
#include <array>

namespace fuzz
{

Mutator::Mutator(std::vector<QByteArray> seeds, std::vector<QByteArray> dictionary, quint64 number)
    : m_seeds(std::move(seeds))
    , m_dictionary(std::move(dictionary))
    , m_random(number)
{
}

/// Not std::uniform_int_distribution, whose numbers differ between standard libraries.
qsizetype Mutator::below(qsizetype bound)
{
    return bound <= 0 ? 0 : qsizetype(m_random() % quint64(bound));
}

QByteArray Mutator::noise(qsizetype size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    std::generate(bytes.begin(), bytes.end(), [this] { return char(m_random()); });
    return bytes;
}

QByteArray Mutator::next()
{
    constexpr int inNoise = 50; // one input in so many is nothing but noise
    if (below(inNoise) == 0)
        return noise(below(512));
    QByteArray input = m_seeds[size_t(below(qsizetype(m_seeds.size())))];
    for (qsizetype i = below(6); i >= 0; --i)
        mutate(input);
    input.truncate(maxSize);
    return input;
}

void Mutator::mutate(QByteArray &input)
{
    using Mutation = void (Mutator::*)(QByteArray &);
    constexpr std::array<Mutation, 8> all{&Mutator::flipBit,     &Mutator::setByte, &Mutator::insertNoise,
                                          &Mutator::insertToken, &Mutator::remove,  &Mutator::repeat,
                                          &Mutator::splice,      &Mutator::truncate};
    (this->*all[size_t(below(qsizetype(all.size())))])(input);
}

void Mutator::flipBit(QByteArray &input)
{
    if (input.isEmpty())
        return;
    char &byte = input[below(input.size())];
    byte = char(byte ^ (1 << below(8)));
}

void Mutator::setByte(QByteArray &input)
{
    constexpr std::array<char, 16> telling{'\0',   '\x01', '\t',   '\n',   '\r',   ' ', '"', '\\',
                                           '\x7f', '\x80', '\xc0', '\xed', '\xff', '0', '9', '-'};
    if (!input.isEmpty())
        input[below(input.size())] = telling[size_t(below(qsizetype(telling.size())))];
}

void Mutator::insertNoise(QByteArray &input)
{
    const qsizetype at = below(input.size() + 1);
    input.insert(at, noise(1 + below(8)));
}

void Mutator::insertToken(QByteArray &input)
{
    const qsizetype at = below(input.size() + 1);
    input.insert(at, m_dictionary[size_t(below(qsizetype(m_dictionary.size())))]);
}

void Mutator::remove(QByteArray &input)
{
    const qsizetype at = below(input.size());
    input.remove(at, 1 + below(std::min<qsizetype>(input.size() - at, 32)));
}

void Mutator::repeat(QByteArray &input)
{
    const qsizetype at = below(input.size());
    const QByteArray part = input.sliced(at, below(std::min<qsizetype>(input.size() - at, 64) + 1));
    const qsizetype times = below(8) == 0 ? below(200) : 1 + below(3);
    if (part.size() * times < maxSize)
        input.insert(at, part.repeated(times));
}

void Mutator::splice(QByteArray &input)
{
    const QByteArray &other = m_seeds[size_t(below(qsizetype(m_seeds.size())))];
    input = input.first(below(input.size() + 1)) + other.sliced(below(other.size() + 1));
}

void Mutator::truncate(QByteArray &input)
{
    input.truncate(below(input.size() + 1));
}

} // namespace fuzz
