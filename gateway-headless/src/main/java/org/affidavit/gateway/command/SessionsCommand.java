package org.affidavit.gateway.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.affidavit.gateway.config.ConfigInvalid;
import org.affidavit.index.QueryProblem;
import org.affidavit.index.SearchResult;
import org.affidavit.sessionlog.SessionLogReader;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.transcript.SessionSummary;
import org.affidavit.sessionlog.transcript.Transcript;
import org.affidavit.sessionlog.transcript.Transcripts;
import org.affidavit.sessionlog.vault.ReadingKeys;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `affidavit sessions`.
@Command(
        name = "sessions",
        description = "Reads what was recorded.",
        footer = {
            "  affidavit sessions list --log gateway/log",
            "  affidavit sessions search 'agent:billing-bot masked:email' --log gateway/log"
        })
final class SessionsCommand {
    private static final int SHOWN_MAX = 50;
    private static final String NOT_VERIFIED =
            "Reads the log without verifying it (that is `affidavit verify`); says where the log"
                    + " stops being readable, and then ends with 7 (altered) or 8 (torn).";

    private SessionsCommand() {}

    static CommandLine line(Terminal terminal) {
        return new CommandLine(new SessionsCommand())
                .addSubcommand(new ListSessions(terminal))
                .addSubcommand(new Search(terminal))
                .addSubcommand(new Show(terminal));
    }

    /// What is wrong with a query, and where.
    static String told(QueryProblem problem, String query) {
        return "The query cannot be read: "
                + problem.getMessage()
                + "\n  "
                + query
                + "\n  "
                + " ".repeat(Math.max(0, problem.position()))
                + "^";
    }

    /// `affidavit sessions list`.
    @Command(
            name = "list",
            description = {"Lists every session of a log, newest first.", NOT_VERIFIED},
            footer = "  affidavit sessions list --log gateway/log")
    private static final class ListSessions implements Callable<Integer> {
        private final Terminal terminal;
        @Mixin private LogOption log = new LogOption();
        @Mixin private ReaderOption readers = new ReaderOption();

        @Option(names = "--json", description = "Print JSON.")
        private boolean json;

        ListSessions(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws CommandFailed, ConfigInvalid, IOException {
            Path folder = log.folder(terminal);
            try (SessionLogReader reader = SessionLogReader.open(folder, readers.keys(folder))) {
                List<SessionSummary> sessions = new Transcripts(reader).sessions().reversed();
                if (json) {
                    terminal.out().println(SessionText.json(sessions));
                } else {
                    SessionText.table(sessions).printTo(terminal.out());
                }
                return new ReadingEnd(folder, terminal).tell(reader).code();
            }
        }
    }

    /// `affidavit sessions search`.
    @Command(
            name = "search",
            preprocessor = QueryWords.class,
            description = {
                "Finds sessions by words of commands and responses, by agent, resource, time and"
                        + " outcome.",
                "Keeps an index in your own cache, or in $AFFIDAVIT_INDEXES, never beside the log;"
                        + " it is not evidence and may be deleted.",
                NOT_VERIFIED
            },
            footer = {
                "  affidavit sessions search refunded --log gateway/log",
                "  affidavit sessions search 'agent:billing-bot time:-1h' --log gateway/log",
                "  affidavit sessions search '-agent:report-bot' --log gateway/log"
            })
    private static final class Search implements Callable<Integer> {
        private final Terminal terminal;
        @Mixin private LogOption log = new LogOption();
        @Mixin private ReaderOption readers = new ReaderOption();

        @Parameters(paramLabel = "QUERY", arity = "1..*", description = "What to look for.")
        private List<String> words = List.of();

        @Option(names = "--json", description = "Print JSON.")
        private boolean json;

        Search(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws CommandFailed, ConfigInvalid, IOException {
            String query = QueryWords.text(words);
            Path folder = log.folder(terminal);
            ReadingKeys keys = readers.keys(folder);
            try (LogSearch search = LogSearch.open(folder, keys, terminal)) {
                SearchResult found = search.find(query, SHOWN_MAX);
                if (json) {
                    terminal.out().println(SearchText.json(found));
                } else {
                    SearchText.print(found, keys.isEmpty(), terminal);
                }
                return new ReadingEnd(folder, terminal).tell(search.log()).code();
            } catch (QueryProblem problem) {
                throw new CommandFailed(
                        ExitCode.USAGE,
                        told(problem, query),
                        "Words, \"phrases\", and fields such as agent: resource: verb: outcome:"
                                + " masked: time: are understood.");
            }
        }
    }

    /// `affidavit sessions show`.
    @Command(
            name = "show",
            description = {"Prints one session, step by step, as the agent saw it.", NOT_VERIFIED},
            footer = "  affidavit sessions show 01KB2N9V3TQ7Z8X4C5D6E7F8G9 --log gateway/log")
    private static final class Show implements Callable<Integer> {
        private final Terminal terminal;
        @Mixin private LogOption log = new LogOption();
        @Mixin private ReaderOption readers = new ReaderOption();

        @Parameters(paramLabel = "ID", description = "The session's id.")
        private String id = "";

        @Option(names = "--plain", description = "Values between tabs instead of aligned columns.")
        private boolean plain;

        Show(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws CommandFailed, ConfigInvalid, IOException {
            SessionId session = id(id);
            Path folder = log.folder(terminal);
            try (SessionLogReader reader = SessionLogReader.open(folder, readers.keys(folder))) {
                ReadingEnd end = new ReadingEnd(folder, terminal);
                Optional<Transcript> transcript = new Transcripts(reader).transcript(session);
                if (transcript.isPresent()) {
                    new TranscriptText(terminal.out(), plain).print(transcript.get());
                    return end.tell(reader).code();
                }
                // A session that lies behind damage is not a session that never was.
                ExitCode exit = end.tell(reader);
                throw new CommandFailed(
                        exit == ExitCode.OK ? ExitCode.NOT_FOUND : exit,
                        "The log has no session " + session + " that can be read.",
                        "See which it has: affidavit sessions list --log " + folder);
            }
        }
    }

    /// A session's id as typed.
    static SessionId id(String text) throws CommandFailed {
        try {
            return new SessionId(text);
        } catch (IllegalArgumentException _) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "`" + text + "` is not a session's id: those have 26 characters.",
                    "See which there are: affidavit sessions list --log DIR");
        }
    }
}
