#pragma once

#include "base/clock.h"
#include "dialogs/carddialog.h"
#include "domain/message.h"

class QScrollArea;

namespace dialogs
{

/// What a message said before its edits, the latest first. Begins by loading; is told what it shows.
class VersionsDialog final : public CardDialog
{
    Q_OBJECT
public:
    explicit VersionsDialog(const base::Clock &clock, QWidget *parent = nullptr);

    void setVersions(const std::vector<domain::MessageVersion> &versions);
    void setProblem(const QString &sentence);

Q_SIGNALS:
    void retryRequested();

private:
    QWidget *entry(const domain::MessageVersion &version);

    const base::Clock &m_clock;
    QScrollArea *m_list;
    QPushButton *m_retry;
};

} // namespace dialogs
