#pragma once

#include "base/result.h"

#include <functional>
#include <utility>

namespace base
{

/// Runs functions later, one after another, in one thread: an I/O shard, the writer, a reader, the main
/// thread. An executor outlives everything that may post to it; what is posted after it stopped is dropped.
class Executor
{
public:
    virtual ~Executor() = default;
    /// Thread-safe. Functions posted by one thread run in the order of their posting.
    virtual void post(std::function<void()> function) = 0;
};

/// Where the answer of an asynchronous operation goes: a function, and the executor that it must run in.
/// Answered exactly once. Without an executor it runs at once, in the thread that answers.
template <typename T>
class Reply
{
public:
    using Function = std::function<void(Result<T>)>;

    Reply() = default;
    Reply(Executor *executor, Function function)
        : m_executor(executor)
        , m_function(std::move(function))
    {
    }

    void operator()(Result<T> result) const
    {
        if (!m_function)
            return;
        if (!m_executor)
            return m_function(std::move(result));
        m_executor->post(
            [function = m_function, result = std::move(result)]() mutable { function(std::move(result)); });
    }

private:
    Executor *m_executor = nullptr;
    Function m_function;
};

} // namespace base
