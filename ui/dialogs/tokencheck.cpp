#include "dialogs/tokencheck.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUrl>
#include <QUrlQuery>

namespace dialogs
{

namespace
{

struct TokenCheck {
    Q_DECLARE_TR_FUNCTIONS(dialogs::TokenCheck)
};

TokenFacts problem(const QString &sentence)
{
    TokenFacts facts;
    facts.problem = sentence;
    return facts;
}

/// What was copied with the token: blanks and line breaks of a terminal, a whole link.
QByteArray tokenIn(const QString &text)
{
    QString token = text;
    token.remove(QChar(u'"'));
    token = token.simplified().remove(u' ');
    if (token.contains(u"token="))
        token = QUrlQuery(QUrl(token).fragment()).queryItemValue(QStringLiteral("token"));
    return token.toLatin1();
}

QJsonObject claimsOf(const QByteArray &token)
{
    const QByteArrayList parts = token.split('.');
    if (parts.size() != 3)
        return {};
    constexpr auto form = QByteArray::Base64UrlEncoding | QByteArray::AbortOnBase64DecodingErrors;
    const auto payload = QByteArray::fromBase64Encoding(parts[1], form);
    return payload ? QJsonDocument::fromJson(payload.decoded).object() : QJsonObject();
}

} // namespace

TokenFacts inspectToken(const QString &text, base::Timestamp now)
{
    const QByteArray token = tokenIn(text);
    const QJsonObject claims = claimsOf(token);
    const QString sub = claims.value(QLatin1StringView("sub")).toString();
    const auto role = domain::roleFromString(claims.value(QLatin1StringView("role")).toString());
    const QJsonValue expiry = claims.value(QLatin1StringView("exp"));
    if (sub.isEmpty() || !role || !expiry.isDouble())
        return problem(TokenCheck::tr("That is no token. A token has three parts with a dot between them; "
                                      "copy all of it."));
    TokenFacts facts;
    const QString name = claims.value(QLatin1StringView("name")).toString();
    facts.name = name.isEmpty() ? sub : name;
    facts.role = *role;
    facts.expiresAt = base::Timestamp(std::chrono::seconds(expiry.toInteger()));
    if (*role == domain::Role::Client || *role == domain::Role::Reader)
        facts.problem =
            TokenCheck::tr("This is a customer's token. The console needs one for a technician or "
                           "an admin.");
    else if (facts.expiresAt <= now)
        facts.problem = TokenCheck::tr("This token has expired. Ask for a fresh one.");
    else
        facts.token = token;
    return facts;
}

QString roleText(domain::Role role)
{
    switch (role) {
    case domain::Role::Client:
        return TokenCheck::tr("customer");
    case domain::Role::Reader:
        return TokenCheck::tr("reader");
    case domain::Role::Technician:
        return TokenCheck::tr("technician");
    case domain::Role::Admin:
        return TokenCheck::tr("admin");
    case domain::Role::SuperAdmin:
        return TokenCheck::tr("head admin");
    }
    return {};
}

} // namespace dialogs
