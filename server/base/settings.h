#pragma once

#include "base/config.h"

#include <vector>

namespace base
{

/// The text of one setting, and the folder that a relative path in it counts from.
struct SettingText {
    QString text;
    QString folder;
};

/// One thing that an operator can set: its name, what to tell about it, and what its text does to a Config.
struct Setting {
    SettingHelp help;
    /// \return success, or BadRequest with the end of a sentence that begins with the name, or a whole one
    /// with a field
    Status (*apply)(Config &config, const SettingText &text);
};

/// All settings but DATA_DIR, which decides where others are read from.
const std::vector<Setting> &allSettings();

} // namespace base
