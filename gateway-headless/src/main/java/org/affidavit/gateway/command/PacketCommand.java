package org.affidavit.gateway.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.affidavit.evidence.Packet;
import org.affidavit.evidence.PacketExporter;
import org.affidavit.evidence.PacketRequest;
import org.affidavit.gateway.config.ConfigInvalid;
import org.affidavit.index.QueryProblem;
import org.affidavit.index.SearchResult.SessionHit;
import org.affidavit.sessionlog.SessionLogReader;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.transcript.SessionSummary;
import org.affidavit.sessionlog.transcript.Transcripts;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `affidavit packet`.
@Command(
        name = "packet",
        description = "Exports sessions as evidence that an outside auditor can check.",
        footer = "  affidavit packet build --log gateway/log --out packet.pdf")
final class PacketCommand {
    private PacketCommand() {}

    static CommandLine line(Terminal terminal) {
        return new CommandLine(new PacketCommand())
                .addSubcommand(new BuildPacket(terminal))
                .addSubcommand(new VerifyPacket(terminal));
    }

    /// `affidavit packet build`.
    @Command(
            name = "build",
            description = {
                "Verifies the log and writes a PDF with the evidence of chosen sessions.",
                "Without --session and --query it holds every session of the log; with --session,"
                        + " exactly these; with --query, all that it finds."
            },
            footer = {
                "  affidavit packet build --log gateway/log --out packet.pdf",
                "  affidavit packet build --log gateway/log --out drops.pdf --query verb:DROP \\",
                "      --title 'Refused schema changes'"
            })
    private static final class BuildPacket implements Callable<Integer> {
        /// A packet is read by people: no more than this many sessions by a query.
        private static final int SESSIONS_MAX = 10_000;

        private final Terminal terminal;
        @Mixin private LogOption log = new LogOption();
        @Mixin private ReaderOption readers = new ReaderOption();

        @Option(names = "--out", required = true, paramLabel = "FILE", description = "The packet.")
        private Path out = Path.of("");

        @Option(names = "--session", paramLabel = "ID", description = "A session; may be repeated.")
        private List<String> ids = new ArrayList<>();

        @Option(
                names = "--query",
                paramLabel = "QUERY",
                description = "Sessions that a search finds.")
        private Optional<String> query = Optional.empty();

        @Option(
                names = "--key",
                paramLabel = "FILE",
                description = "A public key of the log. Default: log.vkey beside the folder.")
        private List<Path> keys = new ArrayList<>();

        @Option(
                names = "--title",
                paramLabel = "TEXT",
                defaultValue = "Agent sessions",
                description = "On the cover. Default: ${DEFAULT-VALUE}")
        private String title = "";

        @Option(
                names = "--organisation",
                paramLabel = "TEXT",
                defaultValue = "",
                description = "On the cover.")
        private String organisation = "";

        @Option(
                names = "--prepared-by",
                defaultValue = "",
                paramLabel = "NAME",
                description = "On the cover. Default: the user of this system.")
        private String preparedBy = "";

        BuildPacket(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws CommandFailed, ConfigInvalid, IOException {
            Path folder = log.folder(terminal);
            if (Files.exists(out)) {
                throw new CommandFailed(
                        ExitCode.FAILED,
                        out + " exists already; nothing is overwritten.",
                        "Name another file with --out.");
            }
            checkChoices();
            LogKeys trusted = LogKeys.read(keys, folder);
            Chosen chosen = choose(folder);
            Instant now = terminal.clock().instant();
            Packet packet =
                    new PacketExporter()
                            .export(
                                    new PacketRequest(
                                            folder,
                                            trusted.keys(),
                                            readers.keys(folder),
                                            chosen.sessions(),
                                            title,
                                            organisation,
                                            preparedBy(),
                                            now,
                                            chosen.how()),
                                    out,
                                    this::progress);
            terminal.out()
                    .printf(
                            Locale.ROOT,
                            "%s: %s, %d pages, %d bytes%nSHA-256 %s%n",
                            packet.file(),
                            chosen.sessions().size() == 1
                                    ? "1 session"
                                    : chosen.sessions().size() + " sessions",
                            packet.pages(),
                            packet.bytes(),
                            packet.sha256());
            terminal.err().println("  Check it: affidavit packet verify " + packet.file());
            return ExitCode.OK.code();
        }

        private void checkChoices() throws CommandFailed {
            Path parent = out.toAbsolutePath().normalize().getParent();
            if (parent != null && !Files.isDirectory(parent)) {
                throw new CommandFailed(
                        ExitCode.NOT_FOUND,
                        "There is no folder " + parent + " to write the packet to.",
                        "Make it, or name another place with --out.");
            }
            if (!ids.isEmpty() && query.isPresent()) {
                throw new CommandFailed(
                        ExitCode.USAGE,
                        "Sessions are chosen by --session or by --query, not by both.",
                        "Leave one of them out.");
            }
            if (title.isBlank()) {
                throw new CommandFailed(
                        ExitCode.USAGE,
                        "A cover needs a title.",
                        "Write one with --title, or leave the option out.");
            }
        }

        private String preparedBy() {
            return preparedBy.isEmpty()
                    ? terminal.setting("USER")
                            .orElseGet(() -> System.getProperty("user.name", "unknown"))
                    : preparedBy;
        }

        private boolean progress(PacketExporter.Stage stage, double done) {
            if (terminal.interactive() && done == 0) {
                terminal.err().println(stage.name().toLowerCase(Locale.ROOT) + " ...");
            }
            return !Thread.currentThread().isInterrupted();
        }

        private Chosen choose(Path folder) throws CommandFailed, IOException {
            Chosen chosen = ids.isEmpty() ? found(folder) : named(folder);
            if (chosen.sessions().isEmpty()) {
                throw new CommandFailed(
                        ExitCode.NOT_FOUND,
                        "No session was chosen: " + chosen.how() + " gives none.",
                        "See which there are: affidavit sessions list --log " + folder);
            }
            return chosen;
        }

        private Chosen named(Path folder) throws CommandFailed, IOException {
            List<SessionId> known = all(folder);
            List<SessionId> sessions = new ArrayList<>();
            for (String text : ids) {
                SessionId id = SessionsCommand.id(text);
                if (!known.contains(id)) {
                    throw new CommandFailed(
                            ExitCode.NOT_FOUND,
                            "The log has no session " + id + ".",
                            "See which it has: affidavit sessions list --log " + folder);
                }
                sessions.add(id);
            }
            return new Chosen(sessions, "chosen one by one");
        }

        private Chosen found(Path folder) throws CommandFailed, IOException {
            if (query.isEmpty()) {
                return new Chosen(all(folder), "every session of the log");
            }
            try (LogSearch search = LogSearch.anew(folder, readers.keys(folder), terminal)) {
                var result = search.find(query.get(), SESSIONS_MAX);
                return new Chosen(
                        result.sessions().stream().map(SessionHit::session).toList().reversed(),
                        "the query " + query.get() + ", understood as " + result.understood());
            } catch (QueryProblem problem) {
                throw new CommandFailed(
                        ExitCode.USAGE,
                        SessionsCommand.told(problem, query.get()),
                        "Try it first: affidavit sessions search QUERY --log " + folder);
            }
        }

        private static List<SessionId> all(Path folder) throws IOException {
            try (SessionLogReader reader = SessionLogReader.open(folder)) {
                return new Transcripts(reader).sessions().stream().map(SessionSummary::id).toList();
            }
        }
    }

    /// Sessions for a packet, and in words how they were chosen.
    private record Chosen(List<SessionId> sessions, String how) {}
}
