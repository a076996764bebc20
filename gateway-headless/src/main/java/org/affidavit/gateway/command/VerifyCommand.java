package org.affidavit.gateway.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.affidavit.sessionlog.bundle.BundleFiles;
import org.affidavit.sessionlog.verify.BundleVerifier;
import org.affidavit.sessionlog.verify.SessionLogVerifier;
import org.affidavit.sessionlog.verify.Verdict;
import org.affidavit.sessionlog.verify.VerificationReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `affidavit verify`.
@Command(
        name = "verify",
        description = {
            "Checks a log, live or copied, or one session taken out of it by `affidavit bundle`,"
                    + " with nothing but a public key.",
            "Says in one sentence whether it is as it was written; then each check with its own"
                    + " answer; then which periods and sessions are proven complete, every gap, and"
                    + " what nothing shows."
        },
        footer = {
            "  affidavit verify gateway/log",
            "  affidavit verify copy-of-log --key received-by-mail.vkey --json"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:intact",
            "4:no log there",
            "7:altered",
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
                            + " log.vkey beside the folder, or in the bundle.")
    private List<Path> keys = new ArrayList<>();

    @Option(names = "--json", description = "Print the report as JSON.")
    private boolean json;

    VerifyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws CommandFailed, IOException {
        boolean bundle = Files.exists(folder) && BundleFiles.isBundle(folder);
        if (!bundle) {
            LogFolder.check(folder);
        }
        LogKeys trusted = bundle ? LogKeys.forBundle(keys, folder) : LogKeys.read(keys, folder);
        VerificationReport report =
                bundle ? BundleVerifier.verify(folder, trusted.keys()) : ofLog(trusted);
        ExitCode exit = exit(report.verdict());
        if (json) {
            terminal.out().println(VerificationJson.text(report, trusted, exit));
        } else {
            VerificationText.lines(report, trusted)
                    .forEach(line -> terminal.out().println(Visible.line(line)));
        }
        return exit.code();
    }

    private VerificationReport ofLog(LogKeys trusted) throws IOException {
        var progress = new VerifyProgress(terminal);
        var report = new SessionLogVerifier(trusted.keys()).verify(folder, progress);
        progress.done();
        return report;
    }

    private static ExitCode exit(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Intact() -> ExitCode.OK;
            case Verdict.Altered _ -> ExitCode.ALTERED;
            case Verdict.Unsigned _ -> ExitCode.UNSIGNED;
            case Verdict.Torn _ -> ExitCode.TORN;
            case Verdict.UnknownKey _ -> ExitCode.UNKNOWN_KEY;
            case Verdict.TooNew _ -> ExitCode.TOO_NEW;
        };
    }
}
