package org.affidavit.gateway.policy;

import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// What DROP, COMMENT, GRANT, RENAME and their like are about, where the grammar gives a list of
/// names instead of a relation, or makes a name that was not there before.
final class TreeObjects {
    private static final Set<String> RELATIONS =
            Set.of(
                    "OBJECT_TABLE",
                    "OBJECT_VIEW",
                    "OBJECT_MATVIEW",
                    "OBJECT_INDEX",
                    "OBJECT_SEQUENCE",
                    "OBJECT_FOREIGN_TABLE");

    /// Things that belong to a relation, and are named behind it.
    private static final Set<String> PARTS =
            Set.of(
                    "OBJECT_COLUMN",
                    "OBJECT_POLICY",
                    "OBJECT_RULE",
                    "OBJECT_TABCONSTRAINT",
                    "OBJECT_TRIGGER");

    private TreeObjects() {}

    /// @param writes receives the names, or `*` for what is no relation
    static void of(String type, JsonNode content, Set<String> writes) {
        switch (type) {
            case "DropStmt" -> {
                for (JsonNode object : content.path("objects")) {
                    writes.add(named(content.path("removeType"), object));
                }
            }
            case "CommentStmt", "SecLabelStmt" ->
                    writes.add(named(content.path("objtype"), content.path("object")));
            case "GrantStmt" -> {
                boolean each = content.path("targtype").asString("").equals("ACL_TARGET_OBJECT");
                if (!each || !RELATIONS.contains(content.path("objtype").asString(""))) {
                    writes.add(TreeSchema.UNKNOWN);
                }
            }
            case "RenameStmt" -> {
                if (RELATIONS.contains(content.path("renameType").asString(""))) {
                    writes.add(moved(content, "relname", content.path("newname")));
                }
            }
            case "AlterObjectSchemaStmt" -> {
                if (content.has("relation")) {
                    writes.add(moved(content, "schemaname", content.path("newschema")));
                }
            }
            default -> {
                // The walk has found every relation.
            }
        }
    }

    private static String named(JsonNode kind, JsonNode object) {
        JsonNode parts = object.path("List").path("items");
        boolean part = PARTS.contains(kind.asString(""));
        if (parts.isEmpty() || !(part || RELATIONS.contains(kind.asString("")))) {
            return TreeSchema.UNKNOWN;
        }
        return parts.valueStream()
                .limit(part ? parts.size() - 1 : parts.size())
                .map(each -> Tree.quotedIfAmbiguous(Tree.text(each)))
                .collect(Collectors.joining("."));
    }

    /// The name that a relation gets.
    private static String moved(JsonNode content, String field, JsonNode name) {
        var relation = content.path("relation").deepCopy();
        if (relation instanceof tools.jackson.databind.node.ObjectNode range) {
            range.set(field, name);
        }
        return Tree.relation(relation);
    }
}
