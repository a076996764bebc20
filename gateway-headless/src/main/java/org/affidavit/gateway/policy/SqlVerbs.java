package org.affidavit.gateway.policy;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Every verb that a statement can have; `*` stands in those of a statement that is opaque.
final class SqlVerbs {
    static final Set<String> ALL =
            Collections.unmodifiableSet(
                    new TreeSet<>(
                            List.of(
                                    "*",
                                    "ALTER",
                                    "ANALYZE",
                                    "BEGIN",
                                    "CALL",
                                    "CHECKPOINT",
                                    "CLOSE",
                                    "CLUSTER",
                                    "COMMENT",
                                    "COMMIT",
                                    "COPY",
                                    "CREATE",
                                    "DEALLOCATE",
                                    "DECLARE",
                                    "DELETE",
                                    "DISCARD",
                                    "DO",
                                    "DROP",
                                    "EXECUTE",
                                    "EXPLAIN",
                                    "FETCH",
                                    "GRANT",
                                    "IMPORT",
                                    "INSERT",
                                    "LISTEN",
                                    "LOAD",
                                    "LOCK",
                                    "MERGE",
                                    "MOVE",
                                    "NOTIFY",
                                    "PREPARE",
                                    "REASSIGN",
                                    "REFRESH",
                                    "REINDEX",
                                    "REVOKE",
                                    "ROLLBACK",
                                    "SAVEPOINT",
                                    "SECURITY",
                                    "SELECT",
                                    "SET",
                                    "SHOW",
                                    "TRUNCATE",
                                    "UNLISTEN",
                                    "UPDATE",
                                    "VACUUM")));

    private SqlVerbs() {}
}
