package org.affidavit.gateway.masking;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.affidavit.gateway.policy.MaskingRule.Detector;

/// Recognises values by what they look like, in time linear in the text's length: every look back
/// or ahead is bounded by what such a value can be long, or is not made twice.
final class Detectors {
    /// What is digits alone, and so may be stored as a number.
    static final Set<Detector> NUMBERS = Set.of(Detector.CARD, Detector.DE_TAX_ID, Detector.FR_NIR);

    private Detectors() {}

    /// What is found, in order, without overlaps: of two that overlap the one that begins first
    /// stays, and reaches to the end of both. A text with escapes is searched as it stands and as
    /// whoever resolves them reads it.
    static List<Span> find(String text, Set<Detector> wanted) {
        List<Span> found = new Scan(Folding.fold(text), wanted).run();
        if (Unescaped.hasEscapes(text)) {
            var read = Unescaped.of(text);
            new Scan(Folding.fold(read.text()), wanted)
                    .run()
                    .forEach(span -> found.add(read.origin(span)));
        }
        return found.size() < 2 ? found : merged(found);
    }

    private static List<Span> merged(List<Span> found) {
        found.sort(
                Comparator.comparingInt(Span::from)
                        .thenComparing(Comparator.comparingInt(Span::to).reversed()));
        List<Span> merged = new ArrayList<>();
        for (Span span : found) {
            if (merged.isEmpty() || merged.getLast().to() <= span.from()) {
                merged.add(span);
            } else if (merged.getLast().to() < span.to()) {
                Span last = merged.removeLast();
                merged.add(new Span(last.from(), span.to(), last.detector()));
            }
        }
        return merged;
    }
}
