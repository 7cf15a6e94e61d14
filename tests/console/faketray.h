#pragma once

#include "views/tray.h"

#include <QStringList>

/// A tray that only remembers.
class FakeTray final : public views::Tray
{
public:
    explicit FakeTray(bool available)
        : m_available(available)
    {
    }
    bool isAvailable() const override { return m_available; }
    void show(QMenu *) override {}
    void setIcon(const QIcon &, const QString &text) override { toolTip = text; }
    void showMessage(const QString &title, const QString &text) override
    {
        told.append(title + QStringLiteral(": ") + text);
    }

    QString toolTip;
    QStringList told;

private:
    bool m_available;
};
