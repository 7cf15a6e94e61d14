#include "store/searchterms.h"

#include "store/search.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace
{

std::vector<store::SearchTerm> termsOf(const QString &query)
{
    return store::parseSearch(query).value_or(std::vector<store::SearchTerm>());
}

/// The terms of a query in short: `a b` a phrase, `b*` a word that may go on.
QStringList shown(const QString &query)
{
    QStringList result;
    for (const store::SearchTerm &term : termsOf(query))
        result << term.words.join(u' ') + (term.prefix ? u"*"_s : QString());
    return result;
}

/// The parts of \a text that \a query finds.
QStringList marked(const QString &text, const QString &query)
{
    QStringList result;
    if (const auto match = store::matchTerms(text, termsOf(query))) {
        for (const domain::TextRange &range : match->ranges)
            result << text.sliced(range.start, range.length);
    }
    return result;
}

double relevance(const QString &text, const QString &query)
{
    const auto match = store::matchTerms(text, termsOf(query));
    return match ? match->relevance : 0;
}

} // namespace

/// How texts and queries become words, and how they fit.
class TestSearchTerms : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void folds_data();
    void folds();
    void parses_data();
    void parses();
    void refusesTooManyTerms();
    void matches_data();
    void matches();
    void ranks();
    void excerpt_data();
    void excerpt();
    void excerptShowsMostOfWhatWasFound();
};

void TestSearchTerms::folds_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("words");
    QTest::newRow("nothing") << u""_s << u""_s;
    QTest::newRow("letters and digits") << u"Hello, World 42!"_s << u"hello world 42"_s;
    QTest::newRow("Albanian") << u"Përshëndetje! Çdo gjë NË rregull."_s
                              << u"pershendetje cdo gje ne rregull"_s;
    QTest::newRow("composed of two") << u"Pe\u0308rshe\u0308ndetje"_s << u"pershendetje"_s;
    QTest::newRow("letters without decomposition") << u"Łódź Ørsted Straße ĐURĐEVAK Æsir İstanbul ısı"_s
                                                   << u"lodz orsted strasse durdevak aesir istanbul isi"_s;
    QTest::newRow("Greek") << u"Ὀδυσσεύς"_s << u"οδυσσευσ"_s;
    QTest::newRow("Cyrillic") << u"ЁЖИК Й"_s << u"ежик и"_s;
    QTest::newRow("Arabic") << u"مَرْحَبًا بِكُمْ فِي الْمَدْرَسَةِ أهلاً"_s << u"مرحبا بكم في المدرسه اهلا"_s;
    QTest::newRow("Arabic, drawn long") << u"شـــكراً"_s << u"شكرا"_s;
    QTest::newRow("Hebrew with points") << u"שָׁלוֹם"_s << u"שלום"_s;
    QTest::newRow("digits of other scripts") << u"٤٢ ४२ ４２"_s << u"42 42 42"_s;
    QTest::newRow("full width, ligatures") << u"ＡＢＣ ﬁne"_s << u"abc fine"_s;
    QTest::newRow("Han, character by character") << u"打印机坏了"_s << u"打 印 机 坏 了"_s;
    QTest::newRow("Han after Latin") << u"iPhone手机"_s << u"iphone 手 机"_s;
    QTest::newRow("kana with voicing") << u"プリンタ"_s << u"フ\u309a リ ン タ"_s;
    QTest::newRow("Thai") << u"สวัสดี"_s << u"ส วั ส ดี"_s;
    QTest::newRow("Devanagari keeps its vowels") << u"हिन्दी"_s << u"हिन्दी"_s;
    QTest::newRow("signs part words") << u"e-mail: a.b@c_d"_s << u"e mail a b c d"_s;
    QTest::newRow("emoji") << u"👍🏽 ok ❤️"_s << u"ok"_s;
    QTest::newRow("joiners and soft hyphens") << u"co\u00adop\u200bera\u200dte"_s << u"cooperate"_s;
    QTest::newRow("beyond the first plane") << u"𝐇𝐢 𠀋"_s << u"hi 𠀋"_s;
    QTest::newRow("half a pair") << QString(u"a"_s + QChar(0xd83d) + u"b"_s) << u"a b"_s;
    QTest::newRow("cut off") << QString(100, u'x') << QString(64, u'x');
}

void TestSearchTerms::folds()
{
    QFETCH(QString, text);
    QFETCH(QString, words);
    QCOMPARE(store::searchWords(text), words);
    for (const store::SearchToken &token : store::searchTokens(text)) {
        QVERIFY(token.start >= 0 && token.length > 0 && token.start + token.length <= text.size());
        QVERIFY(!token.word.isEmpty() && !token.word.contains(u' '));
    }
}

