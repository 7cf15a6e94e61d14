#include "text.h"

#include <algorithm>
#include <array>
#include <cmath>

using namespace Qt::StringLiterals;

namespace bench
{

namespace
{

constexpr int vocabulary = 60'000;

const QStringList &commonWords()
{
    static const QStringList words =
        u"përshëndetje sensori nuk është për faleminderit dhe me një të në puna çelësi gamma ju lutem mund "
        u"ta shoh "
        "the printer does not work please check order number invoice address error screen password account "
        "thank "
        "you when will it be fixed problem again today tomorrow customer support technician installed update "
        "مرحبا شكرا الطابعة لا تعمل رقم الطلب من فضلك غدا المشكلة العميل"_s.split(u' ');
    return words;
}

QString madeUpWord(std::mt19937 &random)
{
    static const QStringList syllables =
        u"ka re mi to na shi le bo du fa gë li mo ne pa qe ra si te vu xha zo hy ny çi dho thë ur an el"_s
            .split(u' ');
    QString word;
    const int count = 2 + int(random() % 4);
    for (int i = 0; i < count; ++i)
        word += syllables[qsizetype(random() % size_t(syllables.size()))];
    return word;
}

} // namespace

TextMaker::TextMaker(unsigned seed)
    : m_random(seed)
    , m_words(commonWords())
{
    while (m_words.size() < vocabulary)
        m_words << madeUpWord(m_random);
    double sum = 0;
    for (int i = 0; i < m_words.size(); ++i) {
        sum += 1 / std::pow(i + 2.7, 1.05);
        m_sums.push_back(sum);
    }
}

QString TextMaker::words(int count)
{
    std::uniform_real_distribution<double> pick(0, m_sums.back());
    QStringList words;
    for (int i = 0; i < count; ++i) {
        const auto found = std::lower_bound(m_sums.begin(), m_sums.end(), pick(m_random));
        words << m_words.at(std::min(qsizetype(found - m_sums.begin()), m_words.size() - 1));
    }
    return words.join(u' ');
}

QString TextMaker::message()
{
    static const std::array<QString, 4> chinese{u"我的打印机坏了，请帮忙。"_s, u"订单号码是多少？"_s,
                                                u"谢谢，问题解决了。"_s, u"明天再联系您。"_s};
    const auto kind = m_random() % 100;
    if (kind < 3)
        return chinese[m_random() % chinese.size()];
    QString text = words(3 + int(m_random() % 18));
    if (kind < 10)
        text += u" #%1"_s.arg(m_random() % 1'000'000);
    text[0] = text[0].toUpper();
    return text + (kind % 2 ? u'.' : u'?');
}

} // namespace bench
