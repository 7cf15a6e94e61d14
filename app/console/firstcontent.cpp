#include "console/firstcontent.h"

#include "base/logging.h"

#include <QEvent>
#include <QListView>

namespace console
{

FirstContent::FirstContent(QListView &list, QObject *parent)
    : QObject(parent)
    , m_list(list)
{
    list.viewport()->installEventFilter(this);
}

bool FirstContent::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::Paint || m_list.model()->rowCount() == 0)
        return false;
    watched->removeEventFilter(this);
    // Queued: the painting is over then.
    QMetaObject::invokeMethod(
        this,
        [this] {
            qCDebug(base::logHost) << "The window shows its first" << m_list.model()->rowCount()
                                   << "sessions";
            deleteLater();
        },
        Qt::QueuedConnection);
    return false;
}

} // namespace console
