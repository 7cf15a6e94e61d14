#pragma once

#include "client/backoff.h"
#include "client/restclient.h"
#include "client/storage.h"

#include <QObject>

#include <vector>

namespace client
{

/// Lists sessions of one filter at a time, page by page: from the cache until the server answers, and as many
/// as were listed again after each reconnect.
class SessionLister final : public QObject
{
    Q_OBJECT
public:
    SessionLister(RestClient &rest, Storage &storage, Backoff::Limits retries, QObject *parent = nullptr);

    void list(const SessionFilter &filter);
    void listMore();
    void setConnected(bool connected);

Q_SIGNALS:
    /// As ChatClient::sessionsListed(). \a cached: not from the server
    void listed(const std::vector<domain::SessionSummary> &sessions, bool first, bool complete, bool cached);
    void failed(const base::Error &error);

private:
    void listCached(bool first);
    void refresh();
    void fetch();
    void fetchNext();
    void onPage(const protocol::chatapi::SessionPage &page);
    void onFailed(const base::Error &error);

    RestClient &m_rest;
    Storage &m_storage;
    Backoff m_backoff;
    std::optional<SessionFilter> m_filter; ///< empty: nobody asked yet
    quint64 m_generation = 0;              ///< grows with each list anew: answers of before do not count
    bool m_connected = false;
    bool m_busy = false;
    bool m_first = true; ///< the page under way replaces what was listed
    int m_listed = 0;    ///< how many were
    QString m_cursor;
    size_t m_target = 0; ///< of sessions to collect before they are listed
    std::vector<domain::SessionSummary> m_collected;
};

} // namespace client
