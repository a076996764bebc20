package org.affidavit.index.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.affidavit.index.SearchResult.Mark;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.uhighlight.Passage;
import org.apache.lucene.search.uhighlight.PassageFormatter;
import org.apache.lucene.search.uhighlight.UnifiedHighlighter;

/// The text around what matched.
final class Snippets {
    private static final int CHARACTERS_MAX = 160;
    private static final int LEAD_CHARACTERS = 40;
    private static final int TEXT_CHARACTERS_MAX = 1_000_000;

    private final Query query;
    private final PassagesHighlighter highlighter;

    /// A stretch of text and where the matches lie in it.
    record Snippet(String text, List<Mark> marks) {}

    Snippets(IndexSearcher searcher, Query query) {
        this.query = query;
        this.highlighter =
                new PassagesHighlighter(
                        UnifiedHighlighter.builder(searcher, EvidenceAnalyzer.forText())
                                .withMaxLength(TEXT_CHARACTERS_MAX)
                                .withFormatter(new Marks()));
    }

    Snippet of(int document, String text) throws IOException {
        List<Mark> marks =
                narrowest(
                        highlighter.marks(query, document).stream().map(Mark.class::cast).toList());
        int start = marks.isEmpty() ? 0 : Math.max(0, marks.getFirst().from() - LEAD_CHARACTERS);
        int end = Math.min(text.length(), start + CHARACTERS_MAX);
        var shown = new ArrayList<Mark>();
        for (Mark mark : marks) {
            if (mark.to() <= end) {
                shown.add(new Mark(mark.from() - start, mark.to() - start));
            }
        }
        return new Snippet(text.substring(start, end).replaceAll("\\s", " "), shown);
    }

    /// A wildcard can match an identifier and the longer pieces around it: marks the identifier.
    private static List<Mark> narrowest(List<Mark> marks) {
        var apart = new ArrayList<Mark>();
        marks.stream()
                .sorted(
                        Comparator.comparingInt(Mark::to)
                                .thenComparing(Mark::from, Comparator.reverseOrder()))
                .filter(mark -> apart.isEmpty() || mark.from() >= apart.getLast().to())
                .forEachOrdered(apart::add);
        return apart;
    }

    /// Opens the door to formatted objects that Lucene keeps for subclasses.
    private static final class PassagesHighlighter extends UnifiedHighlighter {
        PassagesHighlighter(Builder builder) {
            super(builder);
        }

        List<?> marks(Query query, int document) throws IOException {
            Object[] found =
                    highlightFieldsAsObjects(
                                    new String[] {Schema.TEXT},
                                    query,
                                    new int[] {document},
                                    new int[] {1})
                            .getOrDefault(Schema.TEXT, new Object[0]);
            return found.length > 0 && found[0] instanceof List<?> marks ? marks : List.of();
        }
    }

    private static final class Marks extends PassageFormatter {
        @Override
        public Object format(Passage[] passages, String content) {
            var marks = new ArrayList<Mark>();
            for (Passage passage : passages) {
                for (int i = 0; i < passage.getNumMatches(); i++) {
                    marks.add(new Mark(passage.getMatchStarts()[i], passage.getMatchEnds()[i]));
                }
            }
            return marks;
        }
    }
}
