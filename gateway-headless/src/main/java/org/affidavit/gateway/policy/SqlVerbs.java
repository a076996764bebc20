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
                                    "ALTER_REPLICATION_SLOT",
                                    "ANALYZE",
                                    "BASE_BACKUP",
                                    "BEGIN",
                                    "CALL",
                                    "CHECKPOINT",
                                    "CLOSE",
                                    "CLUSTER",
                                    "COMMENT",
                                    "COMMIT",
                                    "COPY",
                                    "CREATE",
                                    "CREATE_REPLICATION_SLOT",
                                    "DEALLOCATE",
                                    "DECLARE",
                                    "DELETE",
                                    "DISCARD",
                                    "DO",
                                    "DROP",
                                    "DROP_REPLICATION_SLOT",
                                    "EXECUTE",
                                    "EXPLAIN",
                                    "FETCH",
                                    "GRANT",
                                    "IDENTIFY_SYSTEM",
                                    "IMPORT",
                                    "INSERT",
                                    "LISTEN",
                                    "LOAD",
                                    "LOCK",
                                    "MERGE",
                                    "MOVE",
                                    "NOTIFY",
                                    "PREPARE",
                                    "READ_REPLICATION_SLOT",
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
                                    "START_REPLICATION",
                                    "TIMELINE_HISTORY",
                                    "TRUNCATE",
                                    "UNLISTEN",
                                    "UPDATE",
                                    "UPLOAD_MANIFEST",
                                    "VACUUM")));

    private SqlVerbs() {}
}
