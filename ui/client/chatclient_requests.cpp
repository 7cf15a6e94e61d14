// ChatClient: what it asks by REST, beside pages.
#include "client/chatclient_p.h"

#include <QNetworkReply>

namespace client
{

void ChatClient::Private::transmit(const PendingChange &change, const ChangeQueue::Done &done)
{
    const auto onAnswer = [this, done](const base::Result<domain::Message> &message) {
        if (!message)
            return done(message.error());
        onMessage(*message);
        done(base::success());
    };
    if (change.kind == PendingChange::Kind::Edit)
        rest.edit(change.message, change.content, onAnswer);
    else
        rest.remove(change.message, onAnswer);
}

quint64 ChatClient::Private::search(const SearchQuery &query, const QString &cursor, int limit)
{
    const quint64 id = ++m_lastSearch;
    m_searches.insert(id, {});
    m_searches[id] = rest.search(query, cursor, limit, [this, id](const base::Result<SearchPage> &page) {
        if (!m_searches.remove(id))
            return;
        if (page)
            return Q_EMIT q.searchAnswered(id, *page);
        if (page.error().kind == base::ErrorKind::Unauthorized)
            onRefused(page.error());
        Q_EMIT q.searchFailed(id, page.error().message);
    });
    return id;
}

void ChatClient::Private::cancelSearch(quint64 id)
{
    if (const QPointer<QNetworkReply> reply = m_searches.take(id))
        reply->abort();
}

/// Its number is one more than that of the message before, since there are no gaps.
void ChatClient::Private::locate(const domain::SessionId &session, const domain::MessageId &message)
{
    rest.messageBefore(session, message,
                       [this, session, message](const base::Result<protocol::chatapi::MessagePage> &page) {
                           if (!page)
                               return onRefused(page.error());
                           const bool first = page->messages.empty();
                           Q_EMIT q.located(session, message, first ? 1 : page->messages.back().seq + 1);
                       });
}

void ChatClient::Private::loadVersions(const domain::MessageId &message)
{
    rest.versions(message,
                  [this, message](const base::Result<std::vector<domain::MessageVersion>> &versions) {
                      if (versions)
                          Q_EMIT q.versionsLoaded(message, *versions);
                      else
                          Q_EMIT q.versionsUnavailable(message, versions.error().message);
                  });
}

void ChatClient::Private::changeSession(const domain::SessionId &session, const SessionChange &change)
{
    rest.change(session, change, [this](const base::Result<domain::SessionSummary> &summary) {
        if (summary)
            account->watch.onAnswered(*summary);
        else
            onRefused(summary.error());
    });
}

} // namespace client
