#pragma once

#include <QUrl>
#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;

namespace views
{

/// What a place shows while there is nothing in it: an icon, one sentence, one action; with an address to
/// open and to copy where that is the thing to do.
class EmptyState final : public QWidget
{
    Q_OBJECT
public:
    explicit EmptyState(const QString &iconName, QWidget *parent = nullptr);

    void setSentence(const QString &sentence);
    /// Empty: no button.
    void setAction(const QString &text);
    /// Shown above the action, beside which it can be copied then. An empty one: neither.
    void setAddress(const QUrl &address);

Q_SIGNALS:
    void actionRequested();
    void copyRequested();

protected:
    void changeEvent(QEvent *event) override;

private:
    void dress();

    QString m_iconName;
    QLabel *m_icon;
    QLabel *m_sentence;
    QLineEdit *m_address;
    QPushButton *m_action;
    QPushButton *m_copy;
};

} // namespace views
