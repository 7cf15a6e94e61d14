#pragma once

#include "server/descriptors.h"
#include "server/finding.h"

#include "base/clock.h"
#include "base/config.h"

namespace app
{

// Each looks at one thing and changes nothing but what it takes away again. None migrates or creates a
// database.

Finding checkDataFolder(const base::Config &config);
/// Who else can read the secret, and `.env` where it holds one.
Findings checkSecrets(const base::Config &config, const QString &workingFolder);
Finding checkDiskSpace(const QString &folder, qint64 freeBytes);
/// \param newestData  when the data was last written, if there is any
Finding checkClock(base::Timestamp now, std::optional<base::Timestamp> newestData);
Findings checkTls(const base::Config &config, base::Timestamp now);
Finding checkDescriptors(const DescriptorLimit &limit, int maxConnections);
/// Tries to listen on every address, and says who does where it is taken.
Findings checkPorts(const base::Config &config);
/// Opens the database for reading only. A SQLite file that does not exist yet is fine where it can be made.
Finding checkDatabase(const base::DatabaseUrl &url);

/// All of these.
Findings examine(const base::Config &config, const QString &workingFolder, base::Timestamp now);

} // namespace app
