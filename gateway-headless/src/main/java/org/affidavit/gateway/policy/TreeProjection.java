package org.affidavit.gateway.policy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.affidavit.gateway.policy.SqlFacts.Item;
import org.affidavit.gateway.policy.SqlFacts.Projection;
import tools.jackson.databind.JsonNode;

/// What the output columns of a plain SELECT are made of. Says nothing rather than guessing.
final class TreeProjection {
    /// Expressions that carry no more than the columns named in them.
    private static final Set<String> UNDERSTOOD =
            Set.of(
                    "A_ArrayExpr",
                    "A_Const",
                    "A_Expr",
                    "A_Indices",
                    "A_Indirection",
                    "BoolExpr",
                    "BooleanTest",
                    "CaseExpr",
                    "CaseWhen",
                    "CoalesceExpr",
                    "CollateClause",
                    "ColumnRef",
                    "FuncCall",
                    "GroupingFunc",
                    "Integer",
                    "List",
                    "MinMaxExpr",
                    "NamedArgExpr",
                    "NullTest",
                    "ParamRef",
                    "RowExpr",
                    "SQLValueFunction",
                    "SortBy",
                    "String",
                    "TypeCast",
                    "WindowDef");

    /// Names by which a whole row can be meant.
    private final Set<String> rows = new HashSet<>();

    private TreeProjection() {}

    /// @param statement the statement's node
    static Projection of(JsonNode statement) {
        JsonNode query = statement.path("SelectStmt");
        return query.isMissingNode()
                        || query.has("larg")
                        || query.has("withClause")
                        || Tree.has(query, "valuesLists")
                ? Projection.UNKNOWN
                : new TreeProjection().of(query.path("fromClause"), query.path("targetList"));
    }

    private Projection of(JsonNode from, JsonNode targets) {
        for (JsonNode source : from) {
            if (!plain(source)) {
                return Projection.UNKNOWN;
            }
        }
        List<Item> items = new ArrayList<>();
        for (JsonNode target : targets) {
            JsonNode value = target.path("ResTarget").path("val");
            JsonNode fields = value.path("ColumnRef").path("fields");
            if (value.isMissingNode() || Tree.is(fields.path(fields.size() - 1), "A_Star")) {
                return Projection.UNKNOWN;
            }
            items.add(item(value));
        }
        return new Projection(true, items);
    }

    /// True for relations, joined or not, whose columns keep their names.
    private boolean plain(JsonNode source) {
        JsonNode content = Tree.content(source);
        JsonNode alias = content.path("alias");
        rows.add(alias.path("aliasname").asString(""));
        rows.add(content.path("join_using_alias").path("aliasname").asString(""));
        if (Tree.has(alias, "colnames")) {
            return false;
        }
        return switch (Tree.type(source)) {
            case "RangeVar" -> {
                rows.add(content.path("relname").asString(""));
                yield true;
            }
            case "RangeTableSample" -> plain(content.path("relation"));
            case "JoinExpr" -> plain(content.path("larg")) && plain(content.path("rarg"));
            default -> false;
        };
    }

    private Item item(JsonNode value) {
        var columns = new HashSet<String>();
        boolean wholeRow = !understood(value, columns);
        return new Item(columns, onlyCounts(value), wholeRow);
    }

    /// Collects the columns mentioned.
    ///
    /// @return false if it may carry more than these
    private boolean understood(JsonNode node, Set<String> columns) {
        if (node.isArray()) {
            boolean all = true;
            for (JsonNode each : node) {
                all &= understood(each, columns);
            }
            return all;
        }
        String type = Tree.type(node);
        JsonNode content = type.isEmpty() ? node : node.path(type);
        boolean all =
                switch (type) {
                    case "ColumnRef" -> column(content.path("fields"), columns);
                    case "FuncCall" ->
                            HarmlessFunctions.contains(Tree.name(content.path("funcname")));
                    default -> type.isEmpty() || UNDERSTOOD.contains(type);
                };
        if (node.isObject() && !type.equals("ColumnRef")) {
            for (var field : Tree.fields(content)) {
                all &= understood(field.getValue(), columns);
            }
        }
        return all;
    }

    private boolean column(JsonNode fields, Set<String> columns) {
        for (JsonNode field : fields) {
            columns.add(Tree.text(field));
        }
        String last = Tree.last(fields);
        return !last.isEmpty() && !rows.contains(last);
    }

    /// `count(...)` and nothing else.
    private static boolean onlyCounts(JsonNode value) {
        JsonNode call = value.path("FuncCall");
        String name = Tree.name(call.path("funcname"));
        return (name.equals("count") || name.equals("pg_catalog.count"))
                && !call.has("agg_filter")
                && !call.has("over");
    }
}
