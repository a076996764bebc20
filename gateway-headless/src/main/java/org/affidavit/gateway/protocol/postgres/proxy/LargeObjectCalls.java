package org.affidavit.gateway.protocol.postgres.proxy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.affidavit.gateway.policy.Parameters;
import org.affidavit.gateway.policy.SqlFacts;
import org.affidavit.gateway.policy.SqlFacts.Projection;
import org.affidavit.gateway.policy.SqlFacts.StatementFacts;

/// The functions that clients call by number: those of large objects, which libpq and pgjdbc know.
/// Their numbers are PostgreSQL's own and the same on every server.
final class LargeObjectCalls {
    static final Map<Integer, String> NAMES =
            Map.ofEntries(
                    Map.entry(715, "lo_create"),
                    Map.entry(952, "lo_open"),
                    Map.entry(953, "lo_close"),
                    Map.entry(954, "loread"),
                    Map.entry(955, "lowrite"),
                    Map.entry(956, "lo_lseek"),
                    Map.entry(957, "lo_creat"),
                    Map.entry(958, "lo_tell"),
                    Map.entry(964, "lo_unlink"),
                    Map.entry(1004, "lo_truncate"),
                    Map.entry(3170, "lo_lseek64"),
                    Map.entry(3171, "lo_tell64"),
                    Map.entry(3172, "lo_truncate64"));

    private LargeObjectCalls() {}

    /// What a call does, as if SELECT had called it.
    static SqlFacts facts(int function) {
        String name = NAMES.getOrDefault(function, "");
        return name.isEmpty()
                ? SqlFacts.refused("a function called by number")
                : new SqlFacts(
                                List.of(
                                        new StatementFacts(
                                                Set.of("SELECT"),
                                                Set.of(),
                                                Set.of(),
                                                Set.of(name),
                                                true,
                                                false,
                                                Projection.UNKNOWN)))
                        .bound(Parameters.UNTOLD);
    }

    /// For people.
    static String text(int function) {
        return NAMES.getOrDefault(function, "function " + Integer.toUnsignedString(function));
    }
}
