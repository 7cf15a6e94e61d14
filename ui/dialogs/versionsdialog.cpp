#include "dialogs/versionsdialog.h"

#include "theme/controls.h"
#include "theme/metrics.h"
#include "theme/timetext.h"

#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace dialogs
{

namespace
{
constexpr int listHeight = theme::space(70);
} // namespace

VersionsDialog::VersionsDialog(const base::Clock &clock, QWidget *parent)
    : CardDialog(parent)
    , m_clock(clock)
    , m_list(new QScrollArea(this))
    , m_retry(addButton(tr("Load again"), u"retryButton"_s))
{
    setObjectName(u"versionsDialog"_s);
    setHeading(tr("Earlier versions"));
    setText(tr("Loading…"));
    m_list->setObjectName(u"versionsList"_s);
    m_list->setAccessibleName(tr("Earlier versions"));
    m_list->setWidgetResizable(true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->hide();
    body().addWidget(m_list);
    connect(m_retry, &QPushButton::clicked, this, [this] {
        m_retry->hide();
        setText(tr("Loading…"));
        Q_EMIT retryRequested();
    });
    addRejectButton(tr("Close"), u"closeButton"_s)->setFocus();
    m_retry->hide(); // the box shows all its buttons when one is added
}

QWidget *VersionsDialog::entry(const domain::MessageVersion &version)
{
    const QDateTime now = QDateTime::fromMSecsSinceEpoch(m_clock.now().time_since_epoch().count());
    const QDateTime at = QDateTime::fromMSecsSinceEpoch(version.editedAt.time_since_epoch().count());
    auto *widget = new QWidget;
    auto *column = new QVBoxLayout(widget);
    column->setContentsMargins(0, theme::space(1), 0, theme::space(2));
    column->setSpacing(theme::space(1));
    const auto add = [&](const QString &name, const QString &text) {
        auto *label = new QLabel(widget);
        label->setObjectName(name);
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        label->setText(text);
        column->addWidget(label);
        return label;
    };
    add(u"versionText"_s, version.content);
    //: until when a message said so: %1 is a time, %2 who changed it
    QLabel *when =
        add(u"versionTime"_s,
            tr("Until %1, by %2").arg(theme::fullTime(at, now, locale()), isolated(version.editorId)));
    when->setFont(theme::scaled(font(), theme::TextScale::Meta));
    theme::setInk(*when, theme::Ink::Muted);
    return widget;
}

void VersionsDialog::setVersions(const std::vector<domain::MessageVersion> &versions)
{
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, theme::space(2), 0);
    column->setSpacing(theme::space(1));
    for (auto version = versions.rbegin(); version != versions.rend(); ++version)
        column->addWidget(entry(*version));
    column->addStretch(1);
    m_list->setWidget(content);
    m_list->setFixedHeight(std::min(listHeight, content->sizeHint().height() + theme::space(2)));
    m_list->setVisible(!versions.empty());
    m_retry->hide();
    setText(versions.empty() ? tr("There are none.") : QString());
}

void VersionsDialog::setProblem(const QString &sentence)
{
    m_retry->show();
    setText(sentence);
}

} // namespace dialogs
