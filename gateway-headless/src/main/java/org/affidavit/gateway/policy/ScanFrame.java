package org.affidavit.gateway.policy;

/// What a scan knows inside one pair of parentheses.
final class ScanFrame {
    /// Inside a FROM list.
    boolean from;

    /// A relation is due next.
    boolean expect;

    /// The arguments of a function that may hold FROM as a plain word.
    boolean wordy;

    /// A WHERE was seen.
    boolean where;

    /// The change that this is, such as `update`; empty if none.
    String dml = "";
}
