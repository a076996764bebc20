package org.affidavit.gateway.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Why the gateway cannot start to listen. The network library's own words name its calls and
/// numbers; the system's, which they hold, say what is the matter.
record PortProblem(IOException problem, Path config) {
    CommandFailed told() {
        String what = text(problem).orElse("The gateway cannot start");
        String why = Optional.ofNullable(problem.getCause()).flatMap(PortProblem::text).orElse("");
        if (why.contains("Address already in use")) {
            return failed(
                    what + ": the port is taken.",
                    "See who holds it (ss -ltnp), or write another port in " + config);
        }
        if (why.contains("Permission denied")) {
            return failed(
                    what + ": this user may not open that port.",
                    "Write a port above 1023 in " + config);
        }
        if (why.contains("Cannot assign requested address")) {
            return failed(
                    what + ": this machine has no such address.",
                    "Write an address that it has, such as 127.0.0.1, in " + config);
        }
        return failed(what, "Check every file: affidavit run --check --config " + config);
    }

    private static Optional<String> text(Throwable problem) {
        return Optional.ofNullable(problem.getMessage());
    }

    private static CommandFailed failed(String what, String next) {
        return new CommandFailed(ExitCode.FAILED, what, next);
    }
}
