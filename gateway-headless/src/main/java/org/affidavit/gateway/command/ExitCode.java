package org.affidavit.gateway.command;

/// What the exit code of the command says. Stable: scripts depend on it.
enum ExitCode {
    OK(0),
    FAILED(1),
    USAGE(2),
    INVALID_CONFIG(3),
    NOT_FOUND(4),
    NOT_ALLOWED(5),
    CANNOT_REACH(6),
    /// The log or the packet was altered.
    ALTERED(7),
    /// Everything signed holds; bytes at the end are no whole record.
    TORN(8),
    UNKNOWN_KEY(9),
    TOO_NEW(10),
    /// Everything signed holds; records at the end are signed by nobody.
    UNSIGNED(11);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
