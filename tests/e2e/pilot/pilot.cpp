// Sits in a program of ours, unchanged, as a plugin that Qt loads by QT_QPA_GENERIC_PLUGINS, and does there
// what a person does: presses keys and buttons of the window that has the keyboard, and tells what is to be
// seen, as a screen reader would. Commands come by standard input, answers go by standard output behind the
// word `pilot`, one JSON object a line each. See ../lib/console.mjs.

#include <QAbstractItemView>
#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QGenericPlugin>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSocketNotifier>
#include <QTest>
#include <QWidget>
#include <QWindow>

#include <cstdio>

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace
{

QWidget *visibleWidget(const QString &name)
{
    const QWidgetList widgets = QApplication::allWidgets();
    for (QWidget *widget : widgets) {
        if (widget->objectName() == name && widget->isVisible())
            return widget;
    }
    return nullptr;
}

/// The names of what a list that is no item view holds.
QJsonArray spokenRows(QWidget &widget)
{
    QJsonArray rows;
    QAccessibleInterface *list = QAccessible::queryAccessibleInterface(&widget);
    for (int i = 0; list && i < list->childCount(); ++i) {
        const QAccessibleInterface *item = list->child(i);
        if (item && item->role() == QAccessible::ListItem)
            rows.append(item->text(QAccessible::Name));
    }
    return rows;
}

QJsonArray items(const QAbstractItemView &view)
{
    QJsonArray texts;
    for (int row = 0; row < view.model()->rowCount(); ++row)
        texts.append(view.model()->index(row, 0).data(Qt::AccessibleTextRole).toString());
    return texts;
}

QString textOf(const QWidget &widget)
{
    for (const char *name : {"text", "plainText"}) {
        if (const QVariant text = widget.property(name); text.isValid())
            return text.toString();
    }
    return widget.accessibleName();
}

/// All that is on the screen, by the names of the widgets.
QJsonObject see()
{
    QJsonObject texts;
    QJsonObject lists;
    const QWidgetList widgets = QApplication::allWidgets();
    for (QWidget *widget : widgets) {
        const QString name = widget->objectName();
        if (name.isEmpty() || name.startsWith("qt_"_L1) || !widget->isVisible())
            continue;
        if (const auto *view = qobject_cast<QAbstractItemView *>(widget))
            lists.insert(name, items(*view));
        else if (const QJsonArray rows = spokenRows(*widget); !rows.isEmpty())
            lists.insert(name, rows);
        else
            texts.insert(name, textOf(*widget));
    }
    QJsonArray loose; // labels without a name of their own
    for (const QWidget *widget : widgets) {
        if (widget->inherits("QLabel") && widget->isVisible() && !textOf(*widget).isEmpty())
            loose.append(textOf(*widget));
    }
    const QWidget *focus = QApplication::focusWidget();
    const QWidget *window = visibleWidget(u"mainWindow"_s);
    return {{u"texts"_s, texts},
            {u"lists"_s, lists},
            {u"labels"_s, loose},
            {u"focus"_s, focus ? focus->objectName() : QString()},
            {u"minimised"_s, window && window->isMinimized()}};
}

QString clickAt(QWidget &widget, const QPoint &point)
{
    QWidget *window = widget.window();
    if (!window->windowHandle() || window->isMinimized())
        return u"the window of %1 is not on the screen"_s.arg(widget.objectName());
    QTest::mouseClick(window->windowHandle(), Qt::LeftButton, {}, widget.mapTo(window, point));
    return {};
}

QString click(const QString &name)
{
    QWidget *widget = visibleWidget(name);
    if (!widget)
        return u"nothing visible is called %1"_s.arg(name);
    if (!widget->isEnabled())
        return u"%1 is off"_s.arg(name);
    return clickAt(*widget, widget->rect().center());
}

QString clickItem(const QString &name, const QString &text)
{
    auto *view = qobject_cast<QAbstractItemView *>(visibleWidget(name));
    if (!view)
        return u"no visible list is called %1"_s.arg(name);
    const QModelIndexList found =
        view->model()->match(view->model()->index(0, 0), Qt::AccessibleTextRole, text, 1, Qt::MatchContains);
    if (found.isEmpty())
        return u"%1 lists nothing with '%2'"_s.arg(name, text);
    view->scrollTo(found.first());
    return clickAt(*view->viewport(), view->visualRect(found.first()).center());
}

QString type(const QString &text)
{
    for (const QChar sign : text) {
        QWindow *window = QGuiApplication::focusWindow();
        if (!window)
            return u"no window has the keyboard"_s;
        const Qt::Key key = sign.unicode() < 128 ? QTest::asciiToKey(sign.toLatin1()) : Qt::Key_unknown;
        QTest::sendKeyEvent(QTest::Click, window, key, QString(sign), Qt::NoModifier);
    }
    return {};
}

QString press(const QString &keys)
{
    QWindow *window = QGuiApplication::focusWindow();
    if (!window)
        return u"no window has the keyboard"_s;
    const QKeyCombination key = QKeySequence(keys, QKeySequence::PortableText)[0];
    if (key.key() == Qt::Key_unknown)
        return u"there is no key '%1'"_s.arg(keys);
    QTest::keyClick(window, key.key(), key.keyboardModifiers());
    return {};
}

QString paste(const QString &text)
{
    QGuiApplication::clipboard()->setText(text);
    return press(u"Ctrl+V"_s);
}

QString minimise(const QString &name)
{
    QWidget *widget = visibleWidget(name);
    if (!widget)
        return u"nothing visible is called %1"_s.arg(name);
    widget->window()->showMinimized();
    return {};
}

QString resize(const QString &name, const QSize &size)
{
    QWidget *widget = visibleWidget(name);
    if (!widget)
        return u"nothing visible is called %1"_s.arg(name);
    widget->window()->resize(size);
    return {};
}

QString grab(const QString &name, const QString &file)
{
    QWidget *widget = visibleWidget(name);
    return widget && widget->grab().save(file) ? QString() : u"%1 is not written to %2"_s.arg(name, file);
}

class Pilot final : public QObject
{
public:
    explicit Pilot(QObject *parent)
        : QObject(parent)
        , m_input(STDIN_FILENO, QSocketNotifier::Read)
    {
        connect(&m_input, &QSocketNotifier::activated, this, &Pilot::read);
    }

private:
    void read()
    {
        char buffer[16 * 1024];
        const ssize_t count = ::read(STDIN_FILENO, buffer, sizeof buffer);
        if (count <= 0)
            return m_input.setEnabled(false);
        m_waiting.append(buffer, qsizetype(count));
        while (!m_busy && m_waiting.contains('\n')) { // keys make events be processed: not within each other
            const qsizetype end = m_waiting.indexOf('\n');
            const QByteArray line = m_waiting.left(end);
            m_waiting.remove(0, end + 1);
            m_busy = true;
            answer(QJsonDocument::fromJson(line).object());
            m_busy = false;
        }
    }

    static void answer(const QJsonObject &command)
    {
        const auto value = [&command](QLatin1StringView name) { return command.value(name).toString(); };
        const QString what = value("do"_L1);
        QJsonObject answer;
        QString problem;
        if (what == u"see")
            answer = see();
        else if (what == u"click")
            problem = click(value("name"_L1));
        else if (what == u"clickItem")
            problem = clickItem(value("name"_L1), value("text"_L1));
        else if (what == u"type")
            problem = type(value("text"_L1));
        else if (what == u"press")
            problem = press(value("keys"_L1));
        else if (what == u"paste")
            problem = paste(value("text"_L1));
        else if (what == u"minimise")
            problem = minimise(value("name"_L1));
        else if (what == u"resize")
            problem = resize(value("name"_L1),
                             {command.value("width"_L1).toInt(), command.value("height"_L1).toInt()});
        else if (what == u"grab")
            problem = grab(value("name"_L1), value("file"_L1));
        else
            problem = u"unknown command '%1'"_s.arg(what);
        answer.insert(u"id"_s, command.value("id"_L1));
        if (!problem.isEmpty())
            answer.insert(u"problem"_s, problem);
        const QByteArray line = "pilot " + QJsonDocument(answer).toJson(QJsonDocument::Compact) + '\n';
        std::fwrite(line.constData(), 1, size_t(line.size()), stdout);
        std::fflush(stdout);
    }

    QSocketNotifier m_input;
    QByteArray m_waiting;
    bool m_busy = false;
};

} // namespace

class PilotPlugin final : public QGenericPlugin
{
    Q_OBJECT
    Q_PLUGIN_METADATA(IID QGenericPluginFactoryInterface_iid FILE "pilot.json")
public:
    QObject *create(const QString &, const QString &) override { return new Pilot(nullptr); }
};

#include "pilot.moc"
