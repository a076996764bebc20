package org.affidavit.gateway.policy;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.Map;
import java.util.Set;

/// A compiled condition. Pure; its work is bounded by [ConditionCompiler].
///
/// @param facts those that it names
record Condition(CelRuntime.Program program, Set<String> facts) {
    Condition {
        facts = Set.copyOf(facts);
    }

    /// Whether it says anything of a fact.
    boolean names(String fact) {
        return facts.contains(fact);
    }

    /// Whether it holds.
    ///
    /// @throws Unanswerable if it cannot be told: the caller must deny
    boolean holds(Map<String, Object> values) throws Unanswerable {
        try {
            if (program.eval(values) instanceof Boolean answer) {
                return answer;
            }
            throw new Unanswerable("it is neither true nor false");
        } catch (CelEvaluationException | IllegalArgumentException | ArithmeticException e) {
            throw new Unanswerable(String.valueOf(e.getMessage()));
        }
    }

    /// The condition failed while it was evaluated, or ran out of its budget.
    static final class Unanswerable extends Exception {
        @java.io.Serial private static final long serialVersionUID = 1;

        Unanswerable(String message) {
            super(message, null, false, false);
        }
    }
}
