package org.affidavit.gateway.protocol.postgres.proxy;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.affidavit.gateway.masking.Masking.Origin;
import org.affidavit.gateway.masking.Masking.ResultColumn;
import org.jspecify.annotations.Nullable;

/// A target's tables, views and columns, as its catalog listed them. Filled once, then read by
/// every session that found the same.
final class Relations {
    private final Set<String> ruled;
    private final Map<Long, Relation> relations = new HashMap<>();
    private final Map<Long, Set<Long>> parents = new HashMap<>();
    private final Map<String, Set<Long>> meanings = new HashMap<>();
    private final Set<String> tables = new HashSet<>();
    private final Set<String> views = new HashSet<>();

    /// @param ruled relations that masking rules name
    Relations(List<String> ruled) {
        this.ruled =
                ruled.stream()
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet());
    }

    /// @param type OID
    record Column(int attribute, String name, long type) {}

    void column(long table, String relation, Column column) {
        tables.add(relation);
        tables.add(bare(relation));
        meanings.computeIfAbsent(relation, _ -> new HashSet<>()).add(table);
        meanings.computeIfAbsent(bare(relation), _ -> new HashSet<>()).add(table);
        relations
                .computeIfAbsent(
                        table,
                        _ -> new Relation(relation.toLowerCase(Locale.ROOT), new TreeMap<>()))
                .columns
                .put(column.attribute(), column);
    }

    /// A relation that may show columns of others.
    void view(String relation) {
        views.add(relation);
        views.add(bare(relation));
    }

    boolean isTable(String relation) {
        return tables.contains(relation) && !views.contains(relation);
    }

    List<ResultColumn> columns(String name) {
        Set<Long> meant = meanings.getOrDefault(name, Set.of());
        if (!isTable(name) || meant.size() != 1) {
            return List.of();
        }
        long table = meant.iterator().next();
        Relation relation = relations.get(table);
        return relation == null
                ? List.of()
                : relation.columns.values().stream()
                        .map(it -> new ResultColumn(it.name(), table, it.attribute(), it.type(), 0))
                        .toList();
    }

    private static String bare(String relation) {
        return relation.substring(relation.indexOf('.') + 1);
    }

    void inherits(long child, long parent) {
        parents.computeIfAbsent(child, _ -> new HashSet<>()).add(parent);
    }

    /// A partition or child of a table that rules name answers as that table: reading it directly
    /// must not show what reading the parent hides.
    Optional<Origin> origin(long tableOid, int attribute) {
        Relation relation = relations.get(tableOid);
        Column found = relation == null ? null : relation.columns.get(attribute);
        if (relation == null || found == null) {
            return Optional.empty();
        }
        String column = found.name().toLowerCase(Locale.ROOT);
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
            if (ruled.contains(relation.name) && relation.has(column)) {
                return Optional.of(new Origin(relation.name, column));
            }
            Optional<Origin> higher = ruledAncestor(parent, column, seen);
            if (higher.isPresent()) {
                return higher;
            }
        }
        return Optional.empty();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Relations that
                && ruled.equals(that.ruled)
                && relations.equals(that.relations)
                && parents.equals(that.parents)
                && meanings.equals(that.meanings)
                && tables.equals(that.tables)
                && views.equals(that.views);
    }

    @Override
    public int hashCode() {
        return Objects.hash(ruled, relations, parents, views);
    }

    private record Relation(String name, SortedMap<Integer, Column> columns) {
        boolean has(String column) {
            return columns.values().stream()
                    .anyMatch(it -> it.name().toLowerCase(Locale.ROOT).equals(column));
        }
    }
}
