package org.affidavit.gateway.command;

import java.io.Serial;

/// A command that cannot go on, told to a person: what happened, and what to do next.
final class CommandFailed extends Exception {
    @Serial private static final long serialVersionUID = 1;

    private final ExitCode exit;
    private final String next;

    /// @param what what happened, one sentence
    /// @param next what to do, if possible a command to run
    CommandFailed(ExitCode exit, String what, String next) {
        super(what, null, false, false);
        this.exit = exit;
        this.next = next;
    }

    ExitCode exit() {
        return exit;
    }

    String next() {
        return next;
    }
}
