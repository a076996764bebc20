package org.affidavit.gateway.policy;

import java.util.HashSet;
import java.util.Set;
import org.affidavit.gateway.policy.SqlFacts.PossibleCode;
import tools.jackson.databind.JsonNode;

/// The nodes of a parse tree by which a statement calls code: functions, operators, and what a
/// target may take for either.
final class TreeCode {
    private static final Set<String> EQUALITY = Set.of("=");
    private static final String BUILT_IN = "pg_catalog";

    private final Set<String> functions;
    private final Set<String> operators = new HashSet<>();
    private final Set<String> attributes = new HashSet<>();
    private boolean ofValues;

    /// @param functions receives the names of those called
    TreeCode(Set<String> functions) {
        this.functions = functions;
    }

    PossibleCode possible() {
        return new PossibleCode(attributes, ofValues, operators);
    }

    /// Notes what a node itself calls, not what is inside.
    ///
    /// @return false if its type is none of these
    boolean note(String type, JsonNode content) throws Unsure {
        switch (type) {
            case "FuncCall" -> functions.add(Tree.name(content.path("funcname")));
            case "RangeTableSample" -> functions.add(Tree.name(content.path("method")));
            case "RangeFunction" -> ofValues = true;
            case "A_Expr" -> operator(content);
            case "SortBy" -> named(content.path("useOp"));
            case "SubLink" -> compared(content);
            case "CaseExpr" -> operators.addAll(content.has("arg") ? EQUALITY : Set.of());
            case "JoinExpr" -> joined(content);
            case "ColumnRef" -> column(content.path("fields"));
            case "A_Indirection" -> indirection(content.path("indirection"));
            default -> {
                return false;
            }
        }
        return true;
    }

    private void operator(JsonNode expression) {
        String kind = expression.path("kind").asString("");
        if (kind.contains("BETWEEN")) {
            operators.addAll(Set.of("<", "<=", ">", ">="));
        } else {
            named(expression.path("name"));
        }
    }

    private void joined(JsonNode join) {
        if (Tree.has(join, "usingClause") || join.path("isNatural").asBoolean(false)) {
            operators.addAll(EQUALITY);
        }
    }

    private void compared(JsonNode sublink) {
        if (Tree.has(sublink, "operName")) {
            named(sublink.path("operName"));
        } else if (sublink.has("testexpr")) {
            operators.addAll(EQUALITY);
        }
    }

    /// An operator of a named schema is called like a function.
    private void named(JsonNode name) {
        if (name.isEmpty()) {
            return;
        }
        operators.add(Tree.last(name));
        if (name.size() > 1 && !Tree.text(name.path(0)).equals(BUILT_IN)) {
            functions.add("operator(" + Tree.name(name) + ")");
        }
    }

    /// `t.f` may be a call of `f`.
    private void column(JsonNode fields) {
        String last = Tree.last(fields);
        if (fields.size() > 1 && !last.isEmpty()) {
            attributes.add(last);
        }
    }

    /// Behind anything but a name, such as `(x).f`, a dot may call any function of one argument.
    private static void indirection(JsonNode parts) throws Unsure {
        for (JsonNode part : parts) {
            if (!Tree.is(part, "A_Indices")) {
                throw new Unsure("it takes an attribute of an expression");
            }
        }
    }
}
