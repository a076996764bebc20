package org.affidavit.sessionlog.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.affidavit.sessionlog.segment.FileKind;
import org.affidavit.sessionlog.segment.FrameScanner;
import org.affidavit.sessionlog.segment.FrameType;
import org.affidavit.sessionlog.segment.LogLayout;
import org.affidavit.sessionlog.vault.PayloadReading;
import org.affidavit.sessionlog.vault.ReadingKeys;
import org.affidavit.sessionlog.vault.ReadingKeys.Unwrapping;
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
        SortedMap<Long, LogRecord> erasures = payloads(log, records, files);
        Optional<LogRecord> opening =
                records.values().stream().filter(record -> record.key().isPresent()).findFirst();
        if (opening.isPresent()) {
            key(log, opening.get(), files).ifPresent(order -> erasures.put(order.index(), order));
        }
        if (!erasures.isEmpty() && erasures.lastKey() >= checkpoint.size()) {
            throw new LogFailure("Part of the session was erased just now. Take it out again.");
        }
        var proven = new TreeMap<Long, LogRecord>(records);
        proven.putAll(erasures);
        var tree = LogTree.of(log, checkpoint);
        for (LogRecord record : proven.values()) {
            var proof = tree.prove(record.index()).proof();
            var text = new TlogProof(record.index(), proof.path(), checkpoint.note()).format();
            files.put(
                    records.containsKey(record.index())
                            ? BundleFiles.leaf(record.index())
                            : BundleFiles.erasure(record.index()),
                    record.leaf());
            files.put(BundleFiles.proof(record.index()), text.getBytes(UTF_8));
        }
        return files;
    }

    /// Puts the payloads that are there among the files; answers the records that order the others
    /// to be gone.
    private SortedMap<Long, LogRecord> payloads(
            SessionLogReader log,
            SortedMap<Long, LogRecord> records,
            SortedMap<String, byte[]> files)
            throws IOException {
        var erasures = new TreeMap<Long, LogRecord>();
        for (LogRecord record : records.values()) {
            if (record.payload().isEmpty()) {
                continue;
            }
            Optional<byte[]> stored =
                    body(record.index(), record.payload().get().offset(), FrameType.PAYLOAD);
            if (stored.isPresent()) {
                files.put(BundleFiles.payload(record.index()), stored.get());
            } else if (log.payload(record) instanceof PayloadReading.Erased erased) {
                erasures.put(erased.order(), log.record(erased.order()));
            } else {
                throw missing("payload", record);
            }
        }
        return erasures;
    }

    private static LogFailure missing(String what, LogRecord record) {
        return LogFailure.alteration(
                "The "
                        + what
                        + " of record "
                        + record.index()
                        + " is not in its place, so no bundle was made. Run `affidavit verify` on"
                        + " the log.");
    }

    /// Puts the session's key among the files; answers the record that orders it to be gone, if it
    /// is.
    private Optional<LogRecord> key(
            SessionLogReader log, LogRecord opening, SortedMap<String, byte[]> files)
            throws IOException {
        Optional<byte[]> stored =
                body(opening.index(), opening.key().orElseThrow().offset(), FrameType.KEY);
        if (stored.isPresent()) {
            files.put(BundleFiles.SESSION_KEY, stored.get());
            if (handOver.isPresent()) {
                files.put(BundleFiles.RECEIVER_KEY, handedOn(stored.get(), handOver.get()));
            }
            return Optional.empty();
        }
        if (opening.event() instanceof SessionEvent event) {
            Optional<LogRecord> order = log.erasure(event.session());
            if (order.isPresent() && handOver.isEmpty()) {
                return order;
            }
            if (order.isPresent()) {
                throw new LogFailure(
                        "What was recorded in the session was erased, as record "
                                + order.get().index()
                                + " orders, so nobody can be given to read it. Take it out without"
                                + " a receiver: its records are still proof.");
            }
        }
        throw missing("key", opening);
    }

    private static byte[] handedOn(byte[] wrapped, HandOver handOver) throws LogFailure {
        return switch (handOver.own().unwrap(wrapped)) {
            case Unwrapping.Unwrapped(var key) -> handOver.receivers().handOn(key);
            case Unwrapping.ForOthers(List<String> recipients) ->
                    throw new LogFailure(
                            "The session is sealed for "
                                    + String.join(", ", recipients)
                                    + ", and none of the given keys is of them, so it cannot be"
                                    + " made readable for somebody else. Give the private key of"
                                    + " one of them.");
            case Unwrapping.Broken(String what) ->
                    throw new LogFailure(
                            "The session cannot be made readable for somebody else: "
                                    + what
                                    + ". Run `affidavit verify` on the log.");
        };
    }

    private String keyText() {
        return keys.stream().map(VerifierKey::text).collect(Collectors.joining());
    }

    /// A frame's body; empty if no such frame lies in its place.
    private Optional<byte[]> body(long record, long offset, FrameType type) throws IOException {
        long segment =
                layout.list(FileKind.SEGMENT).numbers().stream()
                        .filter(first -> first <= record)
                        .reduce(0L, Math::max);
        Path vault = layout.file(FileKind.VAULT, segment);
        try (var scanner = FrameScanner.openAt(FileKind.VAULT, vault, offset)) {
            return scanner.next() instanceof FrameScanner.Next.Frame frame
                            && frame.index() == record
                            && frame.type() == type
                    ? Optional.of(frame.body())
                    : Optional.empty();
        }
    }

    private static byte[] resource(String name) throws IOException {
        try (var in = BundleWriter.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }
}
