package org.affidavit.gateway.policy;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.affidavit.gateway.policy.SqlFacts.Doubt;
import org.affidavit.gateway.policy.SqlFacts.Projection;
import org.affidavit.gateway.policy.SqlFacts.StatementFacts;
import tools.jackson.databind.JsonNode;

/// Schema changes, rights and maintenance, from their parse trees. Relations are named where the
/// grammar says which they are. What is changed beside relations, or beyond those that are named,
/// is `*`.
final class TreeSchema {
    static final String UNKNOWN = "*";

    /// Statements about relations, and their verbs.
    private static final Map<String, String> RELATIONS =
            Map.ofEntries(
                    Map.entry("AlterObjectSchemaStmt", "ALTER"),
                    Map.entry("AlterOwnerStmt", "ALTER"),
                    Map.entry("AlterPolicyStmt", "ALTER"),
                    Map.entry("AlterSeqStmt", "ALTER"),
                    Map.entry("AlterTableStmt", "ALTER"),
                    Map.entry("ClusterStmt", "CLUSTER"),
                    Map.entry("CommentStmt", "COMMENT"),
                    Map.entry("CreatePolicyStmt", "CREATE"),
                    Map.entry("CreateSeqStmt", "CREATE"),
                    Map.entry("CreateStatsStmt", "CREATE"),
                    Map.entry("CreateStmt", "CREATE"),
                    Map.entry("CreateTableAsStmt", "CREATE"),
                    Map.entry("CreateTrigStmt", "CREATE"),
                    Map.entry("DropStmt", "DROP"),
                    Map.entry("GrantStmt", "GRANT"),
                    Map.entry("IndexStmt", "CREATE"),
                    Map.entry("LockStmt", "LOCK"),
                    Map.entry("RefreshMatViewStmt", "REFRESH"),
                    Map.entry("ReindexStmt", "REINDEX"),
                    Map.entry("RenameStmt", "ALTER"),
                    Map.entry("RuleStmt", "CREATE"),
                    Map.entry("SecLabelStmt", "SECURITY"),
                    Map.entry("TruncateStmt", "TRUNCATE"),
                    Map.entry("VacuumStmt", "VACUUM"),
                    Map.entry("ViewStmt", "CREATE"));

    /// Statements about other things, by verb. They may change anything and call anything.
    private static final Map<String, Set<String>> OTHERS =
            Map.of(
                    "ALTER",
                    Set.of(
                            "AlterCollationStmt",
                            "AlterDatabaseRefreshCollStmt",
                            "AlterDatabaseSetStmt",
                            "AlterDatabaseStmt",
                            "AlterDefaultPrivilegesStmt",
                            "AlterDomainStmt",
                            "AlterEnumStmt",
                            "AlterEventTrigStmt",
                            "AlterExtensionContentsStmt",
                            "AlterExtensionStmt",
                            "AlterFdwStmt",
                            "AlterForeignServerStmt",
                            "AlterFunctionStmt",
                            "AlterObjectDependsStmt",
                            "AlterOpFamilyStmt",
                            "AlterOperatorStmt",
                            "AlterPublicationStmt",
                            "AlterRoleSetStmt",
                            "AlterRoleStmt",
                            "AlterStatsStmt",
                            "AlterSubscriptionStmt",
                            "AlterSystemStmt",
                            "AlterTSConfigurationStmt",
                            "AlterTSDictionaryStmt",
                            "AlterTableMoveAllStmt",
                            "AlterTableSpaceOptionsStmt",
                            "AlterTypeStmt",
                            "AlterUserMappingStmt"),
                    "CREATE",
                    Set.of(
                            "CompositeTypeStmt",
                            "CreateAmStmt",
                            "CreateCastStmt",
                            "CreateConversionStmt",
                            "CreateDomainStmt",
                            "CreateEnumStmt",
                            "CreateEventTrigStmt",
                            "CreateExtensionStmt",
                            "CreateFdwStmt",
                            "CreateForeignServerStmt",
                            "CreateForeignTableStmt",
                            "CreateOpClassStmt",
                            "CreateOpFamilyStmt",
                            "CreatePLangStmt",
                            "CreatePublicationStmt",
                            "CreateRangeStmt",
                            "CreateRoleStmt",
                            "CreateSchemaStmt",
                            "CreateSubscriptionStmt",
                            "CreateTableSpaceStmt",
                            "CreateTransformStmt",
                            "CreateUserMappingStmt",
                            "CreatedbStmt",
                            "DefineStmt"),
                    "DROP",
                    Set.of(
                            "DropOwnedStmt",
                            "DropRoleStmt",
                            "DropSubscriptionStmt",
                            "DropTableSpaceStmt",
                            "DropUserMappingStmt",
                            "DropdbStmt"),
                    "CHECKPOINT",
                    Set.of("CheckPointStmt"),
                    "DISCARD",
                    Set.of("DiscardStmt"),
                    "GRANT",
                    Set.of("GrantRoleStmt"),
                    "IMPORT",
                    Set.of("ImportForeignSchemaStmt"),
                    "LISTEN",
                    Set.of("ListenStmt"),
                    "NOTIFY",
                    Set.of("NotifyStmt"),
                    "REASSIGN",
                    Set.of("ReassignOwnedStmt"));

