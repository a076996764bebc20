package org.affidavit.gateway.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.affidavit.gateway.policy.SqlFacts.Doubt;
import org.affidavit.gateway.policy.SqlFacts.Naming;
import org.affidavit.gateway.policy.SqlFacts.PossibleCode;
import org.affidavit.gateway.policy.SqlFacts.Projection;
import org.affidavit.gateway.policy.SqlFacts.StatementFacts;

/// What a session has named by PREPARE and DECLARE: what EXECUTE, FETCH and MOVE then do. Names
/// that anything unknown may have changed are forgotten, and what is forgotten stays opaque.
///
/// @param prepared facts of queries by the name of the prepared statement
/// @param cursors facts of queries by the name of the cursor
public record SqlNames(Map<String, StatementFacts> prepared, Map<String, StatementFacts> cursors) {
    /// Nothing is named.
    public static final SqlNames NONE = new SqlNames(Map.of(), Map.of());

    private static final int KEPT_MAX = 200;

    /// Verbs that may change any name.
    private static final Set<String> UPSETTING = Set.of("DISCARD", "DO", "CALL");

    public SqlNames {
        prepared = Map.copyOf(prepared);
        cursors = Map.copyOf(cursors);
    }

    /// A text with its names looked up.
    ///
    /// @param after what is named once all of it has run
    public record Resolved(SqlFacts facts, SqlNames after) {}

    /// Looks up what a text names, statement by statement: what one names the next may use, because
    /// nothing of a text runs behind what fails.
    public Resolved resolve(SqlFacts facts) {
        if (equals(NONE) && facts.statements().stream().allMatch(one -> one.naming().isEmpty())) {
            return new Resolved(facts, this);
        }
        List<StatementFacts> resolved = new ArrayList<>();
        SqlNames names = this;
        for (StatementFacts statement : facts.statements()) {
            StatementFacts known = names.lookUp(statement);
            resolved.add(known);
            names = names.after(known);
        }
        return new Resolved(new SqlFacts(resolved), names);
    }

    /// A prepared statement of this name was made in another way.
    public SqlNames withoutPrepared(String name) {
        return prepared.containsKey(name) ? new SqlNames(without(prepared, name), cursors) : this;
    }

    /// A portal of this name was made in another way.
    public SqlNames withoutCursor(String name) {
        return cursors.containsKey(name) ? new SqlNames(prepared, without(cursors, name)) : this;
    }

    /// Every cursor is closed, or may be.
    public SqlNames withoutCursors() {
        return cursors.isEmpty() ? this : new SqlNames(prepared, Map.of());
    }

    /// What both say: what remains when it is not known how much of a change took place.
    public SqlNames and(SqlNames other) {
        return new SqlNames(common(prepared, other.prepared), common(cursors, other.cursors));
    }

    private StatementFacts lookUp(StatementFacts statement) {
        Optional<StatementFacts> query =
                statement
                        .naming()
                        .flatMap(naming ->
                                switch (naming.kind()) {
                                    case EXECUTES ->
                                            Optional.ofNullable(prepared.get(naming.name()));
                                    case FETCHES -> Optional.ofNullable(cursors.get(naming.name()));
                                    default -> Optional.empty();
                                });
        return query.map(known -> running(statement, known)).orElse(statement);
    }

    /// A query under another statement's verb, with what that one's own values call.
    private static StatementFacts running(StatementFacts by, StatementFacts query) {
        boolean plain = by.functions().isEmpty() && by.code().equals(PossibleCode.NONE);
        boolean executes = by.verbs().contains("EXECUTE");
        return new StatementFacts(
                        union(by.verbs(), query.verbs()),
                        query.reads(),
                        query.writes(),
                        union(by.functions(), query.functions()),
                        query.hasWhere(),
                        query.hasLimit(),
                        plain && query.readOnly(),
                        Projection.UNKNOWN,
                        Set.of(),
                        Set.of(),
                        new PossibleCode(
                                union(by.code().attributes(), query.code().attributes()),
                                union(by.code().ofValues(), query.code().ofValues()),
                                union(by.code().operators(), query.code().operators()),
                                union(by.code().types(), query.code().types())),
                        Doubt.NONE)
                .taking(executes ? by.parameters() : query.parameters());
    }

    private SqlNames after(StatementFacts statement) {
        boolean upsets =
                statement.opaque()
                        || statement.verbs().stream().anyMatch(UPSETTING::contains)
                        || !statement.functions().stream().allMatch(HarmlessFunctions::contains);
        SqlNames kept = upsets ? NONE : this;
        return upsets ? NONE : statement.naming().map(kept::after).orElse(kept);
    }

    private SqlNames after(Naming naming) {
        return switch (naming.kind()) {
            case PREPARES -> new SqlNames(with(prepared, naming), cursors);
            case DECLARES -> new SqlNames(prepared, with(cursors, naming));
            case DEALLOCATES ->
                    naming.name().isEmpty()
                            ? new SqlNames(Map.of(), cursors)
                            : withoutPrepared(naming.name());
            case CLOSES ->
                    naming.name().isEmpty() ? withoutCursors() : withoutCursor(naming.name());
            case EXECUTES, FETCHES -> this;
        };
    }

    private static Map<String, StatementFacts> with(
            Map<String, StatementFacts> names, Naming naming) {
        var more = new HashMap<>(names);
        more.remove(naming.name());
        if (more.size() < KEPT_MAX) {
            naming.query().ifPresent(query -> more.put(naming.name(), query));
        }
        return more;
    }

    private static Map<String, StatementFacts> without(
            Map<String, StatementFacts> names, String name) {
        var fewer = new HashMap<>(names);
        fewer.remove(name);
        return fewer;
    }

    private static Map<String, StatementFacts> common(
            Map<String, StatementFacts> one, Map<String, StatementFacts> other) {
        var both = new HashMap<>(one);
        both.entrySet().retainAll(other.entrySet());
        return both;
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        var all = new HashSet<>(one);
        all.addAll(other);
        return all;
    }
}
