package org.affidavit.sessionlog.verify;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.affidavit.sessionlog.verify.CheckResult.Check;
import org.affidavit.sessionlog.verify.CheckResult.Status;
import org.jspecify.annotations.Nullable;

/// What was found so far: for each check the first thing that does not hold, and what kept a check
/// from being made.
final class Findings {
    /// For a finding that no single record is to blame for.
    static final long NO_RECORD = -1;

    private final Map<Check, Finding> broken = new EnumMap<>(Check.class);
    private final Map<Check, String> unknown = new EnumMap<>(Check.class);
    private final Map<Check, String> foreign = new EnumMap<>(Check.class);

    /// Something that does not hold.
    ///
    /// @param record the first record that it concerns
    /// @param end index after the last record that may be the cause
    private record Finding(long record, long end, String what) {
        private boolean before(Finding other) {
            return Long.compareUnsigned(record, other.record) < 0;
        }
    }

    /// What to tell people of everything that is broken.
    record Alteration(long record, String what) {}

    void broken(Check check, long record, String what) {
        broken(check, record, record + 1, what);
    }

    /// @param end index after the last record that may be the cause
    void broken(Check check, long record, long end, String what) {
        var finding = new Finding(record, end, what);
        broken.merge(check, finding, (first, next) -> next.before(first) ? next : first);
    }

    /// A check could not be made, or not to its end.
    void unknown(Check check, String why) {
        unknown.putIfAbsent(check, why);
    }

    /// Something lies where it does not belong, unless newer software put it there.
    void foreign(Check check, String what) {
        foreign.putIfAbsent(check, what);
    }

    /// Call once it is known whether newer software wrote here.
    void judgeForeign(boolean newer) {
        foreign.forEach((check, what) -> {
            if (newer) {
                unknown(check, what);
            } else {
                broken(check, NO_RECORD, what);
            }
        });
    }

    /// First record concerned by a check's finding.
    Optional<Long> firstBroken(Check check) {
        return Optional.ofNullable(broken.get(check)).map(Finding::record);
    }

    /// The alteration to name: the earliest. A root that does not match leaves it open which record
    /// is the cause, so any finding that names one of those goes before it. Tiles are derived:
    /// where anything else is broken, they only show it once more.
    Optional<Alteration> alteration() {
        @Nullable Finding named = null;
        for (Map.Entry<Check, Finding> entry : broken.entrySet()) {
            boolean own = entry.getKey() != Check.TREE && entry.getKey() != Check.TILES;
            if (own && (named == null || entry.getValue().before(named))) {
                named = entry.getValue();
            }
        }
        @Nullable Finding tree = broken.get(Check.TREE);
        if (tree != null && (named == null || Long.compareUnsigned(named.record, tree.end) >= 0)) {
            named = tree;
        }
        if (named == null) {
            named = broken.get(Check.TILES);
        }
        return Optional.ofNullable(named).map(found -> new Alteration(found.record, found.what));
    }

    /// One answer for each check that was made.
    ///
    /// @param holding what to say of each check that was made, should it hold
    List<CheckResult> results(Map<Check, String> holding) {
        var results = new ArrayList<CheckResult>();
        for (Check check : Check.values()) {
            @Nullable Finding finding = broken.get(check);
            @Nullable String why = unknown.get(check);
            if (finding != null) {
                results.add(new CheckResult(check, Status.BROKEN, sentence(finding.what)));
            } else if (why != null) {
                results.add(new CheckResult(check, Status.UNKNOWN, sentence(why)));
            } else if (holding.containsKey(check)) {
                results.add(
                        new CheckResult(
                                check, Status.HOLDS, sentence(holding.getOrDefault(check, ""))));
            }
        }
        return results;
    }

    static String sentence(String words) {
        return words.isEmpty()
                ? words
                : Character.toUpperCase(words.charAt(0)) + words.substring(1) + ".";
    }
}
