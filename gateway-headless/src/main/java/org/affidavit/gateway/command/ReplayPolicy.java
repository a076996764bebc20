package org.affidavit.gateway.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.affidavit.gateway.command.ReplayedPolicy.Change;
import org.affidavit.gateway.config.ConfigInvalid;
import org.affidavit.gateway.config.GatewayConfig;
import org.affidavit.gateway.config.SourceFile;
import org.affidavit.gateway.policy.Policies;
import org.affidavit.gateway.policy.Policy;
import org.affidavit.sessionlog.SessionLogReader;
import org.affidavit.sessionlog.transcript.SessionSummary;
import org.affidavit.sessionlog.transcript.Transcripts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `affidavit policy replay`.
@Command(
        name = "replay",
        description = {
            "Asks a policy about every command of a log, as the agent, the resource and the time"
                    + " then were, and says which verdicts would have been different.",
            "The log is read, not verified. Needs a reader's key: without one nobody can tell what"
                    + " was asked, or by whom. The targets are not asked: what a session knew of"
                    + " code of their own is not known here."
        },
        footer = {
            "  affidavit policy replay new-policy.yaml --log gateway/log",
            "  affidavit policy replay new-policy.yaml --log gateway/log --exit-code"
        })
final class ReplayPolicy implements Callable<Integer> {
    private final Terminal terminal;
    @Mixin private LogOption log = new LogOption();
    @Mixin private ReaderOption readers = new ReaderOption();

    @Parameters(paramLabel = "POLICY", description = "The policy to try.")
    private Path file = Path.of("");

    @Option(
            names = "--exit-code",
            description = "End with 1 if a verdict would have been different.")
    private boolean exitCode;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    ReplayPolicy(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws CommandFailed, ConfigInvalid, IOException {
        Policy policy = Policies.read(SourceFile.read(file), approvals());
        Path folder = log.folder(terminal);
        try (SessionLogReader reader = SessionLogReader.open(folder, readers.keys(folder))) {
            var transcripts = new Transcripts(reader);
            var replay = new ReplayedPolicy(policy.engine());
            List<Change> changes = new ArrayList<>();
            for (SessionSummary session : transcripts.sessions()) {
                transcripts
                        .transcript(session.id())
                        .ifPresent(transcript -> changes.addAll(replay.replay(transcript)));
            }
            if (json) {
                terminal.out().println(ReplayText.json(changes, replay));
            } else {
                ReplayText.print(changes, replay, terminal);
            }
            ExitCode end = new ReadingEnd(folder, terminal).tell(reader);
            boolean different = exitCode && !changes.isEmpty();
            return (end == ExitCode.OK && different ? ExitCode.FAILED : end).code();
        }
    }

    /// Who may decide comes from the configuration if the log does.
    private GatewayConfig.Approval approvals() throws CommandFailed, ConfigInvalid {
        return log.given() ? PolicyOption.NOBODY : log.configuration(terminal).approvals();
    }
}
