package org.affidavit.gateway.policy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.affidavit.gateway.policy.SqlFacts.PossibleCode;
import org.affidavit.gateway.policy.SqlToken.Kind;

/// Finds what a target may take for calls although no parenthesis follows.
final class CodeScan {
    private static final Set<String> PUNCTUATION = Set.of("(", ")", "[", "]", ",", ".", ";", "::");

    private CodeScan() {}

    /// @param ofValues true when the statement reads from a function
    static PossibleCode of(List<SqlToken> tokens, boolean ofValues) throws Unsure {
        var attributes = new HashSet<String>();
        var operators = new HashSet<String>();
        for (int i = 0; i < tokens.size(); i++) {
            SqlToken token = tokens.get(i);
            if (token.symbol(".")) {
                attribute(tokens, i, attributes);
            } else if (token.kind() == Kind.SYMBOL && !PUNCTUATION.contains(token.text())) {
                operators.add(token.text());
            }
        }
        return new PossibleCode(attributes, ofValues, operators);
    }

    /// Behind anything but a name, such as `(x).f`, a dot may call any function of one argument.
    private static void attribute(List<SqlToken> tokens, int dot, Set<String> attributes)
            throws Unsure {
        if (dot == 0 || !tokens.get(dot - 1).names() || dot + 1 == tokens.size()) {
            throw new Unsure("it takes an attribute of an expression");
        }
        SqlToken name = tokens.get(dot + 1);
        boolean last = dot + 2 >= tokens.size() || !tokens.get(dot + 2).symbol(".");
        boolean called = dot + 2 < tokens.size() && tokens.get(dot + 2).symbol("(");
        if (name.names() && last && !called) {
            attributes.add(name.text());
        } else if (!name.names() && !name.symbol("*")) {
            throw new Unsure("it takes an attribute of an expression");
        }
    }
}
