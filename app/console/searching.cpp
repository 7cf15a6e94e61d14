#include "console/searching.h"

namespace console
{

using client::ChatClient;
using models::SearchModel;

void joinSearch(SearchModel &model, ChatClient &client)
{
    QObject::connect(&model, &SearchModel::searchWanted, &client,
                     [&model, &client](const client::SearchQuery &query, const QString &cursor, int limit) {
                         model.setAsked(client.search(query, cursor, limit));
                     });
    QObject::connect(&model, &SearchModel::cancelWanted, &client, &ChatClient::cancelSearch);
    QObject::connect(&client, &ChatClient::searchAnswered, &model, &SearchModel::addPage);
    QObject::connect(&client, &ChatClient::searchFailed, &model, &SearchModel::fail);
    const auto follow = [&model, &client] {
        model.setOnline(client.status().state == client::ConnectionState::Online);
        model.setSelf(client.self().id);
    };
    QObject::connect(&client, &ChatClient::statusChanged, &model, follow);
    follow();
}

} // namespace console
