package org.affidavit.gateway.credential;

import java.util.Arrays;

/// A secret with a lifetime: wiped on close, never printed.
public final class Secret implements AutoCloseable {
    private final char[] value;

    /// Takes ownership of the characters.
    public Secret(char[] value) {
        this.value = value;
    }

    /// The live characters; valid until close.
    public char[] reveal() {
        return value;
    }

    @Override
    public void close() {
        Arrays.fill(value, '\0');
    }

    @Override
    public String toString() {
        return "Secret[hidden]";
    }
}
