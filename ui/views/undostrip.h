#pragma once

#include "views/strip.h"

class QLabel;
class QPushButton;

namespace views
{

/// Says for a moment that messages were deleted, and takes it back.
class UndoStrip final : public Strip
{
    Q_OBJECT
public:
    explicit UndoStrip(QWidget *parent = nullptr);

    /// How many deletions can be taken back; 0 hides it.
    void setCount(int count);

Q_SIGNALS:
    void undoRequested();

private:
    QLabel *m_sentence;
    QPushButton *m_undo;
};

} // namespace views
