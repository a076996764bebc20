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

    private static final String NOTE = ", replication ";

    /// As rules write it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// How a client is named on record that opens a resource so.
    ///
    /// @param client its name and address
    public String noted(String client) {
        return this == NONE ? client : client + NOTE + word();
    }

    /// How a client on record opened its resource.
    public static Replication of(String client) {
        for (Replication way : values()) {
            if (way != NONE && client.endsWith(NOTE + way.word())) {
                return way;
            }
        }
        return NONE;
    }
}
