package org.affidavit.index.query;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/// Tells a slip of the fingers: one letter too many, too few, another one, or two swapped.
final class Slip {
    private Slip() {}

    /// The word that was meant.
    static Optional<String> of(String written, Collection<String> known) {
        String folded = written.toLowerCase(Locale.ROOT);
        return known.stream().filter(word -> isOne(folded, word)).findFirst();
    }

    private static boolean isOne(String a, String b) {
        int from = 0;
        while (from < Math.min(a.length(), b.length()) && a.charAt(from) == b.charAt(from)) {
            from++;
        }
        int aEnd = a.length();
        int bEnd = b.length();
        while (aEnd > from && bEnd > from && a.charAt(aEnd - 1) == b.charAt(bEnd - 1)) {
            aEnd--;
            bEnd--;
        }
        int aLeft = aEnd - from;
        int bLeft = bEnd - from;
        return (aLeft <= 1 && bLeft <= 1)
                || (aLeft == 2
                        && bLeft == 2
                        && a.charAt(from) == b.charAt(from + 1)
                        && a.charAt(from + 1) == b.charAt(from));
    }
}
