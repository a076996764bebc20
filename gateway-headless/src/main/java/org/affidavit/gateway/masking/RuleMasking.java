package org.affidavit.gateway.masking;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.affidavit.gateway.policy.HarmlessFunctions;
import org.affidavit.gateway.policy.MaskingRule;
import org.affidavit.gateway.policy.MaskingRule.Detector;
import org.affidavit.gateway.policy.MaskingRule.Keep;
import org.affidavit.gateway.policy.SqlFacts;
import org.affidavit.gateway.policy.SqlFacts.Item;
import org.affidavit.gateway.policy.SqlFacts.StatementFacts;

/// Masks by the rules of a policy: columns by where they come from, computed columns unless the
/// statement proves that nothing masked goes into them, and values by what they look like.
final class RuleMasking implements Masking {
    /// The rule named when a column is masked because its origin is not known.
    static final String UNKNOWN_ORIGIN = "origin-unknown";

    private final ColumnPatterns patterns;
    private final Map<Detector, MaskingRule> detectors = new EnumMap<>(Detector.class);
    private final Set<Detector> numbers;

    RuleMasking(List<MaskingRule> rules) {
        patterns = new ColumnPatterns(rules);
        for (MaskingRule rule : rules) {
            rule.detect().forEach(detector -> detectors.putIfAbsent(detector, rule));
        }
        numbers = EnumSet.copyOf(Detectors.NUMBERS);
        numbers.retainAll(detectors.keySet());
    }

    @Override
    public boolean hasMaskedColumns() {
        return !patterns.isEmpty();
    }

    @Override
    public List<String> relations() {
        return patterns.relations();
    }

