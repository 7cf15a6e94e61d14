#pragma once

#include <QStringView>
#include <QUrl>

#include <vector>

namespace views
{

struct TextLink {
    qsizetype start = 0;
    qsizetype length = 0;
    QUrl url;
};

/// The web addresses in \a text, in order: `http://` and `https://` with a host, nothing else. What closes a
/// sentence or a bracket around an address is not of it. Pure.
std::vector<TextLink> findLinks(QStringView text);

} // namespace views
