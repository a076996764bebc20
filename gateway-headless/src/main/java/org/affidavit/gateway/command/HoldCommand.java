package org.affidavit.gateway.command;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
import tools.jackson.databind.JsonNode;

/// `affidavit hold`.
@Command(
        name = "hold",
        description = "Forbids the erasure of what was recorded, until the hold is released.",
        footer = {
            "  affidavit hold place --all --reason 'year end' \\",
            "      --gateway https://localhost:8443 --ca gateway/ca.crt --token-file token",
            "  affidavit hold list --log gateway/log"
        })
final class HoldCommand {
    private static final String STOPPED =
            "The gateway that runs does it for those whom its configuration names as `officers`"
                    + " under `log`. Without --gateway, this writes the log itself, and the gateway"
                    + " must be stopped.";

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
        @Mixin private GatewayOption gateway = new GatewayOption();

        @Option(names = "--session", paramLabel = "ID", description = "The session that it covers.")
        private Optional<String> session = Optional.empty();

        @Option(names = "--all", description = "It covers every session, also later ones.")
        private boolean all;

        @Mixin private OrderOption order = new OrderOption();

        Place(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws Exception {
            if (all == session.isPresent()) {
                throw new CommandFailed(
                        ExitCode.USAGE,
                        "What does the hold cover?",
                        "Name one session with --session ID, or every one with --all.");
            }
            Optional<SessionId> covered =
                    all ? Optional.empty() : Optional.of(SessionsCommand.id(session.orElse("")));
            boolean live = gateway.given(log.named() || order.named());
            terminal.out().println(live ? ask(covered) : write(covered));
            terminal.err()
                    .println(
                            "The hold is in force. Copies of the log that others have do not know"
                                    + " of it.");
            return ExitCode.OK.code();
        }

        private String write(Optional<SessionId> covered)
                throws CommandFailed, ConfigInvalid, IOException {
            String by = order.by();
            var words = new ArrayList<>(List.of("hold", "place"));
            words.addAll(
                    covered.map(id -> List.of("--session", id.value())).orElse(List.of("--all")));
            words.addAll(List.of("--reason", order.reason()));
            try (SessionLog writer = log.open(terminal, words)) {
                return writer.placeHold(covered, by, order.reason()).hold();
            }
        }

        private String ask(Optional<SessionId> covered) throws Exception {
            return GatewayOption.finished(
                            gateway.calling(
                                    terminal,
                                    client ->
                                            client.placeHold(
                                                    covered.map(SessionId::value), order.reason())))
                    .path("id")
                    .asString("");
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
        @Mixin private GatewayOption gateway = new GatewayOption();

        @Parameters(paramLabel = "HOLD", description = "The hold, as `hold list` shows it.")
        private String hold = "";

        @Mixin private OrderOption order = new OrderOption();

        Release(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws Exception {
            String id = id();
            boolean live = gateway.given(log.named() || order.named());
            long record = live ? ask(id) : write(id);
            terminal.out().println(id + " released, record " + record);
            return ExitCode.OK.code();
        }

        private String id() throws CommandFailed {
            try {
                return new SessionId(hold).value();
            } catch (IllegalArgumentException _) {
                throw new CommandFailed(
                        ExitCode.USAGE,
                        "`" + hold + "` is not a hold's id: those have 26 characters.",
                        "See which there are: affidavit hold list --log DIR");
            }
        }

        private long write(String id) throws CommandFailed, ConfigInvalid, IOException {
            String by = order.by();
            var words = List.of("hold", "release", id, "--reason", order.reason());
            try (SessionLog writer = log.open(terminal, words)) {
                return writer.releaseHold(id, by, order.reason()).index();
            }
        }

        private long ask(String id) throws Exception {
            return GatewayOption.finished(
                            gateway.calling(
                                    terminal, client -> client.releaseHold(id, order.reason())))
                    .path("record")
                    .asLong(-1);
        }
    }

    /// `affidavit hold list`.
    @Command(
            name = "list",
            description = {
                "Lists the holds that are in force. The gateway may run; with --gateway it is"
                        + " asked.",
                "Reads the log without verifying it; that is `affidavit verify`."
            },
            footer = "  affidavit hold list --log gateway/log")
    private static final class ListHolds implements Callable<Integer> {
        private final Terminal terminal;
        @Mixin private LogOption log = new LogOption();
        @Mixin private GatewayOption gateway = new GatewayOption();

        ListHolds(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws Exception {
            if (gateway.given(log.named())) {
                JsonNode holds =
                        GatewayOption.finished(gateway.calling(terminal, client -> client.holds()));
                var listed = new ArrayList<HoldPlaced>();
                holds.forEach(hold -> listed.add(read(hold)));
                print(listed);
                return ExitCode.OK.code();
            }
            Path folder = log.folder(terminal);
            try (SessionLogReader reader = SessionLogReader.open(folder)) {
                print(reader.holds());
                return new ReadingEnd(folder, terminal).tell(reader).code();
            }
        }

        private static HoldPlaced read(JsonNode hold) {
            return new HoldPlaced(
                    Instant.parse(hold.path("placed").asString("")),
                    hold.path("id").asString(""),
                    hold.path("session").stringValueOpt().map(SessionId::new),
                    hold.path("by").asString(""),
                    hold.path("reason").asString(""));
        }

        private void print(List<HoldPlaced> holds) {
            if (holds.isEmpty()) {
                terminal.err().println("No hold is in force.");
                return;
            }
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
    }
}
