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
import org.affidavit.gateway.policy.MaskingRule.Replace;
import org.affidavit.gateway.policy.SqlFacts;
import org.affidavit.gateway.policy.SqlFacts.Item;
import org.affidavit.gateway.policy.SqlFacts.StatementFacts;

/// Masks by the rules of a policy: columns by where they come from, computed columns unless the
/// statement proves that nothing masked goes into them, and values by what they look like.
final class RuleMasking implements Masking {
    /// The rule named when a column is masked because its origin is not known.
    static final String UNKNOWN_ORIGIN = "origin-unknown";

    private static final MaskingRule UNKNOWN =
            new MaskingRule(
                    UNKNOWN_ORIGIN,
                    "",
                    "*",
                    List.of(),
                    List.of(),
                    Set.of(),
                    Keep.NONE,
                    Replace.TEXT);

    private final ColumnPatterns patterns;
    private final Map<Detector, MaskingRule> detectors = new EnumMap<>(Detector.class);
    private final Set<Detector> numbers;
    private final Tokens tokens;

    RuleMasking(List<MaskingRule> rules, Tokens tokens) {
        this.tokens = tokens;
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
                : Optional.of(named(rules, known.relation() + "." + known.column()));
    }

    private Optional<ColumnMask> computed(
            ResultColumn column, Optional<Item> item, SqlFacts facts, OriginCatalog catalog) {
        boolean constant = item.filter(known -> known.onlyCounts() || blank(known)).isPresent();
        Optional<MaskingRule> named = patterns.ruleByName(column.name());
        if (named.isPresent() && !constant) {
            return named.map(rule -> whole(rule, ""));
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

    private Optional<ColumnMask> unknownOrigin() {
        return Optional.of(whole(UNKNOWN, ""));
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
                String found = text.substring(span.from(), span.to());
                masked.append(new Replacement(rule, this).text(found));
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

    Tokens tokens() {
        return tokens;
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
    /// @param replacement by the first of those that mask it whole, or else the first at all
    /// @param members what to mask if its values are documents; empty to mask them whole
    /// @param origin empty if it is not known
    record ColumnMask(Replacement replacement, List<JsonMask> members, String origin) {}

    private ColumnMask whole(MaskingRule rule, String origin) {
        return new ColumnMask(new Replacement(rule, this), List.of(), origin);
    }

    private ColumnMask named(List<MaskingRule> rules, String origin) {
        return rules.stream()
                .filter(rule -> rule.paths().isEmpty())
                .findFirst()
                .map(rule -> whole(rule, origin))
                .orElseGet(() ->
                        new ColumnMask(
                                new Replacement(rules.getFirst(), this), members(rules), origin));
    }

    private List<JsonMask> members(List<MaskingRule> rules) {
        return rules.stream()
                .flatMap(rule ->
                        rule.paths().stream()
                                .map(path ->
                                        new JsonMask(
                                                new Replacement(rule, this), JsonPath.of(path))))
                .toList();
    }
}
