package org.affidavit.gateway.policy;

import java.util.Optional;

/// Reads SQL text into facts. Never throws on input: what it does not understand is opaque.
public interface SqlReader {
    /// May take long.
    SqlFacts read(String sql);

    /// The facts if they can be told without delay, such as of a text like one read before.
    default Optional<SqlFacts> readAtOnce(String sql) {
        return Optional.of(read(sql));
    }
}
