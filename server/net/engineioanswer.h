#pragma once

#include "net/router.h"
#include "net/shard.h"

namespace net
{

/// A request of a polling session, and the way back to the shard that it came in from.
class EngineIoAnswer
{
public:
    /// \a id: of its own, and not 0
    EngineIoAnswer(HttpResponder respond, quint64 id)
        : m_respond(std::move(respond))
        , m_id(id)
    {
    }
    quint64 id() const { return m_id; }

    /// Once; \a here: the shard that this is called in
    void operator()(const Shard &here, HttpResponse response) const
    {
        if (&m_respond.shard() == &here)
            return m_respond(std::move(response));
        m_respond.shard().post([respond = m_respond, response = std::move(response)] { respond(response); });
    }

private:
    HttpResponder m_respond;
    quint64 m_id;
};

} // namespace net
