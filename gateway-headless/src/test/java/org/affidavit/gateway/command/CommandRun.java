package org.affidavit.gateway.command;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.util.Map;

/// One command run in this process, as a test sees it.
record CommandRun(int exit, String out, String err) {
    static CommandRun of(String... arguments) {
        return in(Map.of(), arguments);
    }

    static CommandRun in(Map<String, String> environment, String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var terminal =
                new Terminal(
                        new PrintWriter(out, true),
                        new PrintWriter(err, true),
                        Clock.systemUTC(),
                        environment,
                        false);
        int exit = Affidavit.run(terminal, arguments);
        return new CommandRun(exit, out.toString(), err.toString());
    }

    String firstLine() {
        return out.lines().findFirst().orElse("");
    }
}
