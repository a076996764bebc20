package org.affidavit.gateway.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.affidavit.sessionlog.bundle.TlogProof;
import org.affidavit.sessionlog.encode.Leaf;
import org.affidavit.sessionlog.verify.RecordVerdict;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `affidavit proof verify`.
@Command(
        name = "verify",
        description = {
            "Checks with a public key alone that a record lies in the log of a checkpoint.",
            "Says nothing of what else lies there: whether a session is complete, a bundle shows."
        },
        footer = {
            "  affidavit proof verify 7.tlog-proof --key received-by-mail.vkey",
            "  affidavit proof verify 7.tlog-proof --leaf record.json --key log.vkey"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:proven",
            "1:not a proof, or not a key",
            "4:no such file",
            "7:altered: the record, the proof or the checkpoint is not what was written",
            "9:signed by a key that was not given"
        })
final class VerifyProof implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", description = "The proof.")
    private Path proof = Path.of("");

    @Option(
            names = "--leaf",
            paramLabel = "FILE",
            description =
                    "The record, exact bytes. Default: the file beside the proof that ends in"
                            + " .json.")
    private @Nullable Path leaf;

    @Option(
            names = "--key",
            required = true,
            paramLabel = "FILE",
            description =
                    "A public key that may have signed the log, received another way than the"
                            + " proof; give it again for more.")
    private List<Path> keys = new ArrayList<>();

    VerifyProof(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws CommandFailed, IOException {
        byte[] proven = read(proof, TlogProof.BYTES_MAX);
        if (!TlogProof.isOne(proven)) {
            throw new CommandFailed(
                    ExitCode.FAILED,
                    proof + " is no C2SP tlog-proof, so nothing was checked.",
                    "Name the file that `affidavit proof` wrote. A log or a bundle is checked by"
                            + " `affidavit verify`.");
        }
        Path record = leaf == null ? ProofCommand.leafBeside(proof) : leaf;
        byte[] bytes = read(record, Leaf.BYTES_MAX);
        return judged(RecordVerdict.judge(proven, bytes, LogKeys.named(keys).keys())).code();
    }

    private static byte[] read(Path file, int bytesMax) throws CommandFailed, IOException {
        if (!Files.isRegularFile(file)) {
            throw new CommandFailed(
                    ExitCode.NOT_FOUND,
                    "There is no file " + file + ".",
                    "A proof is a file N.tlog-proof, and its record N.json beside it, or what"
                            + " --leaf names.");
        }
        try (var in = Files.newInputStream(file)) {
            return in.readNBytes(bytesMax + 1);
        }
    }

    private ExitCode judged(RecordVerdict verdict) {
        return switch (verdict) {
            case RecordVerdict.Proven proven -> {
                proven(proven);
                yield ExitCode.OK;
            }
            case RecordVerdict.UnknownKey(String id) -> {
                print(
                        "Unknown key: the record lies in the log of a checkpoint that key "
                                + id
                                + " signed, which was not given.");
                print(
                        "So nothing shows who wrote it. Ask the log's operator for the public key,"
                                + " another way than the proof, and name it: --key FILE");
                yield ExitCode.UNKNOWN_KEY;
            }
            case RecordVerdict.Altered(String what) -> {
                print("ALTERED: " + what + ".");
                print("Nothing is proven of this record. Ask for the proof again.");
                yield ExitCode.ALTERED;
            }
        };
    }

    private void proven(RecordVerdict.Proven proven) {
        Leaf record = proven.leaf();
        print(
                "Proven: record "
                        + record.index()
                        + " lies in the log "
                        + proven.checkpoint().origin()
                        + ".");
        print("record       " + record.type() + " at " + record.event().at());
        print(
                "checkpoint   covers "
                        + proven.checkpoint().size()
                        + " records; root "
                        + Leaf.hex(proven.checkpoint().root()));
        print("key          " + proven.keyId());
        print("This is as good as the way by which you received the key.");
    }

    private void print(String line) {
        terminal.out().println(Visible.line(line));
    }
}
