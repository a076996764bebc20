package org.affidavit.gateway.command;

import picocli.CommandLine.Option;

/// Who orders something that goes on record, and why.
final class OrderOption {
    @Option(
            names = "--by",
            required = true,
            paramLabel = "NAME",
            description = "Who orders it. Goes on record as you write it; nothing proves it.")
    private String by = "";

    @Option(
            names = "--reason",
            required = true,
            paramLabel = "TEXT",
            description = "Why. Goes on record for ever: name nobody who must be forgotten.")
    private String reason = "";

    String by() {
        return by.strip();
    }

    String reason() {
        return reason.strip();
    }
}
