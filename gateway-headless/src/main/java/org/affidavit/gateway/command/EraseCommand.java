package org.affidavit.gateway.command;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.affidavit.gateway.config.ConfigInvalid;
import org.affidavit.sessionlog.Erasure;
import org.affidavit.sessionlog.SessionLog;
import org.affidavit.sessionlog.event.SessionId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `affidavit erase`.
@Command(
        name = "erase",
        description = {
            "Erases for ever what was said in a session, or the payload of one of its records. The"
                    + " gateway must not be running.",
            "A record says who ordered it, why and under which basis. All other records stay, and"
                    + " so does the proof of them. After a crash, run it again: it goes on where it"
                    + " stopped."
        },
        footer = {
            "  affidavit erase --session 01KA5B3V8G7Q9X2M4N6P8R0S1T \\",
            "      --by 'Dana Reyes' --basis 'GDPR Art. 17' --reason 'request 4711' \\",
            "      --log gateway/log --key gateway/keys/log.key --yes"
        })
final class EraseCommand implements Callable<Integer> {
    private final Terminal terminal;
    @Mixin private WriterOption log = new WriterOption();

    @Option(
            names = "--session",
            required = true,
            paramLabel = "ID",
            description = "The session's id.")
    private String session = "";

    @Option(
            names = "--record",
            paramLabel = "N",
            description = "Erase the payload of this record alone. Default: of all of them.")
    private Optional<Long> record = Optional.empty();

    @Option(
            names = "--basis",
            required = true,
            paramLabel = "TEXT",
            description = "What allows or demands it, such as a law. Goes on record.")
    private String basis = "";

    @Mixin private OrderOption order = new OrderOption();

    @Option(names = "--yes", description = "Do it. Without, nothing is erased.")
    private boolean yes;

    EraseCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws CommandFailed, ConfigInvalid, IOException {
        SessionId id = SessionsCommand.id(session);
        String what =
                record.isPresent()
                        ? "the payload of record " + record.get() + " of session " + id
                        : "all payloads of session " + id + " and the key that opens them";
        if (!yes) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "This erases for ever " + what + ". Nothing was erased yet.",
                    "To erase it, run the same with --yes.");
        }
        try (SessionLog writer = log.open(terminal)) {
            tell(
                    writer.erase(
                            new Erasure(id, record, order.by(), basis.strip(), order.reason())),
                    what);
        }
        return ExitCode.OK.code();
    }

    private void tell(Erasure.Done done, String what) {
        terminal.out().println("Erased " + what + ".");
        terminal.out()
                .println(
                        String.format(
                                Locale.ROOT,
                                "payloads  %,d, %,d bytes%s",
                                done.payloads(),
                                done.bytes(),
                                done.keyGone() ? " with the key" : ""));
        terminal.out()
                .println(
                        "record    "
                                + done.order()
                                + (done.resumed() ? ", which had ordered it before" : ""));
        terminal.err()
                .println(
                        "Copies and backups of the log are not reached, nor bundles, packets and"
                                + " search indexes that were made of it. Keys of a retention period"
                                + " reach those that hold it sealed: see docs/erasure.md.");
    }
}
