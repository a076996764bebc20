package org.affidavit.index.lucene;

import java.util.List;
import java.util.Optional;
import org.affidavit.index.query.Field;
import org.affidavit.index.query.Letters;
import org.affidavit.index.query.Query.All;
import org.affidavit.index.query.Query.And;
import org.affidavit.index.query.Query.During;
import org.affidavit.index.query.Query.Is;
import org.affidavit.index.query.Query.Not;
import org.affidavit.index.query.Query.Or;
import org.affidavit.index.query.Query.Phrase;
import org.affidavit.index.query.Query.Word;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.WildcardQuery;
import org.apache.lucene.util.QueryBuilder;

/// Says a query in Lucene's words.
final class LuceneQueries {
    private final QueryBuilder text = new QueryBuilder(EvidenceAnalyzer.forQueries());

    Query of(org.affidavit.index.query.Query query) {
        return switch (query) {
            case All _ -> MatchAllDocsQuery.INSTANCE;
            case And(var parts) -> all(parts);
            case Or(var parts) -> any(parts.stream().map(this::of).toList());
            case Not(var part) -> not(part);
            case Word(String word) ->
                    isPattern(word) ? pattern(Schema.TEXT, folded(word)) : phrase(word);
            case Phrase(String words) -> phrase(words);
            case Is(Field field, var values) ->
                    any(values.stream().map(value -> value(field, value)).toList());
            case During(var from, var to) ->
                    LongPoint.newRangeQuery(
                            Schema.TIME,
                            FrameDocuments.nanos(from),
                            before(FrameDocuments.nanos(to)));
        };
    }

    private static long before(long nanos) {
        return nanos == Long.MIN_VALUE || nanos == Long.MAX_VALUE ? nanos : nanos - 1;
    }

    private Query all(List<org.affidavit.index.query.Query> parts) {
        var all = new BooleanQuery.Builder();
        boolean positive = false;
        for (var part : parts) {
            boolean negated = part instanceof Not;
            positive |= !negated;
            all.add(
                    negated ? of(((Not) part).part()) : of(part),
                    negated ? Occur.MUST_NOT : Occur.MUST);
        }
        if (!positive) {
            all.add(MatchAllDocsQuery.INSTANCE, Occur.MUST);
        }
        return all.build();
    }

    private Query not(org.affidavit.index.query.Query part) {
        return new BooleanQuery.Builder()
                .add(MatchAllDocsQuery.INSTANCE, Occur.MUST)
                .add(of(part), Occur.MUST_NOT)
                .build();
    }

    private static Query any(List<Query> parts) {
        if (parts.size() == 1) {
            return parts.getFirst();
        }
        var any = new BooleanQuery.Builder();
        parts.forEach(part -> any.add(part, Occur.SHOULD));
        return any.build();
    }

    private Query phrase(String words) {
        return Optional.ofNullable(text.createPhraseQuery(Schema.TEXT, words))
                .orElseGet(() -> new MatchNoDocsQuery("no words in " + words));
    }

    private static Query value(Field field, String value) {
        String name = Schema.of(field);
        return isPattern(value)
                ? new ConstantScoreQuery(pattern(name, Schema.folded(value)))
                : new TermQuery(new Term(name, Schema.folded(value)));
    }

    private static String folded(String word) {
        return word.codePoints()
                .map(Letters::folded)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isPattern(String value) {
        return value.indexOf('*') >= 0 || value.indexOf('?') >= 0;
    }

    private static Query pattern(String field, String value) {
        String escaped = value.replace("\\", "\\\\");
        return new WildcardQuery(new Term(field, escaped));
    }
}
