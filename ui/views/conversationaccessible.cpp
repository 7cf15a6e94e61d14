#include "views/conversationaccessible.h"

#include "views/conversationview.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QHash>

namespace views
{

namespace
{

/// One message. It knows only its row, so that it is right after every change of the model.
class MessageItem final : public QAccessibleInterface
{
public:
    MessageItem(ConversationView &view, int row)
        : m_view(&view)
        , m_row(row)
    {
    }

    bool isValid() const override { return m_view && m_row < m_view->model().rowCount(); }
    QObject *object() const override { return nullptr; }
    QWindow *window() const override { return m_view ? m_view->window()->windowHandle() : nullptr; }
    QAccessibleInterface *parent() const override { return QAccessible::queryAccessibleInterface(m_view); }
    QAccessibleInterface *child(int) const override { return nullptr; }
    QAccessibleInterface *childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface *) const override { return -1; }
    QAccessible::Role role() const override { return QAccessible::ListItem; }
    void setText(QAccessible::Text, const QString &) override {}

    QString text(QAccessible::Text kind) const override
    {
        return kind == QAccessible::Name && isValid() ? m_view->rowDescription(m_row) : QString();
    }
    QRect rect() const override
    {
        const QRect row = isValid() ? m_view->rowRect(m_row) : QRect();
        return row.isNull() ? row : row.translated(m_view->viewport()->mapToGlobal(QPoint()));
    }
    QAccessible::State state() const override
    {
        QAccessible::State state;
        state.focusable = true;
        state.readOnly = true;
        state.selectableText = true;
        state.focused = isValid() && m_view->hasFocus() && m_view->currentRow() == m_row;
        state.offscreen = rect().isNull();
        state.invalid = !isValid();
        return state;
    }
    int row() const { return m_row; }

private:
    QPointer<ConversationView> m_view;
    int m_row;
};

class ConversationList final : public QAccessibleWidget
{
public:
    explicit ConversationList(ConversationView &view)
        : QAccessibleWidget(&view, QAccessible::List)
        , m_view(view)
    {
    }
    ~ConversationList() override
    {
        for (const QAccessible::Id id : std::as_const(m_items))
            QAccessible::deleteAccessibleInterface(id);
    }

    int childCount() const override { return rows() + QAccessibleWidget::childCount(); }
    QAccessibleInterface *child(int index) const override
    {
        if (index < 0 || index >= rows())
            return QAccessibleWidget::child(index - rows());
        const auto known = m_items.constFind(index);
        if (known != m_items.cend())
            return QAccessible::accessibleInterface(*known);
        auto *item = new MessageItem(m_view, index);
        m_items.insert(index, QAccessible::registerAccessibleInterface(item));
        return item;
    }
    int indexOfChild(const QAccessibleInterface *child) const override
    {
        if (child && child->role() == QAccessible::ListItem && !child->object())
            return static_cast<const MessageItem *>(child)->row();
        const int other = QAccessibleWidget::indexOfChild(child);
        return other < 0 ? other : other + rows();
    }
    QAccessibleInterface *focusChild() const override
    {
        return m_view.hasFocus() && m_view.currentRow() >= 0 ? child(m_view.currentRow())
                                                             : QAccessibleWidget::focusChild();
    }

private:
    int rows() const { return m_view.model().rowCount(); }

    ConversationView &m_view;
    mutable QHash<int, QAccessible::Id> m_items;
};

QAccessibleInterface *makeInterface(const QString &, QObject *object)
{
    auto *view = qobject_cast<ConversationView *>(object);
    return view ? new ConversationList(*view) : nullptr;
}

} // namespace

void installConversationAccessible()
{
    static const bool once = [] {
        QAccessible::installFactory(makeInterface);
        return true;
    }();
    Q_UNUSED(once)
}

void tellCurrentRow(ConversationView &view, int row)
{
    if (!QAccessible::isActive())
        return;
    QAccessibleEvent event(&view, QAccessible::Focus);
    event.setChild(row);
    QAccessible::updateAccessibility(&event);
}

} // namespace views
