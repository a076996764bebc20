package org.affidavit.gateway.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.affidavit.sessionlog.encode.Disclosure;
import org.affidavit.sessionlog.encode.Leaf;
import org.affidavit.sessionlog.verify.DisclosureVerdict;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `affidavit disclose verify`.
@Command(
        name = "verify",
        description = {
            "Checks with a public key alone that what is shown is what was recorded, and that the"
                    + " record lies in the log of a checkpoint.",
            "Says nothing of what is withheld but how many units that are."
        },
        footer = "  affidavit disclose verify names.json --key received-by-mail.vkey",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:proven",
            "1:not a disclosure, or not a key",
            "4:no such file",
            "7:altered: what is shown, the record, the proof or the checkpoint is not what was"
                    + " written",
            "9:signed by a key that was not given"
        })
final class VerifyDisclosure implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", description = "What `affidavit disclose` wrote.")
    private Path file = Path.of("");

    @Option(
            names = "--key",
            required = true,
            paramLabel = "FILE",
            description =
                    "A public key that may have signed the log, received another way than the"
                            + " disclosure; give it again for more.")
    private List<Path> keys = new ArrayList<>();

    VerifyDisclosure(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws CommandFailed, IOException {
        if (!Files.isRegularFile(file)) {
            throw new CommandFailed(
                    ExitCode.NOT_FOUND,
                    "There is no file " + file + ".",
                    "Name the file that `affidavit disclose` wrote.");
        }
        byte[] document;
        try (var in = Files.newInputStream(file)) {
            document = in.readNBytes(Disclosure.BYTES_MAX + 1);
        }
        if (!Disclosure.isOne(document)) {
            throw new CommandFailed(
                    ExitCode.FAILED,
                    file + " is no disclosure, so nothing was checked.",
                    "Name the file that `affidavit disclose` wrote. A log or a bundle is checked by"
                            + " `affidavit verify`.");
        }
        return judged(DisclosureVerdict.judge(document, LogKeys.named(keys).keys())).code();
    }

    private ExitCode judged(DisclosureVerdict verdict) {
        return switch (verdict) {
            case DisclosureVerdict.Proven proven -> {
                proven(proven);
                yield ExitCode.OK;
            }
            case DisclosureVerdict.UnknownKey(String id) -> {
                print(
                        "Unknown key: what is shown is of a record in the log of a checkpoint that"
                                + " key "
                                + id
                                + " signed, which was not given.");
                print(
                        "So nothing shows who wrote it. Ask the log's operator for the public key,"
                                + " another way than the disclosure, and name it: --key FILE");
                yield ExitCode.UNKNOWN_KEY;
            }
            case DisclosureVerdict.Altered(String what) -> {
                print("ALTERED: " + what + ".");
                print("Nothing that is shown is proven. Ask for the disclosure again.");
                yield ExitCode.ALTERED;
            }
        };
    }

    private void proven(DisclosureVerdict.Proven proven) {
        Leaf leaf = proven.record().leaf();
        var checkpoint = proven.record().checkpoint();
        print(
                "Proven: what is shown was recorded with record "
                        + leaf.index()
                        + " of the log "
                        + checkpoint.origin()
                        + ".");
        print("record       " + leaf.type() + " at " + leaf.event().at());
        print(
                "checkpoint   covers "
                        + checkpoint.size()
                        + " records; root "
                        + Leaf.hex(checkpoint.root()));
        print("key          " + proven.record().keyId());
        print(
                "units        "
                        + proven.disclosure().units().size()
                        + " shown, "
                        + proven.disclosure().withheld()
                        + " withheld");
        UnitText.shown(proven.disclosure().units(), terminal);
        print("This is as good as the way by which you received the key.");
    }

    private void print(String line) {
        terminal.out().println(Visible.line(line));
    }
}
