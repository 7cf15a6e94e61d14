#pragma once

#include <QByteArray>

#include <random>
#include <vector>

namespace fuzz
{

/// Makes inputs that are nearly valid: takes a seed and flips, cuts, inserts, repeats and splices. What it
/// makes depends only on the seeds, the dictionary and the number that its generator starts from.
class Mutator
{
public:
    static constexpr qsizetype maxSize = 16 * 1024;

    Mutator(std::vector<QByteArray> seeds, std::vector<QByteArray> dictionary, quint64 number);
    QByteArray next();

private:
    void mutate(QByteArray &input);
    void flipBit(QByteArray &input);
    void setByte(QByteArray &input);
    void insertNoise(QByteArray &input);
    void insertToken(QByteArray &input);
    void remove(QByteArray &input);
    void repeat(QByteArray &input);
    void splice(QByteArray &input);
    void truncate(QByteArray &input);

    qsizetype below(qsizetype bound);
    QByteArray noise(qsizetype size);

    std::vector<QByteArray> m_seeds;
    std::vector<QByteArray> m_dictionary;
    std::mt19937_64 m_random;
};

} // namespace fuzz
