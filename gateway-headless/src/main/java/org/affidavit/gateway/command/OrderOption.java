package org.affidavit.gateway.command;

import java.util.Optional;
import picocli.CommandLine.Option;

/// Who orders something that goes on record, and why.
final class OrderOption {
    @Option(
            names = "--by",
            paramLabel = "NAME",
            description =
                    "Who orders it. Goes on record as you write it; nothing proves it. With"
                            + " --gateway, your token says it instead.")
    private Optional<String> by = Optional.empty();

    @Option(
            names = "--reason",
            required = true,
            paramLabel = "TEXT",
            description = "Why. Goes on record for ever: name nobody who must be forgotten.")
    private String reason = "";

    boolean named() {
        return by.isPresent();
    }

    String by() throws CommandFailed {
        return by.map(String::strip)
                .orElseThrow(() ->
                        new CommandFailed(
                                ExitCode.USAGE,
                                "Who orders it? That goes on record.",
                                "Add --by NAME, or ask the running gateway with --gateway URL."));
    }

    String reason() {
        return reason.strip();
    }
}
