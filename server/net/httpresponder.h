#pragma once

#include "net/router.h"

namespace net
{

/// Where an answer goes. The transport's is the connection that the request came from; a test may have its
/// own. Its destructor may run in any thread, answer() in the shard's only.
class HttpResponder::Target
{
public:
    virtual ~Target() = default;
    virtual void answer(HttpResponse response) = 0;
    /// In the shard's thread only.
    virtual void whenGone(std::function<void()> function) = 0;
};

} // namespace net
