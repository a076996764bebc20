package org.affidavit.gateway.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.concurrent.Callable;
import org.affidavit.gateway.config.ConfigInvalid;
import org.affidavit.sessionlog.LogFailure;
import org.affidavit.sessionlog.LogRecord;
import org.affidavit.sessionlog.LogTree;
import org.affidavit.sessionlog.SessionLogReader;
import org.affidavit.sessionlog.bundle.TlogProof;
import org.affidavit.sessionlog.encode.Disclosure;
import org.affidavit.sessionlog.encode.Malformed;
import org.affidavit.sessionlog.vault.OpenedPayload;
import org.affidavit.sessionlog.vault.PayloadReading;
import org.affidavit.sessionlog.vault.ResultRows;
import org.affidavit.sessionlog.vault.ShownUnits;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `affidavit disclose`.
@Command(
        name = "disclose",
        description = {
            "Shows parts of what was recorded and withholds the rest, provably: writes the chosen"
                    + " parts (units) of one record, with the proof that they are of this record"
                    + " and that the record lies in the log.",
            "A unit is a message, or one value of a row of a PostgreSQL result. Whoever receives"
                    + " it learns nothing of the others but how many and how long they are.",
            "Without a choice it lists the units of the record."
        },
        footer = {
            "  affidavit disclose --record 8 --log gateway/log --reader-key reader.jwk",
            "  affidavit disclose --record 8 --log gateway/log --reader-key reader.jwk \\",
            "      --rows 1-2 --columns 1 --out names.json",
            "  affidavit disclose verify names.json --key received-by-mail.vkey"
        })
final class DiscloseCommand implements Callable<Integer> {
    private final Terminal terminal;
    @Mixin private LogOption log = new LogOption();
    @Mixin private ReaderOption readers = new ReaderOption();

    @Option(names = "--record", paramLabel = "N", description = "The record's number, from 0.")
    private @Nullable Long record;

    @Option(
            names = "--units",
            paramLabel = "LIST",
            description = "Numbers of units to show, such as 3,5-9.")
    private String units = "";

    @Option(
            names = "--rows",
            paramLabel = "LIST",
            description =
                    "Rows to show of the PostgreSQL results in the record, from 1, with the names"
                            + " of their columns.")
    private String rows = "";

    @Option(
            names = "--columns",
            paramLabel = "LIST",
            description = "Columns to show, from 1: of these rows, or of all.")
    private String columns = "";

    @Option(
            names = "--hide-shape",
            description =
                    "Also withhold unit 0, the shape, which tells how long the withheld units are,"
                            + " and when which message went which way.")
    private boolean hideShape;

    @Option(names = "--out", paramLabel = "FILE", description = "Where to write it: a new file.")
    private @Nullable Path out;

    private DiscloseCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    static CommandLine line(Terminal terminal) {
        return new CommandLine(new DiscloseCommand(terminal))
                .addSubcommand(new VerifyDisclosure(terminal));
    }

    @Override
    public Integer call() throws CommandFailed, ConfigInvalid, IOException {
        if (record == null) {
            throw usage(
                    "No record is named.",
                    "Name it by its number: affidavit disclose --record 8. `affidavit records"
                            + " list` shows them.");
        }
        Path folder = log.folder(terminal);
        try (var reader = SessionLogReader.open(folder, readers.keys(folder))) {
            LogTree tree = LogTree.newest(folder);
            if (record < 0 || record >= tree.checkpoint().size()) {
                throw usage(
                        "There is no record " + record + " under the newest checkpoint.",
                        "It covers records 0 to " + (tree.checkpoint().size() - 1) + ".");
            }
            LogTree.Proven proven = tree.prove(record);
            OpenedPayload opened = opened(reader, proven.leaf(), record);
            if ((units + rows + columns).isEmpty()) {
                UnitText.list(opened.units(), terminal);
            } else {
                var proof = new TlogProof(record, proven.proof().path(), tree.checkpoint().note());
                disclose(proven.leaf(), proof, opened);
            }
        }
        return ExitCode.OK.code();
    }

    private static OpenedPayload opened(SessionLogReader reader, byte[] leaf, long index)
            throws CommandFailed, LogFailure {
        LogRecord found = reader.record(index);
        if (!Arrays.equals(found.leaf(), leaf)) {
            throw LogFailure.alteration(
                    "Record "
                            + index
                            + " is not the one that was signed, so nothing of it was disclosed. Run"
                            + " `affidavit verify` on the log.");
        }
        if (found.payload().isEmpty()) {
            throw usage(
                    "Record " + index + " has no payload, so there is nothing to disclose.",
                    "`affidavit records show " + index + "` prints all that it says.");
        }
        PayloadReading reading = reader.payload(found);
        if (reading instanceof PayloadReading.Open(OpenedPayload opened)) {
            return opened;
        }
        throw new CommandFailed(
                ExitCode.FAILED,
                "What was recorded with record "
                        + index
                        + " cannot be disclosed: "
                        + reading.obstacle()
                        + ".",
                reading instanceof PayloadReading.Erased
                        ? "Nobody can read it any more; `affidavit proof` still proves the record."
                        : "Name a private key that opens it: --reader-key FILE");
    }

    private void disclose(byte[] leaf, TlogProof proof, OpenedPayload opened)
            throws CommandFailed, IOException {
        Path file = newFile();
        int count = opened.units().count();
        SortedSet<Integer> chosen = chosen(opened, count);
        List<Disclosure.Unit> shown = ShownUnits.of(opened, chosen);
        var disclosure = new Disclosure(leaf, proof.format(), shown, count - shown.size());
        try {
            Files.write(Files.createFile(file, OwnerOnly.file()), disclosure.bytes());
        } catch (Malformed e) {
            throw new IllegalStateException("A record that was read can be written", e);
        }
        terminal.out().println(file);
        terminal.err()
                .println(
                        shown.size()
                                + " units are shown, "
                                + disclosure.withheld()
                                + " withheld. Send the public key another way than this file: who"
                                + " can replace one can replace the other.");
    }

    private Path newFile() throws CommandFailed {
        if (out == null) {
            throw usage("No file is named to write to.", "Name a new one: --out shown.json");
        }
        if (Files.exists(out)) {
            throw new CommandFailed(
                    ExitCode.FAILED,
                    out + " exists already; nothing is overwritten.",
                    "Name another place with --out.");
        }
        return out;
    }

    private SortedSet<Integer> chosen(OpenedPayload opened, int count) throws CommandFailed {
        SortedSet<Integer> chosen = NumberRanges.read("--units", units);
        if (!chosen.isEmpty() && chosen.last() >= count) {
            throw usage(
                    "There is no unit " + chosen.last() + ".",
                    "The record has units 0 to "
                            + (count - 1)
                            + "; without --units this command lists them.");
        }
        if (!(rows + columns).isEmpty()) {
            var wantedRows = NumberRanges.read("--rows", rows);
            var wantedColumns = NumberRanges.read("--columns", columns);
            try {
                chosen.addAll(ResultRows.of(opened).select(wantedRows, wantedColumns));
            } catch (IllegalArgumentException e) {
                throw usage(
                        String.valueOf(e.getMessage()),
                        "Without --rows and --columns this command lists the units.");
            }
        }
        if (hideShape) {
            chosen.remove(0);
        } else {
            chosen.add(0);
        }
        return chosen;
    }

    private static CommandFailed usage(String what, String next) {
        return new CommandFailed(ExitCode.USAGE, what, next);
    }
}
