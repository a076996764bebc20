package org.affidavit.index.lucene;

import java.util.List;
import org.apache.lucene.analysis.Analyzer;

/// Splits text as people look for identifiers; no stemming and no stop words, because auditors look
/// for "not" and "all".
///
/// What is searched is cut in every way, what is looked for into words only.
final class EvidenceAnalyzer extends Analyzer {
    private final List<Cut> cuts;

    private EvidenceAnalyzer(List<Cut> cuts) {
        this.cuts = cuts;
    }

    static EvidenceAnalyzer forText() {
        return new EvidenceAnalyzer(List.of(Cut.values()));
    }

    static EvidenceAnalyzer forQueries() {
        return new EvidenceAnalyzer(List.of(Cut.WORD));
    }

    @Override
    protected TokenStreamComponents createComponents(String field) {
        return new TokenStreamComponents(new EvidenceTokenizer(cuts));
    }
}
