package org.affidavit.gateway.policy;

/// Reads SQL text into facts. Never throws on input: what it does not understand is opaque.
public interface SqlReader {
    SqlFacts read(String sql);
}
