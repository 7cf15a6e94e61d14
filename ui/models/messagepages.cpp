#include "models/messagepages.h"

#include <algorithm>

namespace models
{

const domain::Message *MessagePages::find(qint64 seq) const
{
    const auto page = m_pages.constFind(pageOf(seq));
    if (seq < 1 || page == m_pages.cend())
        return nullptr;
    const domain::Message &message = page->messages[size_t(seq - firstSeqOf(pageOf(seq)))];
    return message.seq ? &message : nullptr;
}

qint64 MessagePages::seqOf(const domain::MessageId &id) const
{
    for (const Page &page : m_pages) {
        for (const domain::Message &message : page.messages) {
            if (message.seq && message.id == id)
                return message.seq;
        }
    }
    return 0;
}

bool MessagePages::store(const domain::Message &message, quint64 turn)
{
    Page &page = m_pages[pageOf(message.seq)];
    if (page.messages.empty())
        page.messages.resize(pageSize);
    page.lastWanted = turn;
    domain::Message &kept = page.messages[size_t(message.seq - firstSeqOf(pageOf(message.seq)))];
    if (kept.seq && kept.change > message.change)
        return false;
    kept = message;
    return true;
}

bool MessagePages::isComplete(qint64 page, qint64 upToSeq) const
{
    const auto it = m_pages.constFind(page);
    if (it == m_pages.cend())
        return false;
    const auto count = std::min<qint64>(pageSize, upToSeq - firstSeqOf(page) + 1);
    return std::all_of(it->messages.begin(), it->messages.begin() + count,
                       [](const domain::Message &message) { return message.seq != 0; });
}

void MessagePages::touch(qint64 page, quint64 turn)
{
    const auto kept = m_pages.find(page);
    if (kept != m_pages.end())
        kept->lastWanted = turn;
}

std::optional<qint64> MessagePages::dropOldest(qsizetype most, quint64 turn)
{
    if (m_pages.size() <= most)
        return std::nullopt;
    auto oldest = m_pages.begin();
    for (auto it = m_pages.begin(); it != m_pages.end(); ++it) {
        if (it->lastWanted < oldest->lastWanted)
            oldest = it;
    }
    if (oldest->lastWanted == turn)
        return std::nullopt;
    const qint64 page = oldest.key();
    m_pages.erase(oldest);
    return page;
}

std::vector<qint64> MessagePages::setQuoted(const domain::MessageId &id, const QString &excerpt)
{
    std::vector<qint64> replies;
    for (Page &page : m_pages) {
        for (domain::Message &message : page.messages) {
            if (!message.seq || !message.replyTo || message.replyTo->id != id ||
                message.replyTo->excerpt == excerpt)
                continue;
            message.replyTo->excerpt = excerpt;
            replies.push_back(message.seq);
        }
    }
    return replies;
}

} // namespace models
