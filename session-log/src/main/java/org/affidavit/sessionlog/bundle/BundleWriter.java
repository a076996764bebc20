package org.affidavit.sessionlog.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.affidavit.sessionlog.Checkpoint;
import org.affidavit.sessionlog.LogFailure;
import org.affidavit.sessionlog.LogRecord;
import org.affidavit.sessionlog.LogTree;
import org.affidavit.sessionlog.SessionLogReader;
import org.affidavit.sessionlog.event.SessionEvent;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.key.VerifierKey;
import org.affidavit.sessionlog.note.CheckpointText;
import org.affidavit.sessionlog.note.SignedNote;
import org.affidavit.sessionlog.segment.LogLayout;
import org.affidavit.sessionlog.segment.PlainFiles;
import org.affidavit.sessionlog.vault.ReadingKeys;
import org.affidavit.sessionlog.vault.Recipients;

/// Takes one session out of a log: every record of it that the newest checkpoint covers, with its
/// payload as it is stored and the proof that it lies in the log. Where a payload was erased, the
/// record that orders it stands for it. Opens no payload; at most the session's key, to wrap it
/// anew for whom the bundle is for.
public final class BundleWriter {
    private final LogLayout layout;
    private final List<VerifierKey> keys;
    private final Optional<HandOver> handOver;

    /// For whom a session is made readable.
    ///
    /// @param own open the session's key
    /// @param receivers whom it is wrapped anew for
    public record HandOver(ReadingKeys own, Recipients receivers) {}

    /// @param keys public keys to put beside the checkpoint
    public BundleWriter(Path log, List<VerifierKey> keys) {
        this(log, keys, Optional.empty());
    }

    /// @param keys public keys to put beside the checkpoint
    public BundleWriter(Path log, List<VerifierKey> keys, Optional<HandOver> handOver) {
        this.layout = new LogLayout(log);
        this.keys = List.copyOf(keys);
        this.handOver = handOver;
    }

    /// @param out a folder that is not there yet, or a zip file if it ends in `.zip`
    /// @return how many records the bundle has
    /// @throws LogFailure if the log holds no such session under a checkpoint
    public int write(SessionId session, Path out) throws IOException {
        SortedMap<String, byte[]> files = files(session);
        if (out.toString().endsWith(".zip")) {
            Files.write(out, BundleFiles.zip(files), java.nio.file.StandardOpenOption.CREATE_NEW);
        } else {
            for (String folder : List.of("", "leaves", "proofs", "payloads", "erasures")) {
                Files.createDirectory(out.resolve(folder));
            }
            for (var file : files.entrySet()) {
                Files.write(out.resolve(file.getKey()), file.getValue());
            }
        }
        return files.subMap(BundleFiles.LEAVES, BundleFiles.LEAVES + "~").size();
    }

    private SortedMap<String, byte[]> files(SessionId session) throws IOException {
        try (var log = SessionLogReader.open(layout.folder())) {
            Checkpoint checkpoint =
                    log.checkpoint().orElseThrow(() -> new LogFailure("The log is not signed."));
            var records = new TreeMap<Long, LogRecord>();
            log.forEach(
                    0,
                    record -> {
                        if (record.event() instanceof SessionEvent event
                                && event.session().equals(session)
                                && record.index() < checkpoint.size()) {
                            records.put(record.index(), record);
                        }
                        return record.index() + 1 < checkpoint.size();
                    });
            if (records.isEmpty()) {
                throw new LogFailure(
                        "The log holds no session " + session + " under its newest checkpoint.");
            }
            return files(log, records, checkpoint);
        }
    }

    private SortedMap<String, byte[]> files(
            SessionLogReader log, SortedMap<Long, LogRecord> records, Checkpoint checkpoint)
            throws IOException {
        var files = new TreeMap<String, byte[]>();
        files.put(BundleFiles.README, resource(BundleFiles.README));
        files.put(BundleFiles.SCRIPT, resource(BundleFiles.SCRIPT));
        files.put(BundleFiles.CHECKPOINT, checkpoint.note().getBytes(UTF_8));
        files.put(BundleFiles.KEY, keyText().getBytes(UTF_8));
        SortedMap<Long, LogRecord> erasures =
                new SealedFiles(log, layout, handOver).put(records.values(), files);
        if (!erasures.isEmpty() && erasures.lastKey() >= checkpoint.size()) {
            throw new LogFailure("Part of the session was erased just now. Take it out again.");
        }
        var proven = new TreeMap<Long, LogRecord>(records);
        proven.putAll(erasures);
        for (LogRecord order : erasures.values()) {
            files.put(BundleFiles.seal(order.index()), seal(log, order.index()));
        }
        var tree = LogTree.of(log, checkpoint);
        for (LogRecord record : proven.values()) {
            LogTree.Proven proof = tree.prove(record.index());
            if (!Arrays.equals(proof.leaf(), record.leaf())) {
                throw LogFailure.alteration(
                        "Record "
                                + record.index()
                                + " is not the one that was signed, so no bundle was made. Run"
                                + " `affidavit verify` on the log.");
            }
            var text =
                    new TlogProof(record.index(), proof.proof().path(), checkpoint.note()).format();
            files.put(
                    records.containsKey(record.index())
                            ? BundleFiles.leaf(record.index())
                            : BundleFiles.erasure(record.index()),
                    record.leaf());
            files.put(BundleFiles.proof(record.index()), text.getBytes(UTF_8));
        }
        return files;
    }

    /// That a checkpoint ends with a record.
    private byte[] seal(SessionLogReader log, long index) throws IOException {
        Path file = layout.checkpoint(index + 1);
        try {
            SignedNote note = SignedNote.parse(PlainFiles.read(file, SignedNote.BYTES_MAX));
            var checkpoint = Checkpoint.of(CheckpointText.parse(note.text()), note);
            var proof = LogTree.of(log, checkpoint).prove(index).proof();
            return new TlogProof(index, proof.path(), checkpoint.note()).format().getBytes(UTF_8);
        } catch (NoSuchFileException | ParseException e) {
            throw new LogFailure(
                    "Record "
                            + index
                            + " orders an erasure, and the checkpoint that ends with it, "
                            + file
                            + ", is gone or damaged: nobody could tell that the order is genuine,"
                            + " so no bundle was made. Run `affidavit verify` on the log.",
                    e);
        }
    }

    private String keyText() {
        return keys.stream().map(VerifierKey::text).collect(Collectors.joining());
    }

    private static byte[] resource(String name) throws IOException {
        try (var in = BundleWriter.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }
}
