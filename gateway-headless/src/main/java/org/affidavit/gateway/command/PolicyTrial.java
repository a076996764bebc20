package org.affidavit.gateway.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.affidavit.gateway.command.ReplayedPolicy.Change;
import org.affidavit.gateway.config.ConfigInvalid;
import org.affidavit.gateway.config.GatewayConfig;
import org.affidavit.gateway.config.SourceFile;
import org.affidavit.gateway.policy.Policies;
import org.affidavit.gateway.policy.PolicyEngine;
import org.affidavit.sessionlog.SessionLogReader;
import org.affidavit.sessionlog.transcript.SessionSummary;
import org.affidavit.sessionlog.transcript.Transcripts;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Tries policies on what a log has recorded.
final class PolicyTrial {
    @Mixin private LogOption log = new LogOption();
    @Mixin private ReaderOption readers = new ReaderOption();

    @Option(names = "--exit-code", description = "End with 1 if a verdict would be different.")
    private boolean exitCode;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    /// @param before the policy to compare with; empty for the verdicts on record
    /// @return what the command ends with
    int run(Path file, Optional<Path> before, Terminal terminal)
            throws CommandFailed, ConfigInvalid, IOException {
        PolicyEngine now = engine(file, terminal);
        Optional<PolicyEngine> old = Optional.empty();
        if (before.isPresent()) {
            old = Optional.of(engine(before.get(), terminal));
        }
        Path folder = log.folder(terminal);
        try (SessionLogReader reader = SessionLogReader.open(folder, readers.keys(folder))) {
            var transcripts = new Transcripts(reader);
            var replay = new ReplayedPolicy(now, old);
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
    private PolicyEngine engine(Path file, Terminal terminal) throws CommandFailed, ConfigInvalid {
        GatewayConfig.Approval approvals =
                log.given() ? PolicyOption.NOBODY : log.configuration(terminal).approvals();
        return Policies.read(SourceFile.read(file), approvals).engine();
    }
}
