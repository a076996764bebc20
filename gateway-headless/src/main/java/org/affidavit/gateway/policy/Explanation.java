package org.affidavit.gateway.policy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.affidavit.sessionlog.event.RuleRef;

/// Why a policy decides as it does: what the rules were asked, and what each of them said.
///
/// @param facts every fact by its name, as conditions see it
/// @param answers of every rule that was asked, in the order of the file
/// @param verdict what came of them
public record Explanation(Map<String, Object> facts, List<Answer> answers, Verdict verdict) {
    public Explanation {
        facts = Map.copyOf(facts);
        answers = List.copyOf(answers);
    }

    /// The facts whose names begin so, by name.
    public Map<String, Object> facts(String beginning) {
        var some = new TreeMap<String, Object>();
        facts.forEach((name, value) -> {
            if (name.startsWith(beginning)) {
                some.put(name, value);
            }
        });
        return some;
    }

    /// What one rule said.
    ///
    /// @param verdict what the rule would decide
    /// @param outcome whether its condition holds
    /// @param problem why that cannot be told; empty if it can
    public record Answer(RuleRef rule, String verdict, Outcome outcome, String problem) {}

    /// What became of a condition.
    public enum Outcome {
        HOLDS,
        DOES_NOT_HOLD,

        /// On values that are not there before it runs.
        DEPENDS,
        FAILS
    }
}
