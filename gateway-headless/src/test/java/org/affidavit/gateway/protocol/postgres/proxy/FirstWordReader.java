package org.affidavit.gateway.protocol.postgres.proxy;

import java.util.ArrayList;
import java.util.Locale;
import java.util.Set;
import org.affidavit.gateway.policy.SqlFacts;
import org.affidavit.gateway.policy.SqlFacts.Projection;
import org.affidavit.gateway.policy.SqlFacts.StatementFacts;
import org.affidavit.gateway.policy.SqlReader;

/// Takes the first word of each statement for its verb: enough for the data path's own tests.
final class FirstWordReader implements SqlReader {
    @Override
    public SqlFacts read(String sql) {
        if (sql.contains("opaque")) {
            return SqlFacts.opaque("it says so");
        }
        var statements = new ArrayList<StatementFacts>();
        for (String part : sql.split(";", -1)) {
            if (!part.isBlank()) {
                String verb = part.strip().split("\\W", 2)[0].toUpperCase(Locale.ROOT);
                statements.add(
                        new StatementFacts(
                                Set.of(verb),
                                Set.of(),
                                Set.of(),
                                Set.of(),
                                sql.toUpperCase(Locale.ROOT).contains("WHERE"),
                                verb.equals("SELECT"),
                                Projection.UNKNOWN));
            }
        }
        return new SqlFacts(statements);
    }
}
