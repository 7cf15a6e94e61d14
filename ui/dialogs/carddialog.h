#pragma once

#include <QDialog>

class QBoxLayout;
class QDialogButtonBox;
class QLabel;
class QPushButton;

namespace dialogs
{

/// What every dialog of ours looks like: a heading, a text, what the dialog adds, and buttons that say what
/// they do. To be shown with open(), which does not block. Escape is reject().
class CardDialog : public QDialog
{
    Q_OBJECT
public:
    explicit CardDialog(QWidget *parent = nullptr);

protected:
    void setHeading(const QString &heading); ///< the window's title too
    void setText(const QString &text);       ///< plain
    /// Between the text and the buttons.
    QBoxLayout &body() { return *m_body; }
    /// A line of plain text in the body, hidden while it is empty.
    QLabel *addLine(const QString &objectName);
    void setLine(QLabel &line, const QString &text);
    /// Keeps an address, a path or a name in one piece within a sentence that reads the other way.
    static QString isolated(const QString &text);

    QPushButton *addPrimaryButton(const QString &text, const QString &objectName);
    QPushButton *addButton(const QString &text, const QString &objectName);
    QPushButton *addRejectButton(const QString &text, const QString &objectName);

    void showEvent(QShowEvent *event) override;

private:
    void fitHeight();

    QLabel *m_heading;
    QLabel *m_text;
    QBoxLayout *m_body;
    QDialogButtonBox *m_buttons;
};

} // namespace dialogs
