package org.affidavit.gateway.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.affidavit.sessionlog.anchor.Certificates;
import org.affidavit.sessionlog.anchor.KeptCheckpoint;
import org.affidavit.sessionlog.bundle.BundleFiles;
import org.affidavit.sessionlog.verify.BundleVerifier;
import org.affidavit.sessionlog.verify.SessionLogVerifier;
import org.affidavit.sessionlog.verify.Verdict;
import org.affidavit.sessionlog.verify.VerificationReport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `affidavit verify`.
@Command(
        name = "verify",
        description = {
            "Checks a log, live or copied, or one session taken out of it by `affidavit bundle`,"
                    + " with nothing but a public key.",
            "With a reader's key it also opens what was recorded, and holds it against the"
                    + " records.",
            "Says in one sentence whether it is as it was written; then each check with its own"
                    + " answer; then which periods and sessions are proven complete, every gap, and"
                    + " what nothing shows."
        },
        footer = {
            "  affidavit verify gateway/log",
            "  affidavit verify copy-of-log --key received-by-mail.vkey --json",
            "  affidavit verify gateway/log --since kept/checkpoint",
            "  affidavit verify /mnt/archive/log --key received-by-mail.vkey --resume"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:intact",
            "1:not checked: a file that was named holds no key, no checkpoint or no certificate",
            "4:not checked: no log there, or no key named and none beside it",
            "5:not checked: this user may not read the log",
            "7:altered, or put back to an older state, or a fork (--since)",
            "8:torn: a crash cut the last write short; everything signed holds",
            "9:signed by a key that was not given",
            "10:written by newer software",
            "11:unsigned end: everything signed holds; records behind it are signed by nobody"
        })
final class VerifyCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "PATH", description = "The log's folder, or a bundle.")
    private Path folder = Path.of("");

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description =
                    "A public key that may have signed the log; give it again for more. Default:"
                        + " log.vkey beside the log's folder, or in the folder of a bundle. A zip"
                        + " always needs it.")
    private List<Path> keys = new ArrayList<>();

    @Option(
            names = "--since",
            paramLabel = "FILE",
            description =
                    "A checkpoint of this log that was kept elsewhere (a copy of its file"
                            + " `checkpoint`): shows whether the log was put back to an older"
                            + " state, or rewritten.")
    private @Nullable Path since;

    @Option(
            names = "--witness",
            paramLabel = "FILE",
            description =
                    "Public keys of witnesses that you believe, one a line: says which of them"
                            + " cosigned the log, and up to where.")
    private List<Path> witnesses = new ArrayList<>();

    @Option(
            names = "--timestamp-ca",
            paramLabel = "FILE",
            description =
                    "Certificates of the time stamp authority that you believe: says by when the"
                            + " log's checkpoints existed.")
    private @Nullable Path timestampCa;

    @Mixin private ReaderOption readers = new ReaderOption();

    @Option(
            names = "--resume",
            description =
                    "Note what was read, and pass over the payloads that a verification with"
                            + " --resume had read before it was cut short. Records are all read"
                            + " again. Opens no payload. The notes are gone once a verification"
                            + " came to its end.")
    private boolean resume;

    @Option(names = "--json", description = "Print the report as JSON.")
    private boolean json;

    VerifyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws CommandFailed, IOException {
        boolean bundle = Files.exists(folder) && BundleFiles.isBundle(folder);
        if (resume) {
            checkResume(bundle);
        }
        if (!bundle) {
            LogFolder.check(folder);
        }
        LogKeys trusted = bundle ? LogKeys.forBundle(keys, folder) : LogKeys.read(keys, folder);
        VerificationReport report =
                bundle
                        ? BundleVerifier.verify(folder, trusted.keys(), readers.keys(folder))
                        : ofLog(trusted);
        ExitCode exit = exit(report.verdict());
        if (json) {
            terminal.out().println(VerificationJson.text(report, trusted, exit));
        } else {
            VerificationText.lines(report, trusted)
                    .forEach(line -> terminal.out().println(Visible.line(line)));
        }
        return exit.code();
    }

    private VerificationReport ofLog(LogKeys trusted) throws CommandFailed, IOException {
        var progress = new VerifyProgress(terminal);
        Optional<KeptCheckpoint> known =
                since == null
                        ? Optional.empty()
                        : Optional.of(KeptCheckpoint.read(since, trusted.keys()));
        VerificationReport report =
                verifier(trusted)
                        .since(known.stream().map(KeptCheckpoint::text).toList())
                        .witnessed(WitnessKeys.read(witnesses))
                        .stamped(timestampCa == null ? List.of() : Certificates.read(timestampCa))
                        .verify(folder, progress);
        progress.done();
        if (known.isPresent()) {
            refuseOther(known.get().text().origin(), report.origin());
        }
        return report;
    }

    private SessionLogVerifier verifier(LogKeys trusted) throws IOException {
        var verifier = new SessionLogVerifier(trusted.keys());
        return resume
                ? verifier.resuming(new StateFolder(terminal).notesOf(folder), Clock.systemUTC())
                : verifier.opening(readers.keys(folder));
    }

    private void checkResume(boolean bundle) throws CommandFailed {
        if (bundle || readers.isNamed()) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    bundle
                            ? "--resume is for logs, and "
                                    + folder
                                    + " is a bundle, which is short."
                            : "--resume does not go with --reader-key: nothing that was opened is"
                                    + " kept for the next time.",
                    "Nothing was checked. Leave one of the two out.");
        }
    }

    private void refuseOther(String known, String verified) throws CommandFailed {
        if (!known.equals(verified)) {
            throw new CommandFailed(
                    ExitCode.FAILED,
                    since + " is a checkpoint of another log, " + known + ".",
                    "Nothing was compared. Name one of " + verified + ".");
        }
    }

    private static ExitCode exit(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Intact() -> ExitCode.OK;
            case Verdict.Altered _, Verdict.RolledBack _, Verdict.Forked _ -> ExitCode.ALTERED;
            case Verdict.Unsigned _ -> ExitCode.UNSIGNED;
            case Verdict.Torn _ -> ExitCode.TORN;
            case Verdict.UnknownKey _ -> ExitCode.UNKNOWN_KEY;
            case Verdict.TooNew _ -> ExitCode.TOO_NEW;
        };
    }
}
