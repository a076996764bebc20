package org.affidavit.gateway.policy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Walks the parse tree of a query or a change for everything it does. Types of nodes that are not
/// listed here are not known here: the walk ends at them.
final class TreeWalk {
    /// Nodes that do nothing but hold others.
    private static final Set<String> HOLDERS =
            Set.of(
                    "A_ArrayExpr",
                    "A_Const",
                    "A_Indices",
                    "A_Star",
                    "Alias",
                    "BoolExpr",
                    "BooleanTest",
                    "CaseWhen",
                    "CoalesceExpr",
                    "CollateClause",
                    "CurrentOfExpr",
                    "GroupingFunc",
                    "GroupingSet",
                    "IndexElem",
                    "Integer",
                    "List",
                    "MergeSupportFunc",
                    "MergeWhenClause",
                    "MinMaxExpr",
                    "MultiAssignRef",
                    "NamedArgExpr",
                    "NullTest",
                    "ParamRef",
                    "RangeSubselect",
                    "ResTarget",
                    "ReturningOption",
                    "RowExpr",
                    "SQLValueFunction",
                    "SetToDefault",
                    "String",
                    "TypeName",
                    "WindowDef");

    /// Nodes of schema changes that do nothing but hold others.
    private static final Set<String> SCHEMA_HOLDERS =
            Set.of(
                    "ATAlterConstraint",
                    "AccessPriv",
                    "AlterTableCmd",
                    "Boolean",
                    "Constraint",
                    "DefElem",
                    "Float",
                    "FunctionParameter",
                    "IntoClause",
                    "ObjectWithArgs",
                    "PartitionBoundSpec",
                    "PartitionCmd",
                    "PartitionElem",
                    "PartitionRangeDatum",
                    "PartitionSpec",
                    "ReplicaIdentityStmt",
                    "RoleSpec",
                    "StatsElem",
                    "TriggerTransition",
                    "VacuumRelation");

    final Set<String> verbs = new HashSet<>();
    final Set<String> reads = new HashSet<>();
    final Set<String> writes = new HashSet<>();
    final Set<String> functions = new HashSet<>();
    final TreeCode code = new TreeCode(functions);
    boolean hasWhere = true;

    /// Names of WITH items that hold where the walk is.
    private final Deque<Set<String>> items = new ArrayDeque<>();

    private final boolean schema;

    private TreeWalk(boolean schema) {
        this.schema = schema;
    }

    static TreeWalk of(JsonNode statement) throws Unsure {
        var walk = new TreeWalk(false);
        walk.node(statement);
        return walk;
    }

    /// Walks the content of a schema change: relations that no query in it reads are changed.
    static TreeWalk ofSchema(JsonNode content) throws Unsure {
        var walk = new TreeWalk(true);
        walk.inside(content);
        return walk;
    }

    /// A node, a list of them, or the content of a node of a type that its place tells.
    private void node(JsonNode node) throws Unsure {
        if (node.isArray()) {
            for (JsonNode each : node) {
                node(each);
            }
            return;
        }
        String type = Tree.type(node);
        if (!type.isEmpty()) {
            typed(type, node.path(type));
        } else if (node.isObject()) {
            if (node.has("relname")) {
                relation(node);
            } else {
                inside(node);
            }
        }
    }

    private void relation(JsonNode range) throws Unsure {
        if (!inSchema()) {
            throw new Unsure("a relation stands where none was expected");
        }
        writes.add(Tree.relation(range));
    }

    private boolean inSchema() {
        return schema && items.isEmpty();
    }

    private void inside(JsonNode content, String... but) throws Unsure {
        var left = Set.of(but);
        for (var field : Tree.fields(content)) {
            if (!left.contains(field.getKey())) {
                node(field.getValue());
            }
        }
    }

    private void typed(String type, JsonNode content) throws Unsure {
        switch (type) {
            case "SelectStmt" -> select(content, true);
            case "InsertStmt" -> insert(content);
            case "UpdateStmt" -> change("UPDATE", content);
            case "DeleteStmt" -> change("DELETE", content);
            case "MergeStmt" -> merge(content);
            case "RangeVar" -> {
                if (inSchema()) {
                    writes.add(Tree.relation(content));
                } else {
                    read(content);
                }
            }
            case "TableLikeClause" -> reads.add(Tree.relation(content.path("relation")));
            case "LockingClause" -> verbs.add("LOCK");
            default -> expression(type, content);
        }
    }

