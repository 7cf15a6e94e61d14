#pragma once

#include "client/chatclient.h"
#include "models/searchmodel.h"

namespace console
{

/// Lets \a client answer what \a model asks. Both outlive neither.
void joinSearch(models::SearchModel &model, client::ChatClient &client);

} // namespace console
