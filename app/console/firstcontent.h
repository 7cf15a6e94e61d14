#pragma once

#include <QObject>

class QListView;

namespace console
{

/// Logs once, at debug level, that a list was painted with rows in it: the window is ready to work with.
class FirstContent final : public QObject
{
public:
    /// \a list outlives this or takes it along as its child.
    explicit FirstContent(QListView &list, QObject *parent = nullptr);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QListView &m_list;
};

} // namespace console