    @Override
    public ResultPlan plan(List<ResultColumn> columns, SqlFacts facts, OriginCatalog catalog) {
        List<Optional<ColumnMask>> masks = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            ResultColumn column = columns.get(i);
            if (patterns.isEmpty()) {
                masks.add(Optional.empty());
            } else if (column.tableOid() != 0 && column.attribute() > 0) {
                masks.add(stored(column, catalog));
            } else {
                masks.add(computed(column, item(i, columns.size(), facts), facts, catalog));
            }
        }
        return new ColumnPlan(columns, masks, this);
    }

    private Optional<ColumnMask> stored(ResultColumn column, OriginCatalog catalog) {
        Optional<Origin> origin = catalog.origin(column.tableOid(), column.attribute());
        if (origin.isEmpty() || ColumnPatterns.isStatistics(origin.get().relation())) {
            return unknownOrigin();
        }
        Origin known = origin.get();
        List<MaskingRule> rules = patterns.rules(known);
        return rules.isEmpty()
                ? Optional.empty()
                : Optional.of(ColumnMask.of(rules, known.relation() + "." + known.column()));
    }

    private Optional<ColumnMask> computed(
            ResultColumn column, Optional<Item> item, SqlFacts facts, OriginCatalog catalog) {
        boolean constant = item.filter(known -> known.onlyCounts() || blank(known)).isPresent();
        Optional<MaskingRule> named = patterns.ruleByName(column.name());
        if (named.isPresent() && !constant) {
            return named.map(rule -> ColumnMask.whole(rule, ""));
        }
        // A relation without an attribute is a whole row of it, whatever the statement seems to
        // say.
        boolean clean =
                item.filter(_ -> column.tableOid() == 0 || column.attribute() < 0)
                        .filter(known ->
                                known.onlyCounts() || blank(known) || onlyTables(facts, catalog))
                        .filter(patterns::provesClean)
                        .isPresent();
        if (clean || !mayTouchMasked(facts, catalog)) {
            return Optional.empty();
        }
        return unknownOrigin();
    }

    /// A view shows columns of others under names of its own, and so do the database's samples.
    private static boolean onlyTables(SqlFacts facts, OriginCatalog catalog) {
        return facts.statements().stream()
                .flatMap(statement -> statement.reads().stream())
                .allMatch(relation ->
                        catalog.isTable(relation) && !ColumnPatterns.isStatistics(relation));
    }

    private static boolean blank(Item item) {
        return item.columns().isEmpty() && !item.wholeRow();
    }

    private static Optional<Item> item(int index, int count, SqlFacts facts) {
        if (facts.opaque() || facts.statements().size() != 1) {
            return Optional.empty();
        }
        SqlFacts.Projection projection = facts.statements().getFirst().projection();
        return projection.known() && projection.items().size() == count
                ? Optional.of(projection.items().get(index))
                : Optional.empty();
    }

    /// False only when the statements name no relation with masked columns and call nothing that
    /// could read one.
    private boolean mayTouchMasked(SqlFacts facts, OriginCatalog catalog) {
        return facts.opaque()
                || !onlyTables(facts, catalog)
                || facts.statements().stream().anyMatch(this::mayTouchMasked);
    }

    private boolean mayTouchMasked(StatementFacts statement) {
        return statement.reads().stream().anyMatch(patterns::touches)
                || statement.writes().stream().anyMatch(patterns::touches)
                || !statement.functions().stream().allMatch(HarmlessFunctions::contains)
                || statement.verbs().contains("EXECUTE")
                || statement.verbs().contains("FETCH");
    }

    private static Optional<ColumnMask> unknownOrigin() {
        return Optional.of(new ColumnMask(UNKNOWN_ORIGIN, Keep.NONE, List.of(), ""));
    }

    @Override
    public MaskedText text(String text) {
        List<Span> spans = Detectors.find(text, detectors.keySet());
        if (spans.isEmpty()) {
            return new MaskedText(text, List.of());
        }
        StringBuilder masked = new StringBuilder(text.length());
        Set<String> rules = new LinkedHashSet<>();
        int at = 0;
        for (Span span : spans) {
            MaskingRule rule = detectors.get(span.detector());
            if (rule != null) {
                masked.append(text, at, span.from());
                masked.append(Replacement.of(text.substring(span.from(), span.to()), rule.keep()));
                rules.add(rule.id());
                at = span.to();
            }
        }
        masked.append(text, at, text.length());
        return new MaskedText(masked.toString(), List.copyOf(rules));
    }

    /// The rules that mask a whole number with these digits.
    List<String> number(String digits) {
        return Detectors.find(digits, numbers).stream()
                .flatMap(span -> Stream.ofNullable(detectors.get(span.detector())))
                .map(MaskingRule::id)
                .distinct()
                .toList();
    }

    /// What stands for a masked text. Nothing that a detector finds is kept of it.
    String replacement(String text, Keep keep) {
        String kept = Replacement.of(text, keep);
        String clear = kept.substring(kept.indexOf('@') + 1);
        return keep == Keep.NONE || text(clear).rules().isEmpty()
                ? kept
                : Replacement.of(text, Keep.NONE);
    }

    boolean detects() {
        return !detectors.isEmpty();
    }

    @Override
    public boolean active() {
        return detects() || hasMaskedColumns();
    }

    /// A column that rules name.
    ///
    /// @param rule the first that names it; the first of those that mask it whole, if any does
    /// @param members what to mask if its values are documents; empty to mask them whole
    /// @param origin empty if it is not known
    record ColumnMask(String rule, Keep keep, List<JsonMask> members, String origin) {
        static ColumnMask whole(MaskingRule rule, String origin) {
            return new ColumnMask(rule.id(), rule.keep(), List.of(), origin);
        }

        static ColumnMask of(List<MaskingRule> rules, String origin) {
            Optional<MaskingRule> whole =
                    rules.stream().filter(rule -> rule.paths().isEmpty()).findFirst();
            if (whole.isPresent()) {
                return whole(whole.get(), origin);
            }
            MaskingRule first = rules.getFirst();
            return new ColumnMask(first.id(), first.keep(), members(rules), origin);
        }

        private static List<JsonMask> members(List<MaskingRule> rules) {
            return rules.stream()
                    .flatMap(rule ->
                            rule.paths().stream()
                                    .map(path ->
                                            new JsonMask(
                                                    rule.id(), rule.keep(), JsonPath.of(path))))
                    .toList();
        }
    }
}
