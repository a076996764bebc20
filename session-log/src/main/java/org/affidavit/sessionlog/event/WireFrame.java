package org.affidavit.sessionlog.event;

import java.util.Arrays;
import java.util.Objects;

/// One wire message as it crossed the agent's side of the gateway, after masking; or what is kept
/// like one.
///
/// @param direction who sent it
/// @param micros microseconds since the event of the same record
/// @param bytes the exact bytes, with the protocol's own header
public record WireFrame(Direction direction, long micros, byte[] bytes) {
    public WireFrame {
        Objects.requireNonNull(direction, "direction");
        if (micros < 0) {
            throw new IllegalArgumentException("Time runs backwards in a frame: " + micros);
        }
    }

    /// Who sent a frame.
    public enum Direction {
        FROM_AGENT,
        TO_AGENT,
        /// Nobody: it says who the agent of the session is, see `encode.AgentDisclosures`.
        DISCLOSURE
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WireFrame that
                && direction == that.direction
                && micros == that.micros
                && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Objects.hash(direction, micros, Arrays.hashCode(bytes));
    }

    @Override
    public String toString() {
        return "WireFrame[" + direction + ", +" + micros + " us, " + bytes.length + " bytes]";
    }
}
