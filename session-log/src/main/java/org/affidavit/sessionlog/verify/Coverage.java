package org.affidavit.sessionlog.verify;

import java.util.List;

/// Which time a log speaks of, and which it does not. Both lists end at [#NAMED_MAX].
///
/// @param periods in order; the last one may still run
/// @param periodsMore how many more there are
/// @param gaps in order
/// @param gapsMore how many more there are
public record Coverage(List<Period> periods, long periodsMore, List<Gap> gaps, long gapsMore) {
    /// Nothing known.
    public static final Coverage NONE = new Coverage(List.of(), 0, List.of(), 0);

    /// More of a kind are only counted, so that no log can fill the memory.
    static final int NAMED_MAX = 4_096;

    public Coverage {
        periods = List.copyOf(periods);
        gaps = List.copyOf(gaps);
    }
}
