package org.affidavit.gateway.policy;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
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
    private final Set<String> types = new HashSet<>();
    private final Set<String> attributes = new HashSet<>();
    private final Map<String, Set<String>> attributesOf = new HashMap<>();
    private final Set<String> valueNames = new HashSet<>();
    private boolean anyName;

    /// @param functions receives the names of those called
    TreeCode(Set<String> functions) {
        this.functions = functions;
    }

    PossibleCode possible() {
        var ofValues = new HashSet<>(anyName ? attributes : Set.of());
        valueNames.forEach(name -> ofValues.addAll(attributesOf.getOrDefault(name, Set.of())));
        return new PossibleCode(attributes, ofValues, operators, types);
    }

    /// Notes what a node itself calls, not what is inside.
    ///
    /// @return false if its type is none of these
    boolean note(String type, JsonNode content) throws Unsure {
        switch (type) {
            case "FuncCall" -> functions.add(Tree.name(content.path("funcname")));
            case "RangeTableSample" -> functions.add(Tree.name(content.path("method")));
            case "RangeFunction" -> source(content);
            case "A_Expr" -> operator(content);
            case "SortBy" -> named(content.path("useOp"));
            case "SubLink" -> compared(content);
            case "CaseExpr" -> operators.addAll(content.has("arg") ? EQUALITY : Set.of());
            case "JoinExpr" -> joined(content);
            case "ColumnRef" -> column(content.path("fields"));
            case "TypeCast", "ColumnDef" ->
                    types.add(Tree.last(content.path("typeName").path("names")));
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
            String of = Tree.text(fields.path(fields.size() - 2));
            attributesOf.computeIfAbsent(of, _ -> new HashSet<>()).add(last);
        }
    }

    /// A function that is read from is known by its alias, or else by its own name.
    private void source(JsonNode range) {
        String alias = range.path("alias").path("aliasname").asString("");
        if (!alias.isEmpty()) {
            valueNames.add(alias);
            return;
        }
        for (JsonNode call : range.path("functions")) {
            JsonNode name = call.at("/List/items/0/FuncCall/funcname");
            // Words such as CURRENT_DATE are functions, too, and have names that are not in the
            // tree.
            anyName |= name.isMissingNode();
            valueNames.add(Tree.last(name));
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
