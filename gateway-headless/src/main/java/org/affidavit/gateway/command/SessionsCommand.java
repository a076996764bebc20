package org.affidavit.gateway.command;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.affidavit.gateway.config.ConfigInvalid;
import org.affidavit.index.QueryProblem;
import org.affidavit.index.SearchResult;
import org.affidavit.sessionlog.SessionLogReader;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.transcript.SessionSummary;
import org.affidavit.sessionlog.transcript.Transcript;
import org.affidavit.sessionlog.transcript.Transcripts;
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

    private SessionsCommand() {}

    static CommandLine line(Terminal terminal) {
        return new CommandLine(new SessionsCommand())
                .addSubcommand(new ListSessions(terminal))
                .addSubcommand(new Search(terminal))
                .addSubcommand(new Show(terminal));
    }

    /// `affidavit sessions list`.
    @Command(
            name = "list",
            description = "Lists every session of a log, newest first.",
            footer = "  affidavit sessions list --log gateway/log")
    private static final class ListSessions implements Callable<Integer> {
        private final Terminal terminal;
        @Mixin private LogOption log = new LogOption();

        @Option(names = "--json", description = "Print JSON.")
        private boolean json;

        ListSessions(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws CommandFailed, ConfigInvalid, IOException {
            try (SessionLogReader reader = SessionLogReader.open(log.folder(terminal))) {
                List<SessionSummary> sessions = new Transcripts(reader).sessions().reversed();
                if (json) {
                    terminal.out().println(SessionText.json(sessions));
                } else {
                    SessionText.table(sessions).printTo(terminal.out());
                }
            }
            return ExitCode.OK.code();
        }
    }

    /// `affidavit sessions search`.
    @Command(
            name = "search",
            description = {
                "Finds sessions by words of commands and responses, by agent, resource, time and"
                        + " outcome.",
                "Keeps an index in your own cache, or in $AFFIDAVIT_INDEXES, never beside the log;"
                        + " it is not evidence and may be deleted."
            },
            footer = {
                "  affidavit sessions search refunded --log gateway/log",
                "  affidavit sessions search 'agent:billing-bot masked:email time:-1h'"
            })
    private static final class Search implements Callable<Integer> {
        private final Terminal terminal;
        @Mixin private LogOption log = new LogOption();

        @Parameters(paramLabel = "QUERY", arity = "1..*", description = "What to look for.")
        private List<String> words = List.of();

        @Option(names = "--json", description = "Print JSON.")
        private boolean json;

        Search(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws CommandFailed, ConfigInvalid, IOException {
            String query = String.join(" ", words);
            try (LogSearch search = LogSearch.open(log.folder(terminal), terminal)) {
                SearchResult found = search.find(query, SHOWN_MAX);
                if (json) {
                    terminal.out().println(SearchText.json(found));
                } else {
                    SearchText.print(found, terminal);
                }
            } catch (QueryProblem problem) {
                throw new CommandFailed(
                        ExitCode.USAGE,
                        "The query cannot be read: "
                                + problem.getMessage()
                                + "\n  "
                                + query
                                + "\n  "
                                + " ".repeat(Math.max(0, problem.position()))
                                + "^",
                        "Words, \"phrases\", and fields such as agent: resource: verb: outcome:"
                                + " masked: time: are understood.");
            }
            return ExitCode.OK.code();
        }
    }

    /// `affidavit sessions show`.
    @Command(
            name = "show",
            description = "Prints one session, step by step, as the agent saw it.",
            footer = "  affidavit sessions show 01KB2N9V3TQ7Z8X4C5D6E7F8G9 --log gateway/log")
    private static final class Show implements Callable<Integer> {
        private final Terminal terminal;
        @Mixin private LogOption log = new LogOption();

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
            try (SessionLogReader reader = SessionLogReader.open(log.folder(terminal))) {
                Transcript transcript =
                        new Transcripts(reader)
                                .transcript(session)
                                .orElseThrow(() -> unknown(session));
                new TranscriptText(terminal.out(), plain).print(transcript);
            }
            return ExitCode.OK.code();
        }

        private static CommandFailed unknown(SessionId session) {
            return new CommandFailed(
                    ExitCode.NOT_FOUND,
                    "The log has no session " + session + ".",
                    "See which it has: affidavit sessions list");
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
                    "See which there are: affidavit sessions list");
        }
    }
}
