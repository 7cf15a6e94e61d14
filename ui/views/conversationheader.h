#pragma once

#include "client/sessionchange.h"
#include "domain/event.h"
#include "domain/sessionsummary.h"

#include <QWidget>

class QToolButton;

namespace views
{

class ElidedLabel;
class SessionMenu;
struct Badge;

/// Above a conversation: avatar, name, who is there or types, badges for what it is, and buttons to find
/// words in it and to change it.
class ConversationHeader final : public QWidget
{
    Q_OBJECT
public:
    explicit ConversationHeader(QWidget *parent = nullptr);

    void setSession(const domain::SessionSummary &summary);
    QString sessionName() const;
    const domain::SessionSummary &summary() const { return m_summary; }
    /// The console's own user does not count as somebody who is there.
    void setSelf(const QString &userId);
    void setOnline(const std::vector<domain::UserRef> &online);
    void setTyping(const QStringList &names);
    /// Without a connection nobody knows who is there, and nothing is said of it.
    void setConnected(bool connected);

Q_SIGNALS:
    void findRequested();
    void changeRequested(const client::SessionChange &change);
    void labelsRequested();

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void refresh();
    QString presence() const;
    QString assignment() const;
    QToolButton *button(const QString &name, const QString &icon, const QString &label);
    void placeButtons();
    int buttonsWidth() const;
    std::vector<Badge> badges() const;
    void paintBadges(QPainter &painter);
    int badgesWidth() const;

    domain::SessionSummary m_summary;
    QString m_self;
    QStringList m_online; ///< names of the others
    QStringList m_typing;
    bool m_connected = true;
    QToolButton *m_find;
    QToolButton *m_more;
    SessionMenu *m_menu;
    ElidedLabel *m_name;
    ElidedLabel *m_presence;
};

} // namespace views
