#pragma once

#include <QHash>
#include <QWidget>

class QVBoxLayout;

namespace views
{

/// Sentences that are worth saying once and can be dismissed, one under the other: what was repaired, what
/// this machine does not have. The same sentence is not shown twice at a time.
class NoticeBar final : public QWidget
{
    Q_OBJECT
public:
    explicit NoticeBar(QWidget *parent = nullptr);
    int count() const { return int(m_notices.size()); }

public Q_SLOTS:
    void showNotice(const QString &sentence);

Q_SIGNALS:
    void dismissed(const QString &sentence);

private:
    void dismiss(const QString &sentence);

    QVBoxLayout *m_column;
    QHash<QString, QWidget *> m_notices;
};

} // namespace views
