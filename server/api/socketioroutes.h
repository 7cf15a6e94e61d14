#pragma once

#include "api/socketioconnection.h"

namespace api
{

/// The path `/socket.io/` and everything under it, with and without its last slash.
void addSocketIoRoutes(net::Router &router, const Services &services, const SocketIoSettings &settings = {});

} // namespace api
