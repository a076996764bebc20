package org.affidavit.sessionlog.verify;

import java.util.List;

/// What is gone by order. Both lists end at [#NAMED_MAX].
///
/// @param payloads how many are gone
/// @param sessions how many sessions they were of
/// @param orders the records that order it, and are carried out
/// @param ordersMore how many more there are
/// @param unfinished the records that order it, and are not carried out, or not whole
/// @param unfinishedMore how many more there are
public record Erased(
        long payloads,
        long sessions,
        List<Long> orders,
        long ordersMore,
        List<Long> unfinished,
        long unfinishedMore) {
    /// Nothing is.
    public static final Erased NOTHING = new Erased(0, 0, List.of(), 0, List.of(), 0);

    static final int NAMED_MAX = 4_096;

    public Erased {
        orders = List.copyOf(orders);
        unfinished = List.copyOf(unfinished);
    }
}
