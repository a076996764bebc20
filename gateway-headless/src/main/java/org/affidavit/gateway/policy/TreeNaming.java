package org.affidavit.gateway.policy;

import java.util.Optional;
import java.util.Set;
import org.affidavit.gateway.policy.SqlFacts.Doubt;
import org.affidavit.gateway.policy.SqlFacts.Naming;
import org.affidavit.gateway.policy.SqlFacts.Projection;
import org.affidavit.gateway.policy.SqlFacts.StatementFacts;
import tools.jackson.databind.JsonNode;

/// Statements that name a query, and those that run, fetch from or forget one by its name. What the
/// name means is known to the session alone ([SqlNames]); until it is asked, they are opaque.
final class TreeNaming {
    private TreeNaming() {}

    static StatementFacts of(String type, JsonNode content) throws Unsure {
        String portal = content.path("portalname").asString("");
        String name = content.path("name").asString("");
        return switch (type) {
            case "PrepareStmt" ->
                    TreeFacts.query(content.path("query"))
                            .taking(Parameters.LATER)
                            .named("PREPARE", Naming.Kind.PREPARES, name);
            case "DeclareCursorStmt" ->
                    TreeFacts.query(content.path("query"))
                            .named("DECLARE", Naming.Kind.DECLARES, portal);
            case "ExecuteStmt" -> executed(name, content);
            case "FetchStmt" ->
                    unknown(
                            content.path("ismove").asBoolean(false) ? "MOVE" : "FETCH",
                            TreeWalk.of(content),
                            "its cursor is not one that was declared in this transaction through"
                                    + " the gateway",
                            new Naming(Naming.Kind.FETCHES, portal, Optional.empty()));
            case "DeallocateStmt" ->
                    forgotten(
                            "DEALLOCATE",
                            new Naming(Naming.Kind.DEALLOCATES, name, Optional.empty()));
            case "ClosePortalStmt" ->
                    forgotten("CLOSE", new Naming(Naming.Kind.CLOSES, portal, Optional.empty()));
            default -> throw new Unsure("it names nothing");
        };
    }

    private static StatementFacts executed(String name, JsonNode content) throws Unsure {
        return unknown(
                "EXECUTE",
                TreeWalk.of(content.path("params")),
                "what it executes was not prepared by PREPARE through the gateway, or was"
                        + " forgotten since",
                new Naming(Naming.Kind.EXECUTES, name, Optional.empty()));
    }

    private static StatementFacts unknown(String verb, TreeWalk values, String why, Naming naming) {
        values.verbs.add(verb);
        return new StatementFacts(
                        values.verbs,
                        values.reads,
                        values.writes,
                        values.functions,
                        false,
                        false,
                        false,
                        Projection.UNKNOWN,
                        Set.of(),
                        Set.of(),
                        values.code.possible(),
                        new Doubt(why, false))
                .naming(naming);
    }

    private static StatementFacts forgotten(String verb, Naming naming) {
        return new StatementFacts(
                        Set.of(verb), Set.of(), Set.of(), Set.of(), true, false, Projection.UNKNOWN)
                .naming(naming);
    }
}
