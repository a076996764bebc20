package org.affidavit.gateway.command;

/// A number of things.
final class Counted {
    private Counted() {}

    /// `1 rule`, `2 rules`.
    static String of(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
