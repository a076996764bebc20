package org.affidavit.gateway.command;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/// Everything a command needs from the process it runs in.
///
/// @param out data, and nothing else
/// @param err everything else
/// @param interactive true when a person sits before it: only then is colour used
record Terminal(
        PrintWriter out,
        PrintWriter err,
        Clock clock,
        Map<String, String> environment,
        boolean interactive) {
    Terminal {
        environment = Map.copyOf(environment);
    }

    /// The process's own.
    @SuppressWarnings("SystemConsoleNull") // It is null in a JVM told to use no terminal.
    static Terminal ofProcess() {
        Console console = System.console();
        return new Terminal(
                writer(FileDescriptor.out),
                writer(FileDescriptor.err),
                Clock.systemUTC(),
                System.getenv(),
                console != null && console.isTerminal());
    }

    /// A setting from the environment; an empty one counts as absent.
    Optional<String> setting(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }

    boolean colour() {
        return interactive && setting("NO_COLOR").isEmpty();
    }

    private static PrintWriter writer(FileDescriptor target) {
        return new PrintWriter(new FileOutputStream(target), true, StandardCharsets.UTF_8);
    }
}
