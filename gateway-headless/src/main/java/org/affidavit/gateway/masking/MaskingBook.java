package org.affidavit.gateway.masking;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.affidavit.gateway.policy.MaskingRule;

/// The masking rules of a policy, by resource. Pure and safe for any thread.
public final class MaskingBook {
    private final List<MaskingRule> rules;
    private final Tokens tokens;
    private final Map<String, Masking> known = new ConcurrentHashMap<>();

    /// Of rules that ask for no tokens.
    public MaskingBook(List<MaskingRule> rules) {
        this(rules, Tokens.unknown());
    }

    public MaskingBook(List<MaskingRule> rules, Tokens tokens) {
        this.rules = List.copyOf(rules);
        this.tokens = tokens;
    }

    /// The masking of one resource.
    public Masking of(String resource) {
        return known.computeIfAbsent(
                resource,
                name ->
                        new RuleMasking(
                                rules.stream().filter(rule -> rule.covers(name)).toList(), tokens));
    }
}