void TestSearchTerms::parses_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QStringList>("terms");
    QTest::newRow("words") << u"sensori  Gamma "_s << QStringList{u"sensori*"_s, u"gamma*"_s};
    QTest::newRow("one letter") << u"a bc"_s << QStringList{u"a"_s, u"bc*"_s};
    QTest::newRow("a phrase") << u"\"sensori Gamma\" ok"_s << QStringList{u"sensori gamma"_s, u"ok*"_s};
    QTest::newRow("typographic quotes") << u"„sensori Gamma“"_s << QStringList{u"sensori gamma"_s};
    QTest::newRow("a phrase being typed") << u"x \"sensori Gam"_s << QStringList{u"x"_s, u"sensori gam*"_s};
    QTest::newRow("signs within") << u"e-mail foo.bar/baz"_s << QStringList{u"e mail*"_s, u"foo bar baz*"_s};
    QTest::newRow("Han") << u"打印机"_s << QStringList{u"打 印 机"_s};
    QTest::newRow("twice") << u"ab AB äb"_s << QStringList{u"ab*"_s};
    // Rainy
    QTest::newRow("nothing") << u""_s << QStringList{};
    QTest::newRow("only signs") << u"\"'*()-:^+{}~ \"\" ; --"_s << QStringList{};
    QTest::newRow("syntax of SQLite")
        << u"NEAR(a b) words:x OR NOT ^y*"_s
        << QStringList{u"near a"_s, u"b"_s, u"words x"_s, u"or*"_s, u"not*"_s, u"y"_s};
    QTest::newRow("syntax of PostgreSQL") << u"a&b | !c:* <-> 'd'"_s << QStringList{u"a b"_s, u"c"_s, u"d"_s};
    QTest::newRow("syntax of SQL") << u"'); DROP TABLE x; --"_s
                                   << QStringList{u"drop*"_s, u"table*"_s, u"x"_s};
}

void TestSearchTerms::parses()
{
    QFETCH(QString, query);
    QFETCH(QStringList, terms);
    QCOMPARE(shown(query), terms);
}

void TestSearchTerms::refusesTooManyTerms()
{
    QStringList words;
    for (int i = 0; i < store::maxSearchTerms; ++i)
        words << u"w%1"_s.arg(i);
    QVERIFY(store::parseSearch(words.join(u' ')));
    words << u"more"_s;
    const auto refused = store::parseSearch(words.join(u' '));
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, base::ErrorKind::BadRequest);
    QCOMPARE(refused.error().field, u"q"_s);
}

void TestSearchTerms::matches_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("query");
    QTest::addColumn<QStringList>("found");
    QTest::newRow("a word") << u"Sensori u rregullua."_s << u"sensori"_s << QStringList{u"Sensori"_s};
    QTest::newRow("folded") << u"Përshëndetje!"_s << u"pershendetje"_s << QStringList{u"Përshëndetje"_s};
    QTest::newRow("folded the other way")
        << u"pershendetje"_s << u"PËRSHË"_s << QStringList{u"pershendetje"_s};
    QTest::newRow("composed of two") << u"Pe\u0308r shume"_s << u"per"_s << QStringList{u"Pe\u0308r"_s};
    QTest::newRow("beginnings") << u"printer printers print"_s << u"printe"_s
                                << QStringList{u"printer"_s, u"printers"_s};
    QTest::newRow("all words, in any order")
        << u"gamma dhe sensori"_s << u"sens gam"_s << QStringList{u"gamma"_s, u"sensori"_s};
    QTest::newRow("a phrase") << u"sensori Gamma, Gamma sensori"_s << u"\"sensori gamma\""_s
                              << QStringList{u"sensori Gamma"_s};
    QTest::newRow("phrases that overlap") << u"a b a b a"_s << u"\"a b a\""_s << QStringList{u"a b a b a"_s};
    QTest::newRow("within Han") << u"我的打印机坏了"_s << u"打印"_s << QStringList{u"打印"_s};
    QTest::newRow("Arabic") << u"أهلاً بكم"_s << u"اهلا"_s << QStringList{u"أهلاً"_s};
    // Rainy
    QTest::newRow("not within words") << u"printer"_s << u"rinter"_s << QStringList{};
    QTest::newRow("a word is missing") << u"sensori"_s << u"sensori gamma"_s << QStringList{};
    QTest::newRow("a phrase the other way round")
        << u"gamma sensori"_s << u"\"sensori gamma\""_s << QStringList{};
    QTest::newRow("a phrase ends where it is closed")
        << u"sensori gammat"_s << u"\"sensori gamma\""_s << QStringList{};
    QTest::newRow("a single letter only by itself") << u"abc"_s << u"a"_s << QStringList{};
}

