package org.affidavit.gateway.policy;

import java.util.List;

/// A policy as loaded: the rules, ready to decide, and what is to be masked.
public record Policy(PolicyEngine engine, List<MaskingRule> masking) {
    public Policy {
        masking = List.copyOf(masking);
    }
}
