package org.affidavit.evidence.report;

import java.util.List;

/// What was looked at, and how.
///
/// @param facts the source and the question put to it
/// @param method how the packet was made, one step each
public record Scope(List<Fact> facts, List<String> method) {
    public Scope {
        facts = List.copyOf(facts);
        method = List.copyOf(method);
    }
}