    private void expression(String type, JsonNode content) throws Unsure {
        boolean holds = HOLDERS.contains(type) || (inSchema() && SCHEMA_HOLDERS.contains(type));
        if (!code.note(type, content) && !holds) {
            throw new Unsure("it uses " + type + ", which is not known here");
        }
        inside(content);
    }

    private void read(JsonNode range) {
        String name = Tree.relation(range);
        boolean item = !range.has("schemaname") && items.stream().anyMatch(it -> it.contains(name));
        if (!item) {
            reads.add(name);
        }
    }

    /// @param verb false where the grammar wraps the VALUES of an INSERT into a query
    private void select(JsonNode query, boolean verb) throws Unsure {
        if (verb) {
            verbs.add("SELECT");
        }
        with(query);
        if (query.has("intoClause")) {
            verbs.add("CREATE");
            writes.add(Tree.relation(query.path("intoClause").path("rel")));
        }
        for (String side : new String[] {"larg", "rarg"}) {
            if (query.has(side)) {
                select(query.path(side), verb);
            }
        }
        inside(query, "withClause", "intoClause", "larg", "rarg");
        items.pop();
    }

    private void insert(JsonNode insert) throws Unsure {
        begin("INSERT", insert);
        JsonNode conflict = insert.path("onConflictClause");
        if (conflict.path("action").asString("").equals("ONCONFLICT_UPDATE")) {
            verbs.add("UPDATE");
        }
        JsonNode source = insert.path("selectStmt").path("SelectStmt");
        if (!source.isMissingNode()) {
            select(source, !Tree.has(source, "valuesLists"));
        }
        inside(insert, "relation", "withClause", "selectStmt");
        items.pop();
    }

    private void change(String verb, JsonNode change) throws Unsure {
        begin(verb, change);
        hasWhere &= change.has("whereClause");
        inside(change, "relation", "withClause");
        items.pop();
    }

    private void merge(JsonNode merge) throws Unsure {
        begin("MERGE", merge);
        for (JsonNode when : merge.path("mergeWhenClauses")) {
            String command = when.path("MergeWhenClause").path("commandType").asString("");
            switch (command) {
                case "CMD_INSERT", "CMD_UPDATE", "CMD_DELETE" ->
                        verbs.add(command.substring("CMD_".length()));
                case "CMD_NOTHING" -> {
                    // DO NOTHING
                }
                default -> throw new Unsure("a WHEN of its MERGE is not known here");
            }
        }
        inside(merge, "relation", "withClause");
        items.pop();
    }

    /// The verb and the target of a change. What comes back of the target was read.
    private void begin(String verb, JsonNode change) throws Unsure {
        verbs.add(verb);
        String target = Tree.relation(change.path("relation"));
        writes.add(target);
        if (Tree.has(change, "returningClause") || Tree.has(change, "returningList")) {
            reads.add(target);
        }
        with(change);
    }

    /// Opens a scope with the WITH items of a statement; whoever calls closes it. An item is known
    /// behind its own body, or everywhere if the list is recursive.
    private void with(JsonNode statement) throws Unsure {
        var scope = new HashSet<String>();
        items.push(scope);
        JsonNode clause = statement.path("withClause");
        boolean recursive = clause.path("recursive").asBoolean(false);
        if (recursive) {
            clause.path("ctes").forEach(item -> scope.add(itemName(item)));
        }
        for (JsonNode item : clause.path("ctes")) {
            JsonNode content = item.path("CommonTableExpr");
            if (content.isMissingNode()
                    || content.has("search_clause")
                    || content.has("cycle_clause")) {
                throw new Unsure("its WITH has a part that is not known here");
            }
            node(content.path("ctequery"));
            scope.add(itemName(item));
        }
    }

    private static String itemName(JsonNode item) {
        return Tree.quotedIfAmbiguous(item.path("CommonTableExpr").path("ctename").asString(""));
    }
}
