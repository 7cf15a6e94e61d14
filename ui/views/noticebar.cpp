#include "views/noticebar.h"

#include "theme/icons.h"
#include "theme/metrics.h"
#include "theme/theme.h"
#include "views/plaintext.h"
#include "views/strip.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace views
{

namespace
{

class Notice final : public Strip
{
public:
    Notice(const QString &sentence, QWidget *parent)
        : Strip(parent)
        , m_icon(new QLabel(this))
        , m_close(new QToolButton(this))
    {
        auto *label = plainLabel(u"noticeText"_s, this);
        label->setText(sentence);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        m_close->setObjectName(u"noticeClose"_s);
        m_close->setIcon(theme::icon(u"x"_s));
        m_close->setToolTip(NoticeBar::tr("Dismiss"));
        m_close->setAccessibleName(NoticeBar::tr("Dismiss"));
        row()->addWidget(m_icon);
        row()->addWidget(label, 1);
        row()->addWidget(m_close);
        connect(&theme::Theme::instance(), &theme::Theme::changed, this, &Notice::dress);
        dress();
    }
    QToolButton *closeButton() const { return m_close; }

private:
    void dress()
    {
        m_icon->setPixmap(
            theme::iconPixmap(u"info"_s, theme::tokens().accent, theme::iconSize, devicePixelRatioF()));
    }

    QLabel *m_icon;
    QToolButton *m_close;
};

} // namespace

NoticeBar::NoticeBar(QWidget *parent)
    : QWidget(parent)
    , m_column(new QVBoxLayout(this))
{
    setObjectName(u"noticeBar"_s);
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(1);
    hide();
}

void NoticeBar::showNotice(const QString &sentence)
{
    if (sentence.isEmpty() || m_notices.contains(sentence))
        return;
    auto *notice = new Notice(sentence, this);
    m_notices.insert(sentence, notice);
    m_column->addWidget(notice);
    notice->show();
    connect(notice->closeButton(), &QToolButton::clicked, this, [this, sentence] { dismiss(sentence); });
    show();
}

void NoticeBar::dismiss(const QString &sentence)
{
    QWidget *notice = m_notices.take(sentence);
    m_column->removeWidget(notice);
    notice->hide();
    notice->deleteLater();
    setVisible(!m_notices.isEmpty());
    Q_EMIT dismissed(sentence);
}

} // namespace views
