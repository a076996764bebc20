package org.affidavit.gateway.policy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.affidavit.gateway.policy.SqlFacts.Projection;
import org.affidavit.gateway.policy.SqlFacts.StatementFacts;

/// What clients say on a replication connection beside SQL. As PostgreSQL does it, the first word
/// tells which of the two a text is, in capitals only.
///
/// Source: PostgreSQL's manual, 55.4, and `repl_scanner.l`.
public final class ReplicationCommands {
    private static final Pattern FIRST_WORD = Pattern.compile("[ \\t\\n\\r\\f\\x0b]*(\\w+)");
    private static final Set<String> NOTHING = Set.of();
    private static final Set<String> ANYTHING = Set.of("*");

    private static final String START = "START_REPLICATION";

    private static final Map<String, SqlFacts> COMMANDS =
            Map.of(
                    "IDENTIFY_SYSTEM",
                    facts("IDENTIFY_SYSTEM", NOTHING, NOTHING),
                    "READ_REPLICATION_SLOT",
                    facts("READ_REPLICATION_SLOT", NOTHING, NOTHING),
                    "TIMELINE_HISTORY",
                    facts("TIMELINE_HISTORY", NOTHING, NOTHING),
                    "CREATE_REPLICATION_SLOT",
                    facts("CREATE_REPLICATION_SLOT", NOTHING, ANYTHING),
                    "ALTER_REPLICATION_SLOT",
                    facts("ALTER_REPLICATION_SLOT", NOTHING, ANYTHING),
                    "DROP_REPLICATION_SLOT",
                    facts("DROP_REPLICATION_SLOT", NOTHING, ANYTHING),
                    // What a client confirms moves its slot.
                    START,
                    facts(START, ANYTHING, ANYTHING),
                    "BASE_BACKUP",
                    facts("BASE_BACKUP", ANYTHING, NOTHING),
                    "UPLOAD_MANIFEST",
                    facts("UPLOAD_MANIFEST", NOTHING, NOTHING));

    private ReplicationCommands() {}

    /// The facts of a text on a connection that was opened so.
    public static SqlFacts read(String text, Replication how, SqlReader sql) {
        return facts(text, how).orElseGet(() -> sql.read(text));
    }

    /// The facts of a text, if it is none of SQL.
    private static Optional<SqlFacts> facts(String text, Replication how) {
        if (how == Replication.NONE) {
            return Optional.empty();
        }
        var word = FIRST_WORD.matcher(text);
        return word.lookingAt()
                ? Optional.ofNullable(COMMANDS.get(word.group(1)))
                : Optional.empty();
    }

    private static SqlFacts facts(String verb, Set<String> reads, Set<String> writes) {
        return new SqlFacts(
                List.of(
                        new StatementFacts(
                                Set.of(verb),
                                reads,
                                writes,
                                NOTHING,
                                true,
                                reads.isEmpty() && writes.isEmpty(),
                                Projection.UNKNOWN)));
    }
}
