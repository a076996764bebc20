package org.affidavit.gateway.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import org.affidavit.gateway.config.ConfigInvalid;
import org.affidavit.sessionlog.LogTree;
import org.affidavit.sessionlog.bundle.TlogProof;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `affidavit proof`.
@Command(
        name = "proof",
        description = {
            "Proves that one record lies in a log: writes a C2SP tlog-proof, which ends in the"
                    + " newest signed checkpoint, and beside it the record, exact bytes.",
            "Takes milliseconds however long the log is. What was recorded stays sealed: a record"
                    + " says only what kind of thing happened, when, and to what."
        },
        footer = {
            "  affidavit proof --record 7 --log gateway/log",
            "  affidavit proof verify 7.tlog-proof --key received-by-mail.vkey"
        })
final class ProofCommand implements Callable<Integer> {
    static final String ENDING = ".tlog-proof";

    private final Terminal terminal;
    @Mixin private LogOption log = new LogOption();

    @Option(names = "--record", paramLabel = "N", description = "The record's number, from 0.")
    private @Nullable Long record;

    @Option(
            names = "--out",
            paramLabel = "PATH",
            description =
                    "Where to write the proof: a new file that ends in .tlog-proof, or a folder."
                            + " Default: N.tlog-proof here.")
    private Path out = Path.of("");

    private ProofCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    static CommandLine line(Terminal terminal) {
        return new CommandLine(new ProofCommand(terminal)).addSubcommand(new VerifyProof(terminal));
    }

    @Override
    public Integer call() throws CommandFailed, ConfigInvalid, IOException {
        if (record == null) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "No record is named.",
                    "Name it by its number: affidavit proof --record 7. `affidavit records list`"
                            + " shows them.");
        }
        LogTree tree = LogTree.newest(log.folder(terminal));
        long index = record;
        if (index < 0 || index >= tree.checkpoint().size()) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "There is no record " + index + " under the newest checkpoint.",
                    "It covers records 0 to "
                            + (tree.checkpoint().size() - 1)
                            + "; what comes behind is not signed yet.");
        }
        Path proof = proofFile(index);
        Path leaf = leafBeside(proof);
        requireNew(proof);
        requireNew(leaf);
        LogTree.Proven proven = tree.prove(index);
        Files.write(leaf, proven.leaf(), StandardOpenOption.CREATE_NEW);
        Files.write(
                proof,
                new TlogProof(index, proven.proof().path(), tree.checkpoint().note())
                        .format()
                        .getBytes(UTF_8),
                StandardOpenOption.CREATE_NEW);
        terminal.out().println(proof);
        terminal.out().println(leaf);
        tell(tree);
        return ExitCode.OK.code();
    }

    private void tell(LogTree tree) {
        if (tree.mended()) {
            terminal.err()
                    .println(
                            "A tile of the log is missing or not what its records make. The proof"
                                    + " was made from the records and holds; `affidavit verify`"
                                    + " says which tile it is.");
        }
        terminal.err()
                .println(
                        "Send the public key another way than the proof: who can replace one can"
                                + " replace the other.");
    }

    private Path proofFile(long index) throws CommandFailed {
        Path file = Files.isDirectory(out) ? out.resolve(index + ENDING) : out;
        if (!file.toString().endsWith(ENDING)) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    out + " is neither a folder nor a name that ends in " + ENDING + ".",
                    "Name one of them with --out.");
        }
        return file;
    }

    /// Where the record of a proof lies.
    static Path leafBeside(Path proof) {
        String name = proof.getFileName().toString();
        String base =
                name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
        return proof.resolveSibling(base + ".json");
    }

    private static void requireNew(Path file) throws CommandFailed {
        if (Files.exists(file)) {
            throw new CommandFailed(
                    ExitCode.FAILED,
                    file + " exists already; nothing is overwritten.",
                    "Name another place with --out.");
        }
    }
}
