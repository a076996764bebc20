package org.affidavit.gateway.policy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.affidavit.gateway.policy.SqlFacts.Doubt;
import org.affidavit.gateway.policy.SqlFacts.Item;
import org.affidavit.gateway.policy.SqlFacts.Projection;
import org.affidavit.gateway.policy.SqlFacts.StatementFacts;
import tools.jackson.databind.JsonNode;

/// The facts of a statement, from its parse tree. A type that is not listed here or in [TreeSchema]
/// is not known here.
final class TreeFacts {
    private static final Set<String> QUERIES =
            Set.of("SelectStmt", "InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt");

    private static final Set<String> EXPLAINED =
            Set.of("CreateTableAsStmt", "DeclareCursorStmt", "RefreshMatViewStmt");

    /// A plan shows expressions as they were written, no stored values.
    private static final Projection PLAN =
            new Projection(true, List.of(new Item(Set.of(), false, false)));

    private TreeFacts() {}

    static StatementFacts of(JsonNode statement) throws Unsure {
        String type = Tree.type(statement);
        JsonNode content = statement.path(type);
        if (QUERIES.contains(type)) {
            return query(statement);
        }
        return switch (type) {
            case "ExplainStmt" -> explained(content);
            case "CopyStmt" -> TreeCopy.of(content);
            case "CallStmt" -> called(content);
            case "PrepareStmt",
                    "ExecuteStmt",
                    "DeallocateStmt",
                    "DeclareCursorStmt",
                    "FetchStmt",
                    "ClosePortalStmt" ->
                    TreeNaming.of(type, content);
            default -> TreeSchema.of(type, content);
        };
    }

    static StatementFacts query(JsonNode statement) throws Unsure {
        if (!QUERIES.contains(Tree.type(statement))) {
            throw new Unsure("what it is about is neither a query nor a change");
        }
        TreeWalk walk = TreeWalk.of(statement);
        boolean harmless = walk.functions.stream().allMatch(HarmlessFunctions::contains);
        return new StatementFacts(
                walk.verbs,
                walk.reads,
                walk.writes,
                walk.functions,
                walk.hasWhere,
                limited(statement),
                harmless && walk.verbs.equals(Set.of("SELECT")),
                TreeProjection.of(statement),
                Set.of(),
                Set.of(),
                walk.code.possible(),
                Doubt.NONE);
    }

    /// `LIMIT ALL` and `LIMIT NULL` are none.
    private static boolean limited(JsonNode statement) {
        JsonNode query = statement.path("SelectStmt");
        JsonNode limit = query.path("limitCount");
        return query.isMissingNode()
                || (!limit.isMissingNode()
                        && !limit.path("A_Const").path("isnull").asBoolean(false));
    }

    /// EXPLAIN runs its statement only when ANALYZE is named; any mention counts as yes. A change
    /// is never read-only here, planned or run.
    private static StatementFacts explained(JsonNode explain) throws Unsure {
        JsonNode statement = explain.path("query");
        if (Tree.is(statement, "ExecuteStmt")) {
            // What it is about is seen later, so it counts as run, ANALYZE or not.
            return TreeFacts.of(statement).doing(Set.of("EXPLAIN"));
        }
        StatementFacts inner =
                EXPLAINED.contains(Tree.type(statement)) ? of(statement) : query(statement);
        boolean runs =
                explain.path("options")
                        .valueStream()
                        .map(option -> option.path("DefElem").path("defname").asString(""))
                        .anyMatch("analyze"::equalsIgnoreCase);
        boolean harmless = inner.functions().stream().allMatch(HarmlessFunctions::contains);
        Set<String> verbs = new HashSet<>(runs ? inner.verbs() : Set.of());
        verbs.add("EXPLAIN");
        Set<String> reads = new HashSet<>(inner.reads());
        reads.addAll(inner.writes());
        return new StatementFacts(
                verbs,
                reads,
                runs ? inner.writes() : Set.of(),
                inner.functions(),
                inner.hasWhere(),
                true,
                inner.readOnly(),
                harmless && !runs ? PLAN : Projection.UNKNOWN,
                Set.of(),
                Set.of(),
                inner.code(),
                Doubt.NONE);
    }

    /// A procedure is a function by another verb.
    private static StatementFacts called(JsonNode call) throws Unsure {
        TreeWalk walk = TreeWalk.of(call.path("funccall").path("args"));
        walk.functions.add(Tree.name(call.path("funccall").path("funcname")));
        walk.verbs.add("CALL");
        return new StatementFacts(
                walk.verbs,
                walk.reads,
                walk.writes,
                walk.functions,
                walk.hasWhere,
                true,
                false,
                Projection.UNKNOWN,
                Set.of(),
                Set.of(),
                walk.code.possible(),
                Doubt.NONE);
    }
}
