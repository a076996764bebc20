package org.affidavit.gateway.policy;

import java.util.List;
import java.util.Set;
import org.affidavit.gateway.policy.SqlFacts.Copied;
import org.affidavit.gateway.policy.SqlFacts.Copied.Format;
import org.affidavit.gateway.policy.SqlFacts.Doubt;
import org.affidavit.gateway.policy.SqlFacts.PossibleCode;
import org.affidavit.gateway.policy.SqlFacts.Projection;
import org.affidavit.gateway.policy.SqlFacts.StatementFacts;
import tools.jackson.databind.JsonNode;

/// The facts of a COPY between the target and the agent, from its parse tree.
final class TreeCopy {
    /// Options that leave the rows of COPY TO as they are.
    private static final Set<String> HARMLESS =
            Set.of(
                    "force_quote",
                    "force_null",
                    "force_not_null",
                    "freeze",
                    "on_error",
                    "reject_limit",
                    "log_verbosity");

    private TreeCopy() {}

    static StatementFacts of(JsonNode copy) throws Unsure {
        if (copy.has("filename") || copy.path("is_program").asBoolean(false)) {
            throw new Unsure("its COPY uses a file or a program of the target");
        }
        Copied copied = copied(copy);
        if (copy.has("query")) {
            return TreeFacts.query(copy.path("query")).copying(copied);
        }
        return copy.path("is_from").asBoolean(false) ? into(copy, copied) : ofTable(copied);
    }

    /// As many rows as it has.
    private static StatementFacts ofTable(Copied copied) {
        return new StatementFacts(
                        Set.of("SELECT"),
                        Set.of(copied.relation()),
                        Set.of(),
                        Set.of(),
                        true,
                        false,
                        true,
                        Projection.UNKNOWN,
                        Set.of(),
                        Set.of(),
                        PossibleCode.NONE,
                        Doubt.NONE)
                .copying(copied);
    }

    private static StatementFacts into(JsonNode copy, Copied copied) throws Unsure {
        TreeWalk where = TreeWalk.of(copy.path("whereClause"));
        return new StatementFacts(
                        Set.of("INSERT"),
                        where.reads,
                        Set.of(copied.relation()),
                        where.functions,
                        true,
                        true,
                        false,
                        Projection.UNKNOWN,
                        Set.of(),
                        Set.of(),
                        where.code.possible(),
                        Doubt.NONE)
                .copying(copied);
    }

    private static Copied copied(JsonNode copy) {
        List<String> columns = copy.path("attlist").valueStream().map(Tree::text).toList();
        String relation = copy.has("relation") ? Tree.relation(copy.path("relation")) : "";
        Format format = Format.TEXT;
        boolean header = false;
        for (JsonNode option : copy.path("options")) {
            JsonNode definition = option.path("DefElem");
            String name = definition.path("defname").asString("");
            JsonNode value = definition.path("arg");
            if (name.equals("format")) {
                format = format == Format.OTHER ? format : format(Tree.text(value));
            } else if (name.equals("header") && isTrue(value)) {
                header = true;
            } else if (!HARMLESS.contains(name)) {
                format = Format.OTHER;
            }
        }
        return new Copied(relation, columns, format, header);
    }

    private static Format format(String name) {
        return switch (name) {
            case "text" -> Format.TEXT;
            case "csv" -> Format.CSV;
            case "binary" -> Format.BINARY;
            default -> Format.OTHER;
        };
    }

    /// An option without a value is on.
    private static boolean isTrue(JsonNode value) {
        return value.isMissingNode()
                || value.path("Boolean").path("boolval").asBoolean(false)
                || Tree.text(value).equals("true")
                || Tree.text(value).equals("on");
    }
}
