#pragma once

#include <QList>
#include <QString>

namespace app
{

/// One thing that the doctor looked at.
struct Finding {
    enum class Level { Ok, Warn, Fail };
    Level level = Level::Ok;
    QString subject;  ///< one word: `ports`
    QString sentence; ///< what was found and, where something is wrong, what to do; never a secret
};
using Findings = QList<Finding>;

inline Finding ok(const QString &subject, const QString &sentence)
{
    return {Finding::Level::Ok, subject, sentence};
}
inline Finding warn(const QString &subject, const QString &sentence)
{
    return {Finding::Level::Warn, subject, sentence};
}
inline Finding fail(const QString &subject, const QString &sentence)
{
    return {Finding::Level::Fail, subject, sentence};
}

} // namespace app
