package org.affidavit.gateway.protocol.postgres.proxy;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.affidavit.gateway.masking.Masking.Origin;
import org.affidavit.gateway.masking.Masking.OriginCatalog;

/// Where columns come from, as the target's catalog had it when the session began. A table made
/// later is unknown; a column renamed later keeps its old name here, and so its masking.
final class OriginIndex implements OriginCatalog {
    private final Set<String> ruled;
    private final Map<Long, Relation> relations = new HashMap<>();
    private final Map<Long, Set<Long>> parents = new HashMap<>();

    /// @param ruled relations that masking rules name
    OriginIndex(List<String> ruled) {
        this.ruled =
                ruled.stream()
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet());
    }

    void column(long table, String relation, int attribute, String column) {
        relations
                .computeIfAbsent(
                        table,
                        _ -> new Relation(relation.toLowerCase(Locale.ROOT), new HashMap<>()))
                .columns
                .put(attribute, column.toLowerCase(Locale.ROOT));
    }

    void inherits(long child, long parent) {
        parents.computeIfAbsent(child, _ -> new HashSet<>()).add(parent);
    }

    /// A partition or child of a table that rules name answers as that table: reading it directly
    /// must not show what reading the parent hides.
    @Override
    public Optional<Origin> origin(long tableOid, int attribute) {
        Relation relation = relations.get(tableOid);
        String column = relation == null ? null : relation.columns.get(attribute);
        if (relation == null || column == null) {
            return Optional.empty();
        }
        Optional<Origin> ancestor =
                ruled.contains(relation.name)
                        ? Optional.empty()
                        : ruledAncestor(tableOid, column, new HashSet<>());
        return ancestor.or(() -> Optional.of(new Origin(relation.name, column)));
    }

    private Optional<Origin> ruledAncestor(long table, String column, Set<Long> seen) {
        for (long parent : parents.getOrDefault(table, Set.of())) {
            Relation relation = relations.get(parent);
            if (!seen.add(parent) || relation == null) {
                continue;
            }
            if (ruled.contains(relation.name) && relation.columns.containsValue(column)) {
                return Optional.of(new Origin(relation.name, column));
            }
            Optional<Origin> higher = ruledAncestor(parent, column, seen);
            if (higher.isPresent()) {
                return higher;
            }
        }
        return Optional.empty();
    }

    private record Relation(String name, Map<Integer, String> columns) {}
}
