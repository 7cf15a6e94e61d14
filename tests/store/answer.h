#pragma once

#include "base/executor.h"

#include <chrono>
#include <future>
#include <memory>

/// What a test waits for: the answer of one asynchronous operation, whatever thread gives it.
template <typename T>
class Answer
{
public:
    base::Reply<T> reply() const
    {
        return {nullptr,
                [promise = m_promise](base::Result<T> result) { promise->set_value(std::move(result)); }};
    }
    /// Blocks until the answer is there; Internal after 20 s without one.
    base::Result<T> get()
    {
        if (m_future.wait_for(std::chrono::seconds(20)) != std::future_status::ready)
            return base::Error{base::ErrorKind::Internal, QStringLiteral("no answer"), {}, {}};
        return m_future.get();
    }

private:
    std::shared_ptr<std::promise<base::Result<T>>> m_promise =
        std::make_shared<std::promise<base::Result<T>>>();
    std::future<base::Result<T>> m_future = m_promise->get_future();
};