void TestSearchTerms::matches()
{
    QFETCH(QString, text);
    QFETCH(QString, query);
    QFETCH(QStringList, found);
    QCOMPARE(marked(text, query), found);
}

void TestSearchTerms::ranks()
{
    const QString once = u"the printer does not print what I want it to print at all today"_s;
    QVERIFY(relevance(u"printer printer"_s, u"printer"_s) > relevance(u"printer paper"_s, u"printer"_s));
    QVERIFY(relevance(u"printer"_s, u"printer"_s) > relevance(once, u"printer"_s));
    QVERIFY(relevance(u"printer"_s, u"printer"_s) > relevance(u"printers"_s, u"printer"_s));
    QVERIFY(relevance(once, u"printer today"_s) > relevance(once, u"printer"_s));
    QCOMPARE(relevance(once, u"nothing"_s), 0.0);
}

void TestSearchTerms::excerpt_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("query");
    QTest::newRow("short") << u"Sensori Gamma"_s << u"gamma"_s;
    QTest::newRow("at the end") << QString(u"fjalë "_s.repeated(200) + u"gamma"_s) << u"gamma"_s;
    QTest::newRow("at the start") << QString(u"gamma "_s + u"fjalë "_s.repeated(200)) << u"gamma"_s;
    QTest::newRow("in the middle") << QString(u"fjalë "_s.repeated(200) + u"gamma "_s +
                                              u"fjalë "_s.repeated(200))
                                   << u"gamma"_s;
    QTest::newRow("without a blank") << QString(u"x"_s.repeated(300) + u"-gamma-"_s + u"y"_s.repeated(300))
                                     << u"gamma"_s;
    QTest::newRow("among pairs") << QString(u"🚀"_s.repeated(301) + u"gamma"_s + u"🚀"_s.repeated(301))
                                 << u"gamma"_s;
    QTest::newRow("among pairs, odd")
        << QString(u"x"_s + u"🚀"_s.repeated(301) + u"gamma"_s + u"🚀"_s.repeated(301)) << u"gamma"_s;
    QTest::newRow("lines") << u"one\ntwo\r\n\tgamma\u2028end"_s << u"gamma"_s;
    QTest::newRow("a phrase longer than an excerpt") << QString(u"gamma "_s.repeated(100)) << u"gamma"_s;
    QTest::newRow("a very long word") << QString(u"gamma"_s + u"x"_s.repeated(1000)) << u"gamma"_s;
}

void TestSearchTerms::excerpt()
{
    QFETCH(QString, text);
    QFETCH(QString, query);
    domain::SearchHit hit;
    hit.message.content = text;
    const auto match = store::matchTerms(text, termsOf(query));
    QVERIFY(match);
    store::fillExcerpt(hit, match->ranges);
    QVERIFY(hit.excerpt.size() <= store::maxSearchExcerpt + 2);
    QVERIFY2(hit.excerpt.isValidUtf16(), "a pair was cut");
    QVERIFY(!hit.excerpt.contains(u'\n') && !hit.excerpt.contains(u'\t'));
    QCOMPARE(hit.excerpt.size() < text.size() - 1 || hit.excerpt.startsWith(u'…') ||
                 hit.excerpt.endsWith(u'…'),
             text.size() > store::maxSearchExcerpt);
    QVERIFY(!hit.highlights.empty());
    for (const domain::TextRange &range : hit.highlights) {
        QVERIFY(range.start >= 0 && range.start + range.length <= hit.excerpt.size());
        QVERIFY(hit.excerpt.sliced(range.start, range.length).startsWith(u"gamma"_s, Qt::CaseInsensitive));
    }
}

void TestSearchTerms::excerptShowsMostOfWhatWasFound()
{
    const QString filler = u"fjalë "_s.repeated(100);
    domain::SearchHit hit;
    hit.message.content = u"gamma "_s + filler + u"gamma sensori beta "_s + filler;
    const auto match = store::matchTerms(hit.message.content, termsOf(u"gamma sensori beta"_s));
    QVERIFY(match);
    store::fillExcerpt(hit, match->ranges);
    QVERIFY2(hit.excerpt.contains(u"gamma sensori beta"_s), qUtf8Printable(hit.excerpt));
    QCOMPARE(hit.highlights.size(), size_t(3));
    QVERIFY(hit.excerpt.startsWith(u'…') && hit.excerpt.endsWith(u'…'));
}

QTEST_APPLESS_MAIN(TestSearchTerms)
#include "tst_searchterms.moc"
