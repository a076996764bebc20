package org.affidavit.index.lucene;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.core.FlattenGraphFilter;
import org.apache.lucene.analysis.core.WhitespaceTokenizer;
import org.apache.lucene.analysis.miscellaneous.WordDelimiterGraphFilter;

/// Splits text as people look for identifiers: at white space and punctuation and where case
/// changes, folded to lower case; no stemming and no stop words, because auditors look for "not"
/// and "all".
///
/// When indexing, the whole run is kept beside its parts, so that wildcards can match across them.
final class EvidenceAnalyzer extends Analyzer {
    private static final int PARTS =
            WordDelimiterGraphFilter.GENERATE_WORD_PARTS
                    | WordDelimiterGraphFilter.GENERATE_NUMBER_PARTS
                    | WordDelimiterGraphFilter.SPLIT_ON_CASE_CHANGE;

    private final boolean keepWhole;

    private EvidenceAnalyzer(boolean keepWhole) {
        this.keepWhole = keepWhole;
    }

    static EvidenceAnalyzer forText() {
        return new EvidenceAnalyzer(true);
    }

    static EvidenceAnalyzer forQueries() {
        return new EvidenceAnalyzer(false);
    }

    @Override
    protected TokenStreamComponents createComponents(String field) {
        var words = new WhitespaceTokenizer();
        int flags = keepWhole ? PARTS | WordDelimiterGraphFilter.PRESERVE_ORIGINAL : PARTS;
        TokenStream parts = new WordDelimiterGraphFilter(words, flags, null);
        return new TokenStreamComponents(words, new LowerCaseFilter(new FlattenGraphFilter(parts)));
    }
}
