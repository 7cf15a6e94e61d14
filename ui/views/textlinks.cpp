#include "views/textlinks.h"

#include <QRegularExpression>

namespace views
{

namespace
{

constexpr qsizetype maxLinkLength = 2048;

/// `(see https://a.example/b).` ends before the bracket, `https://a.example/b_(c)` behind it.
qsizetype withoutPunctuation(QStringView address)
{
    qsizetype length = address.size();
    while (length > 0) {
        const QStringView kept = address.first(length);
        const QChar last = kept.back();
        const bool closes = last == u')' && kept.count(u')') > kept.count(u'(');
        if (!closes && !QStringView(u".,;:!?'\"]}*_~…»”’،؛؟").contains(last))
            break;
        --length;
    }
    return length;
}

} // namespace

std::vector<TextLink> findLinks(QStringView text)
{
    std::vector<TextLink> links;
    if (!text.contains(u"://"))
        return links;
    static const QRegularExpression address(QStringLiteral(R"(\bhttps?://[^\s<>"`\x{2028}]+)"),
                                            QRegularExpression::CaseInsensitiveOption |
                                                QRegularExpression::UseUnicodePropertiesOption);
    auto matches = address.globalMatch(text.toString());
    while (matches.hasNext()) {
        const QRegularExpressionMatch match = matches.next();
        const QStringView found = text.mid(match.capturedStart(), match.capturedLength());
        const qsizetype length = withoutPunctuation(found);
        const QUrl url(found.first(length).toString(), QUrl::StrictMode);
        if (length <= maxLinkLength && url.isValid() && !url.host().isEmpty())
            links.push_back({match.capturedStart(), length, url});
    }
    return links;
}

} // namespace views
