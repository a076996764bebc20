package org.affidavit.gateway.policy;

import java.util.List;
import java.util.Set;

/// A policy as loaded: the rules, ready to decide, and what is to be masked.
///
/// @param rules the ids of its rules, in the order of the file
/// @param approverGroups every group that any rule lets decide
public record Policy(
        PolicyEngine engine,
        PolicyExplainer explainer,
        List<String> rules,
        List<MaskingRule> masking,
        Set<String> approverGroups) {
    public Policy {
        rules = List.copyOf(rules);
        masking = List.copyOf(masking);
        approverGroups = Set.copyOf(approverGroups);
    }
}
