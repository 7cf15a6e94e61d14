#include "load/poller.h"

#include "load/socket.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

#include <sys/epoll.h>
#include <unistd.h>

namespace load
{

Poller::Poller()
    : m_epoll(::epoll_create1(EPOLL_CLOEXEC))
{
    if (m_epoll < 0)
        throw std::system_error(errno, std::generic_category(), "epoll_create1");
}

Poller::~Poller()
{
    ::close(m_epoll);
}

void Poller::add(Socket &socket, int descriptor, Interest interest)
{
    control(EPOLL_CTL_ADD, socket, descriptor, interest);
}

void Poller::change(Socket &socket, int descriptor, Interest interest)
{
    control(EPOLL_CTL_MOD, socket, descriptor, interest);
}

void Poller::control(int operation, Socket &socket, int descriptor, Interest interest) const
{
    epoll_event event{};
    event.events = interest == Interest::Writable ? EPOLLOUT : EPOLLIN;
    event.data.ptr = &socket;
    if (::epoll_ctl(m_epoll, operation, descriptor, &event) != 0)
        throw std::system_error(errno, std::generic_category(), "epoll_ctl");
}

void Poller::poll(Clock::time_point until)
{
    const auto wait = std::max(until - Clock::now(), Clock::duration::zero());
    timespec timeout{};
    timeout.tv_sec = std::chrono::duration_cast<std::chrono::seconds>(wait).count();
    timeout.tv_nsec = (wait % std::chrono::seconds(1)).count();

    std::array<epoll_event, 512> events;
    const int ready = ::epoll_pwait2(m_epoll, events.data(), events.size(), &timeout, nullptr);
    if (ready < 0 && errno != EINTR)
        throw std::system_error(errno, std::generic_category(), "epoll_pwait2");
    for (int i = 0; i < ready; ++i)
        static_cast<Socket *>(events[static_cast<std::size_t>(i)].data.ptr)->handle();
}

} // namespace load
