package org.affidavit.gateway.policy;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.affidavit.gateway.policy.SqlFacts.Item;
import org.affidavit.gateway.policy.SqlFacts.Projection;
import org.affidavit.gateway.policy.SqlFacts.StatementFacts;
import tools.jackson.databind.JsonNode;

/// The facts of a query, of a change, or of an EXPLAIN of either, from its parse tree.
final class TreeFacts {
    private static final Set<String> QUERIES =
            Set.of("SelectStmt", "InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt");

    /// A plan shows expressions as they were written, no stored values.
    private static final Projection PLAN =
            new Projection(true, List.of(new Item(Set.of(), false, false)));

    private TreeFacts() {}

    static StatementFacts of(JsonNode statement) throws Unsure {
        return Tree.is(statement, "ExplainStmt")
                ? explained(statement.path("ExplainStmt"))
                : query(statement);
    }

    private static StatementFacts query(JsonNode statement) throws Unsure {
        String type = Tree.type(statement);
        if (!QUERIES.contains(type)) {
            throw new Unsure(
                    type.replace("Stmt", "").toUpperCase(Locale.ROOT) + " is not read here");
        }
        TreeWalk walk = TreeWalk.of(statement);
        boolean harmless = walk.functions.stream().allMatch(HarmlessFunctions::contains);
        return new StatementFacts(
                walk.verbs,
                walk.reads,
                walk.writes,
                walk.functions,
                walk.hasWhere,
                harmless && walk.verbs.equals(Set.of("SELECT")),
                TreeProjection.of(statement),
                Set.of(),
                walk.code.possible());
    }

    /// EXPLAIN runs its statement only when ANALYZE is named; any mention counts as yes. A change
    /// is never read-only here, planned or run.
    private static StatementFacts explained(JsonNode explain) throws Unsure {
        StatementFacts inner = query(explain.path("query"));
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
                inner.readOnly(),
                harmless && !runs ? PLAN : Projection.UNKNOWN,
                Set.of(),
                inner.code());
    }
}
