#pragma once

#include <QPlainTextEdit>

namespace views
{

/// The composer's field: plain text only, as high as its text from one line to maxLines. Return sends,
/// Shift+Return breaks the line; while an input method composes, Return is the input method's.
class ComposerEdit final : public QPlainTextEdit
{
    Q_OBJECT
public:
    static constexpr int maxLines = 8;
    /// What is pasted beyond it is cut: far more than can be sent, and little enough to lay out at once.
    static constexpr qsizetype maxPasteLength = 64 * 1024;

    explicit ComposerEdit(QWidget *parent = nullptr);

    /// In place of setPlainText().
    void setText(const QString &text);

Q_SIGNALS:
    void submitted();
    void escaped();
    void arrowUpInEmpty();
    void pasteCut(); ///< at maxPasteLength; after what is left was inserted
    void focusChanged();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void inputMethodEvent(QInputMethodEvent *event) override;
    void insertFromMimeData(const QMimeData *source) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void adjustHeight();
    void chooseWrapping(const QString &added);
    void alignText();

    bool m_composing = false;
};

} // namespace views
