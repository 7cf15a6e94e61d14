#pragma once

#include <QStringView>

namespace domain
{

constexpr qsizetype maxRoomNameLength = 128;

/// Whether \a name is 1-128 of `A-Z a-z 0-9 . _ : -` and neither `.` nor `..`.
bool isRoomName(QStringView name);

} // namespace domain
