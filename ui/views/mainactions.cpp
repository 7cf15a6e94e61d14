#include "views/mainactions.h"

#include "theme/icons.h"

#include <QAction>
#include <QActionGroup>
#include <QMenu>
#include <QWidget>

using namespace Qt::StringLiterals;

namespace views
{

MainActions::MainActions(QWidget *window)
    : QObject(window)
    , menu(new QMenu(window))
    , m_window(window)
    , m_looks(new QActionGroup(this))
{
    menu->setObjectName(u"mainMenu"_s);
    openPage = make(u"openPage"_s, u"external-link"_s, tr("Open the customer page"), {Qt::CTRL | Qt::Key_O});
    copyPage = make(u"copyPage"_s, u"copy"_s, tr("Copy the customer page's address"));
    menu->addSeparator();
    nextSession = make(u"nextSession"_s, {}, tr("Next session"), {Qt::ALT | Qt::Key_Down});
    previousSession = make(u"previousSession"_s, {}, tr("Previous session"), {Qt::ALT | Qt::Key_Up});
    nextUnread = make(u"nextUnread"_s, {}, tr("Next unread session"), {Qt::CTRL | Qt::Key_J});
    find = make(u"find"_s, u"search"_s, tr("Find sessions and messages"), {Qt::CTRL | Qt::Key_K});
    findHere = make(u"findHere"_s, {}, tr("Find in this conversation"), {QKeySequence::Find});
    menu->addSeparator();
    serverPanel = make(u"showServerPanel"_s, u"server"_s, tr("Server panel"), {Qt::Key_F9});
    serverPanel->setCheckable(true);
    addLooks();
    compact = make(u"compactList"_s, {}, tr("Compact list"));
    compact->setCheckable(true);
    sound = make(u"sound"_s, {}, tr("Sound for new messages"));
    sound->setCheckable(true);
    sound->setChecked(true);
    menu->addSeparator();
    signIn = make(u"signIn"_s, u"log-in"_s, tr("Join a server…"));
    about = make(u"about"_s, u"info"_s, tr("About UltraCom"));
    quit = make(u"quit"_s, {}, tr("Quit"), {QKeySequence::Quit});
    quit->setMenuRole(QAction::QuitRole);
    about->setMenuRole(QAction::AboutRole);
}

QAction *MainActions::make(const QString &objectName, const QString &icon, const QString &text,
                           const QList<QKeySequence> &keys)
{
    auto *action = new QAction(text, this);
    action->setObjectName(objectName);
    if (!icon.isEmpty())
        action->setIcon(theme::icon(icon));
    action->setShortcuts(keys);
    m_window->addAction(action);
    menu->addAction(action);
    return action;
}

void MainActions::addLooks()
{
    QMenu *looks = menu->addMenu(theme::icon(u"moon"_s), tr("Look"));
    const auto add = [this, looks](const QString &name, const QString &text, theme::Choice choice) {
        QAction *action = looks->addAction(text);
        action->setObjectName(name);
        action->setCheckable(true);
        action->setData(int(choice));
        m_looks->addAction(action);
    };
    add(u"lookSystem"_s, tr("As the system"), theme::Choice::System);
    add(u"lookLight"_s, tr("Light"), theme::Choice::Light);
    add(u"lookDark"_s, tr("Dark"), theme::Choice::Dark);
    connect(m_looks, &QActionGroup::triggered, this,
            [this](QAction *action) { Q_EMIT lookChosen(theme::Choice(action->data().toInt())); });
}

void MainActions::setLook(theme::Choice choice)
{
    for (QAction *action : m_looks->actions())
        action->setChecked(action->data().toInt() == int(choice));
}

theme::Choice MainActions::look() const
{
    const QAction *chosen = m_looks->checkedAction();
    return chosen ? theme::Choice(chosen->data().toInt()) : theme::Choice::System;
}

void MainActions::setServerPanelAvailable(bool available)
{
    serverPanel->setVisible(available);
    serverPanel->setEnabled(available);
    if (!available)
        serverPanel->setChecked(false);
}

} // namespace views