    private static final Set<String> UNLISTEN = Set.of("UnlistenStmt");

    private TreeSchema() {}

    /// @throws Unsure if the statement is of another kind
    static StatementFacts of(String type, JsonNode content) throws Unsure {
        if (RELATIONS.containsKey(type)) {
            return relations(type, content);
        }
        if (UNLISTEN.contains(type)) {
            return facts(Set.of("UNLISTEN"), Set.of(), Set.of(UNKNOWN), Set.of());
        }
        if (Tree.has(content, "schemaElts")) {
            throw new Unsure("it makes a schema with all that is in it");
        }
        for (var other : OTHERS.entrySet()) {
            if (other.getValue().contains(type)) {
                var any = Set.of(UNKNOWN);
                return facts(verbs(other.getKey(), content), any, any, any)
                        .with(TreeRoutine.options(content));
            }
        }
        String name = type.replaceFirst("Stmt$", "").toUpperCase(Locale.ROOT);
        throw new Unsure(name + " is not read here");
    }

    private static StatementFacts relations(String type, JsonNode content) throws Unsure {
        TreeWalk walk = TreeWalk.ofSchema(content);
        walk.verbs.addAll(verbs(RELATIONS.getOrDefault(type, ""), content));
        TreeObjects.of(type, content, walk.writes);
        if (type.equals("CreateTrigStmt")) {
            walk.functions.add(Tree.name(content.path("funcname")));
        }
        boolean cascades =
                content.findValues("behavior").stream()
                        .anyMatch(behavior -> behavior.asString("").equals("DROP_CASCADE"));
        if (walk.writes.isEmpty() || cascades) {
            walk.writes.add(UNKNOWN);
        }
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

    /// Some statements do one thing or its opposite, or one thing more.
    private static Set<String> verbs(String verb, JsonNode content) {
        var verbs = new HashSet<String>();
        switch (verb) {
            case "GRANT" -> verbs.add(granting(content) ? "GRANT" : "REVOKE");
            case "VACUUM" -> {
                verbs.add(content.path("is_vacuumcmd").asBoolean(false) ? "VACUUM" : "ANALYZE");
                if (options(content).contains("analyze")) {
                    verbs.add("ANALYZE");
                }
            }
            default -> {
                verbs.add(verb);
                JsonNode rights = content.path("action");
                if (rights.has("objtype")) {
                    verbs.add(granting(rights) ? "GRANT" : "REVOKE");
                }
            }
        }
        return verbs;
    }

    private static boolean granting(JsonNode content) {
        return content.path("is_grant").asBoolean(false);
    }

    private static List<String> options(JsonNode content) {
        return content.path("options")
                .valueStream()
                .map(option -> option.path("DefElem").path("defname").asString(""))
                .map(name -> name.toLowerCase(Locale.ROOT))
                .toList();
    }

    private static StatementFacts facts(
            Set<String> verbs, Set<String> reads, Set<String> writes, Set<String> functions) {
        return new StatementFacts(verbs, reads, writes, functions, true, false, Projection.UNKNOWN);
    }
}
