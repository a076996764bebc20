package org.affidavit.gateway.policy;

import java.util.Locale;

/// Whether a resource is opened for statements, or to copy all of it: what is replicated passes
/// neither rules about relations nor masking.
public enum Replication {
    /// For statements.
    NONE,
    /// Of one database, decoded; statements may come too.
    DATABASE,
    /// Of the whole server, as it is on disk.
    PHYSICAL;

    /// As rules write it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
