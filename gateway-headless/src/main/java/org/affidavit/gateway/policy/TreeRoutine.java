package org.affidavit.gateway.policy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.affidavit.gateway.policy.SqlFacts.Doubt;
import org.affidavit.gateway.policy.SqlFacts.Projection;
import org.affidavit.gateway.policy.SqlFacts.StatementFacts;
import tools.jackson.databind.JsonNode;

/// What a statement says of a function or procedure beside its body, from its parse tree.
final class TreeRoutine {
    private TreeRoutine() {}

    /// The definition without the body: what the defaults of its parameters call when it is called
    /// without them, and its options.
    static StatementFacts defined(JsonNode content) throws Unsure {
        List<StatementFacts> parts = new ArrayList<>();
        parts.add(
                new StatementFacts(
                                Set.of("CREATE"),
                                Set.of(),
                                Set.of(TreeSchema.UNKNOWN),
                                Set.of(),
                                true,
                                false,
                                Projection.UNKNOWN)
                        .with(options(content)));
        for (JsonNode parameter : content.path("parameters")) {
            parts.add(expression(parameter.path("FunctionParameter").path("defexpr"), Set.of()));
        }
        for (JsonNode support : defined(content, "support")) {
            parts.add(calling(Tree.name(support.path("List").path("items"))));
        }
        return StatementFacts.together(parts);
    }

    /// The value of a body that is `RETURN …`.
    static StatementFacts returned(JsonNode content) throws Unsure {
        return expression(content.path("returnval"), Set.of("SELECT"));
    }

    private static StatementFacts expression(JsonNode value, Set<String> verbs) throws Unsure {
        TreeWalk walk = TreeWalk.of(value);
        walk.verbs.addAll(verbs);
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

    private static StatementFacts calling(String function) {
        return new StatementFacts(
                Set.of(), Set.of(), Set.of(), Set.of(function), true, false, Projection.UNKNOWN);
    }

    /// What a statement sets for later, and whether it gives its own rights to whoever calls.
    ///
    /// @param securityDefiner true if a function runs with the rights of its owner
    record Options(Set<String> settings, Set<String> assigns, boolean securityDefiner) {}

    /// The values of settings are literals, which are not known here.
    static Options options(JsonNode content) {
        var settings = new HashSet<String>();
        var assigns = new HashSet<String>();
        var sets = new ArrayList<>(content.findValues("VariableSetStmt"));
        sets.addAll(content.findValues("setstmt"));
        for (JsonNode set : sets) {
            String name = set.path("name").asString("all").toLowerCase(java.util.Locale.ROOT);
            boolean resets =
                    !Set.of("VAR_SET_VALUE", "VAR_SET_CURRENT", "VAR_SET_MULTI")
                            .contains(set.path("kind").asString(""));
            settings.add(name);
            assigns.add(name + (resets ? "=default" : "=*"));
        }
        boolean definer =
                defined(content, "security").stream()
                        .anyMatch(value -> value.at("/Boolean/boolval").asBoolean(false));
        return new Options(settings, assigns, definer);
    }

    /// The values of an option by its name.
    private static List<JsonNode> defined(JsonNode content, String name) {
        return content.findValues("DefElem").stream()
                .filter(option -> option.path("defname").asString("").equals(name))
                .map(option -> option.path("arg"))
                .toList();
    }
}
