package org.affidavit.gateway.masking;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.affidavit.gateway.masking.Masking.Origin;
import org.affidavit.gateway.policy.MaskingRule;
import org.affidavit.gateway.policy.SqlFacts.Item;

/// Which columns the rules name. Names compare without case: a column that PostgreSQL tells apart
/// by case only is masked too.
final class ColumnPatterns {
    /// Where PostgreSQL keeps samples of every column's values.
    private static final Set<String> STATISTICS =
            Set.of(
                    "pg_statistic",
                    "pg_stats",
                    "pg_statistic_ext_data",
                    "pg_stats_ext",
                    "pg_stats_ext_exprs",
                    "pg_largeobject");

    private record Pattern(MaskingRule rule, String relation, String column) {}

    private final List<Pattern> patterns;
    private final Set<String> names = new HashSet<>();
    private final Set<String> relations = new LinkedHashSet<>();
    private final boolean anyRelation;
    private final boolean anyColumn;

    ColumnPatterns(List<MaskingRule> rules) {
        patterns =
                rules.stream()
                        .flatMap(rule -> rule.columns().stream().map(text -> pattern(rule, text)))
                        .toList();
        patterns.forEach(pattern -> names.add(pattern.column()));
        patterns.stream()
                .map(Pattern::relation)
                .filter(relation -> !relation.equals("*"))
                .forEach(relations::add);
        anyRelation = patterns.stream().anyMatch(pattern -> pattern.relation().equals("*"));
        anyColumn = names.contains("*");
    }

    private static Pattern pattern(MaskingRule rule, String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        int dot = lower.lastIndexOf('.');
        return new Pattern(rule, lower.substring(0, dot), lower.substring(dot + 1));
    }

    boolean isEmpty() {
        return patterns.isEmpty();
    }

    List<String> relations() {
        return List.copyOf(relations);
    }

    /// The rules that name a column of a relation.
    List<MaskingRule> rules(Origin origin) {
        String relation = origin.relation().toLowerCase(Locale.ROOT);
        String column = origin.column().toLowerCase(Locale.ROOT);
        return patterns.stream()
                .filter(pattern ->
                        (pattern.relation().equals("*") || pattern.relation().equals(relation))
                                && (pattern.column().equals("*")
                                        || pattern.column().equals(column)))
                .map(Pattern::rule)
                .distinct()
                .toList();
    }

    /// The rule that names a column like this, in whatever relation.
    Optional<MaskingRule> ruleByName(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return patterns.stream()
                .filter(pattern -> pattern.column().equals(lower))
                .map(Pattern::rule)
                .findFirst();
    }

    /// True when a relation, as a statement names it, may hold masked columns.
    boolean touches(String relation) {
        String lower = relation.toLowerCase(Locale.ROOT).replace("\"", "");
        if (lower.equals("*") || isStatistics(lower)) {
            return true;
        }
        if (lower.startsWith("pg_catalog.") || lower.startsWith("information_schema.")) {
            return false;
        }
        if (anyRelation) {
            return true;
        }
        long dots = lower.chars().filter(c -> c == '.').count();
        String qualified = dots > 1 ? lower.substring(lower.indexOf('.') + 1) : lower;
        return relations.stream()
                .anyMatch(masked ->
                        dots == 0 ? masked.endsWith("." + qualified) : masked.equals(qualified));
    }

    static boolean isStatistics(String relation) {
        return STATISTICS.contains(relation.substring(relation.lastIndexOf('.') + 1));
    }

    /// True when nothing masked can go into an output expression.
    boolean provesClean(Item item) {
        if (item.onlyCounts()) {
            return true;
        }
        if (item.wholeRow() || (anyColumn && !item.columns().isEmpty())) {
            return false;
        }
        return item.columns().stream()
                .noneMatch(column -> names.contains(column.toLowerCase(Locale.ROOT)));
    }
}
