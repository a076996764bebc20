package org.affidavit.gateway.protocol.postgres.wire;

import io.netty.handler.codec.DecoderException;
import java.io.Serial;

/// Bytes that break the protocol or a limit. Ends the session they came on.
///
/// Carries no stack trace: hostile input must stay cheap. The message never quotes the bytes.
public final class ProtocolViolation extends DecoderException {
    @Serial private static final long serialVersionUID = 1;

    private final Reason reason;

    public ProtocolViolation(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /// What kind of breach it was; stable, counted in refusals.
    public Reason reason() {
        return reason;
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }

    static ProtocolViolation truncated(String what) {
        return new ProtocolViolation(Reason.TRUNCATED, what + " ends before its last field");
    }

    static ProtocolViolation trailing(String what, int bytes) {
        return new ProtocolViolation(
                Reason.TRAILING_BYTES, what + " has " + bytes + " bytes after its last field");
    }

    static ProtocolViolation tooMany(String what, long got, long max) {
        return new ProtocolViolation(
                Reason.LIMIT, "Too many " + what + ": got " + got + ", the limit is " + max);
    }

    /// The kinds of breach.
    public enum Reason {
        UNKNOWN_TYPE,
        BAD_LENGTH,
        TRUNCATED,
        TRAILING_BYTES,
        BAD_TEXT,
        LIMIT,
        OUT_OF_ORDER
    }
}
