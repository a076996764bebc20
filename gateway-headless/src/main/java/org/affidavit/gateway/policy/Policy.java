package org.affidavit.gateway.policy;

import java.util.List;
import java.util.Set;

/// A policy as loaded: the rules, ready to decide, and what is to be masked.
///
/// @param approverGroups every group that any rule lets decide
public record Policy(PolicyEngine engine, List<MaskingRule> masking, Set<String> approverGroups) {
    public Policy {
        masking = List.copyOf(masking);
        approverGroups = Set.copyOf(approverGroups);
    }
}
