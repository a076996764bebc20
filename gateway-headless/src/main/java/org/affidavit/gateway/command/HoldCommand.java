package org.affidavit.gateway.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.affidavit.gateway.config.ConfigInvalid;
import org.affidavit.sessionlog.SessionLog;
import org.affidavit.sessionlog.SessionLogReader;
import org.affidavit.sessionlog.event.GatewayEvent.HoldPlaced;
import org.affidavit.sessionlog.event.SessionId;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `affidavit hold`.
@Command(
        name = "hold",
        description = "Forbids the erasure of what was recorded, until the hold is released.",
        footer = {
            "  affidavit hold place --all --by Audit --reason 'year end' \\",
            "      --log gateway/log --key gateway/keys/log.key",
            "  affidavit hold list --log gateway/log"
        })
final class HoldCommand {
    private static final String STOPPED = "The gateway must not be running.";

    private HoldCommand() {}

    static CommandLine line(Terminal terminal) {
        return new CommandLine(new HoldCommand())
                .addSubcommand(new Place(terminal))
                .addSubcommand(new Release(terminal))
                .addSubcommand(new ListHolds(terminal));
    }

    /// `affidavit hold place`.
    @Command(
            name = "place",
            description = {
                "Places a hold: from now on `affidavit erase` refuses what it covers.",
                STOPPED
            },
            footer = {
                "  affidavit hold place --session 01KA5B3V8G7Q9X2M4N6P8R0S1T \\",
                "      --by Legal --reason 'case 12' --log gateway/log --key gateway/keys/log.key"
            })
    private static final class Place implements Callable<Integer> {
        private final Terminal terminal;
        @Mixin private WriterOption log = new WriterOption();

        @Option(names = "--session", paramLabel = "ID", description = "The session that it covers.")
        private Optional<String> session = Optional.empty();

        @Option(names = "--all", description = "It covers every session, also later ones.")
        private boolean all;

        @Mixin private OrderOption order = new OrderOption();

        Place(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws CommandFailed, ConfigInvalid, IOException {
            if (all == session.isPresent()) {
                throw new CommandFailed(
                        ExitCode.USAGE,
                        "What does the hold cover?",
                        "Name one session with --session ID, or every one with --all.");
            }
            Optional<SessionId> covered =
                    all ? Optional.empty() : Optional.of(SessionsCommand.id(session.orElse("")));
            try (SessionLog writer = log.open(terminal)) {
                HoldPlaced hold = writer.placeHold(covered, order.by(), order.reason());
                terminal.out().println(hold.hold());
            }
            terminal.err()
                    .println(
                            "The hold is in force. Copies of the log that others have do not know"
                                    + " of it.");
            return ExitCode.OK.code();
        }
    }

    /// `affidavit hold release`.
    @Command(
            name = "release",
            description = {"Ends a hold. That it was in force stays on record.", STOPPED},
            footer = {
                "  affidavit hold release 01KB2N9V3TQ7Z8X4C5D6E7F8G9 \\",
                "      --by Legal --reason settled --log gateway/log --key gateway/keys/log.key"
            })
    private static final class Release implements Callable<Integer> {
        private final Terminal terminal;
        @Mixin private WriterOption log = new WriterOption();

        @Parameters(paramLabel = "HOLD", description = "The hold, as `hold list` shows it.")
        private String hold = "";

        @Mixin private OrderOption order = new OrderOption();

        Release(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws CommandFailed, ConfigInvalid, IOException {
            try (SessionLog writer = log.open(terminal)) {
                long record = writer.releaseHold(hold, order.by(), order.reason()).index();
                terminal.out().println(Visible.line(hold) + " released, record " + record);
            }
            return ExitCode.OK.code();
        }
    }

    /// `affidavit hold list`.
    @Command(
            name = "list",
            description = {
                "Lists the holds that are in force. The gateway may run.",
                "Reads the log without verifying it; that is `affidavit verify`."
            },
            footer = "  affidavit hold list --log gateway/log")
    private static final class ListHolds implements Callable<Integer> {
        private final Terminal terminal;
        @Mixin private LogOption log = new LogOption();

        ListHolds(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws CommandFailed, ConfigInvalid, IOException {
            Path folder = log.folder(terminal);
            try (SessionLogReader reader = SessionLogReader.open(folder)) {
                var holds = reader.holds();
                if (holds.isEmpty()) {
                    terminal.err().println("No hold is in force.");
                } else {
                    var table = new Table("HOLD", "PLACED", "COVERS", "BY", "REASON");
                    holds.forEach(hold ->
                            table.row(
                                    hold.hold(),
                                    SessionText.time(hold.at()),
                                    hold.session().map(SessionId::value).orElse("every session"),
                                    hold.by(),
                                    hold.reason()));
                    table.printTo(terminal.out());
                }
                return new ReadingEnd(folder, terminal).tell(reader).code();
            }
        }
    }
}
