#pragma once

#include "base/result.h"
#include "client/search.h"
#include "client/sessionchange.h"
#include "domain/sessionsummary.h"

#include <QJsonObject>

/// What REST answers hold, and what requests do. Pure. A member of the wrong shape is a BadRequest.
namespace client::answers
{

base::Result<domain::Message> message(const QJsonObject &json);
base::Result<domain::SessionSummary> session(const QJsonObject &json);
base::Result<SearchPage> searchPage(const QJsonObject &json);
QJsonObject changeBody(const SessionChange &change);

} // namespace client::answers
