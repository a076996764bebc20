package org.affidavit.gateway.policy;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Every verb that a statement can have.
final class SqlVerbs {
    static final Set<String> ALL = all();

    private SqlVerbs() {}

    private static Set<String> all() {
        Set<String> all =
                new TreeSet<>(
                        List.of(
                                "SELECT",
                                "INSERT",
                                "UPDATE",
                                "DELETE",
                                "LOCK",
                                "CREATE",
                                "EXPLAIN",
                                "BEGIN",
                                "COMMIT",
                                "ROLLBACK",
                                "SAVEPOINT",
                                "SET",
                                "SHOW"));
        Stream.concat(UtilityStatements.STARTS.stream(), UtilityStatements.VERBS.stream())
                .map(word -> word.toUpperCase(Locale.ROOT))
                .forEach(all::add);
        return Collections.unmodifiableSet(all);
    }
}
