package org.affidavit.sessionlog.event;

/// Where a verdict came from.
///
/// @param id the rule's id; `default` when nothing matched
/// @param place file and line, such as `policy.yaml:42`; empty for the default
public record RuleRef(String id, String place) {
    /// Nothing matched, so the answer is no.
    public static final RuleRef DEFAULT = new RuleRef("default", "");
}
