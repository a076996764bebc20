package org.affidavit.sessionlog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.affidavit.sessionlog.encode.Leaf;
import org.affidavit.sessionlog.encode.Malformed;
import org.affidavit.sessionlog.event.Agent;
import org.affidavit.sessionlog.event.GatewayEvent.HoldPlaced;
import org.affidavit.sessionlog.event.GatewayEvent.LogCreated;
import org.affidavit.sessionlog.event.SessionEvent;
import org.affidavit.sessionlog.event.SessionEvent.SessionOpened;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.note.CheckpointText;
import org.affidavit.sessionlog.note.SignedNote;
import org.affidavit.sessionlog.segment.FileKind;
import org.affidavit.sessionlog.segment.FrameScanner;
import org.affidavit.sessionlog.segment.FrameScanner.Next;
import org.affidavit.sessionlog.segment.LogLayout;
import org.affidavit.sessionlog.tree.CompactRange;
import org.affidavit.sessionlog.tree.TreeHash;
import org.affidavit.sessionlog.vault.PayloadReading;
import org.affidavit.sessionlog.vault.ReadingKeys;

/// Reads a log, live or closed, without locking it. Follows a growing log: each call sees what is
/// on disk when it is made. Safe for any thread.
///
/// A reader checks framing and payload commitments as it goes; whether the log as a whole is
/// genuine is the verifier's question.
public final class SessionLogReader implements AutoCloseable {
    private final LogLayout layout;
    private final RecordIndex index;
    private final VaultReader vault;
    private final String origin;
    private final ErasureBook erasures = new ErasureBook();
    private long erasuresRead;

    private SessionLogReader(LogLayout layout, RecordIndex index, ReadingKeys keys)
            throws IOException {
        this.layout = layout;
        this.index = index;
        this.vault = new VaultReader(layout, index, keys);
        this.origin = readOrigin();
    }

    /// To read the records only: every payload is sealed.
    ///
    /// @throws LogFailure if the folder holds no log, or one newer than this software
    public static SessionLogReader open(Path folder) throws LogFailure {
        return open(folder, ReadingKeys.NONE);
    }

    /// @param keys open the payloads that were sealed for them
    /// @throws LogFailure if the folder holds no log, or one newer than this software
    public static SessionLogReader open(Path folder, ReadingKeys keys) throws LogFailure {
        var layout = new LogLayout(folder);
        try {
            return new SessionLogReader(layout, new RecordIndex(layout), keys);
        } catch (LogFailure e) {
            throw e;
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    private String readOrigin() throws IOException {
        if (index.refresh() == 0) {
            if (index.ending() instanceof LogEnding.Altered(long record, String what)) {
                throw damaged(record, what);
            }
            throw new LogFailure(
                    layout.folder()
                            + " holds no log: there is no whole record in it. Choose the folder"
                            + " that has `segments` in it.");
        }
        LogRecord first = record(0);
        if (first.event() instanceof LogCreated created) {
            return created.origin();
        }
        throw LogFailure.alteration(
                "The log "
                        + layout.folder()
                        + " does not begin with its creation. It was altered; run `affidavit"
                        + " verify` on it.");
    }

    /// The log's folder.
    public Path folder() {
        return layout.folder();
    }

    /// Tells with which keys payloads are opened: see [ReadingKeys#fingerprint].
    public String readers() {
        return vault.readers();
    }

    /// Name of the log.
    public String origin() {
        return origin;
    }

    /// How many complete records are on disk now.
    public long size() throws LogFailure {
        try {
            return index.refresh();
        } catch (LogFailure e) {
            throw e;
        } catch (IOException e) {
            throw unreadable(layout.folder(), e);
        }
    }

    /// Hands over complete records from an index on, in order, until there are no more or the
    /// consumer answers false. Returns the index after the last record handed over.
    public long forEach(long from, Predicate<LogRecord> consumer) throws LogFailure {
        if (from < 0) {
            throw new IndexOutOfBoundsException("There is no record " + from);
        }
        long end = size();
        long next = from;
        while (next < end) {
            RecordIndex.Place place = index.place(next);
            try (var scanner = scanner(place)) {
                while (next < end && next < place.segmentEnd()) {
                    LogRecord record = read(scanner, next);
                    next++;
                    if (!consumer.test(record)) {
                        return next;
                    }
                }
            } catch (LogFailure e) {
                throw e;
            } catch (IOException e) {
                throw unreadable(layout.folder(), e);
            }
        }
        return next;
    }

    /// The Merkle tree over the records before an index, from what is on disk now. Decodes none of
    /// them, and so takes about a tenth of the time of [#forEach].
    public CompactRange tree(long size) throws LogFailure {
        if (size < 0 || size > size()) {
            throw new IndexOutOfBoundsException("There are no " + size + " records");
        }
        return tree(0, size);
    }

    /// The tree over some records alone, which [#size] counted.
    CompactRange tree(long first, long count) throws LogFailure {
        var tree = new CompactRange();
        while (tree.size() < count) {
            RecordIndex.Place place = index.place(first + tree.size());
            try (var scanner = scanner(place)) {
                while (tree.size() < Math.min(count, place.segmentEnd() - first)) {
                    tree.append(TreeHash.leaf(frame(scanner, first + tree.size()).body()));
                }
            } catch (LogFailure e) {
                throw e;
            } catch (IOException e) {
                throw unreadable(layout.folder(), e);
            }
        }
        return tree;
    }

    /// One record by its index.
    public LogRecord record(long wanted) throws LogFailure {
        if (wanted < 0 || (wanted >= index.size() && wanted >= size())) {
            throw new IndexOutOfBoundsException("There is no record " + wanted);
        }
        try (var scanner = scanner(index.place(wanted))) {
            return read(scanner, wanted);
        } catch (LogFailure e) {
            throw e;
        } catch (IOException e) {
            throw unreadable(layout.folder(), e);
        }
    }

    private FrameScanner scanner(RecordIndex.Place place) throws IOException {
        Path file = layout.file(FileKind.SEGMENT, place.segment());
        return FrameScanner.openAt(FileKind.SEGMENT, file, place.offset());
    }

    private LogRecord read(FrameScanner scanner, long wanted) throws IOException {
        return decode(frame(scanner, wanted));
    }

    /// Reads on until the wanted record.
    private Next.Frame frame(FrameScanner scanner, long wanted) throws IOException {
        while (scanner.next() instanceof Next.Frame frame && frame.index() <= wanted) {
            if (frame.index() == wanted) {
                return frame;
            }
        }
        throw damaged(wanted, "it is no longer where it was");
    }

    private LogRecord decode(Next.Frame frame) throws LogFailure {
        try {
            Leaf leaf = Leaf.read(frame.body());
            if (leaf.index() == frame.index()) {
                return LogRecord.of(leaf, frame.body());
            }
            throw damaged(frame.index(), "it says that it is record " + leaf.index());
        } catch (Malformed e) {
            throw damaged(frame.index(), e.what());
        }
    }

    /// The payload of a record, checked against the leaf's commitment; [PayloadReading#none] if it
    /// has none, [PayloadReading.Erased] if a record orders that it go and it is gone.
    public PayloadReading payload(LogRecord record) throws LogFailure {
        if (record.payload().isEmpty()) {
            return PayloadReading.none();
        }
        if (record.index() >= index.size()) {
            throw new IndexOutOfBoundsException("There is no record " + record.index());
        }
        try {
            return vault.read(record, record.payload().get(), this::record);
        } catch (VaultReader.Mismatch e) {
            return erased(record).orElseThrow(() -> damaged(record.index(), e.what()));
        } catch (LogFailure e) {
            throw e;
        } catch (IOException e) {
            throw unreadable(layout.vault(), e);
        }
    }

    /// The agent of the session that a record opens: with its name if the reader's keys show it.
    /// Says nothing of why they do not; [#payload] does.
    public Agent agent(LogRecord record, SessionOpened opened) {
        if (vault.opensNothing()) {
            return opened.agent();
        }
        try {
            return payload(record).agent(opened);
        } catch (LogFailure e) {
            return opened.agent();
        }
    }

    /// What became of a payload that is not what its record commits to, if a record orders that.
    private Optional<PayloadReading> erased(LogRecord record) throws LogFailure {
        return record.event() instanceof SessionEvent event
                ? erasures().order(event.session(), record.index()).map(ErasureBook.Order::reading)
                : Optional.empty();
    }

    /// The record that orders all of a session to be gone, if one does.
    public Optional<LogRecord> erasure(SessionId session) throws LogFailure {
        Optional<ErasureBook.Order> order = erasures().order(session);
        return order.isPresent() ? Optional.of(record(order.get().index())) : Optional.empty();
    }

    /// The holds that are in force, in the order in which they were placed.
    public List<HoldPlaced> holds() throws LogFailure {
        return erasures().holds();
    }

    /// What the records up to now say of erasures and holds.
    private ErasureBook erasures() throws LogFailure {
        synchronized (erasures) {
            erasuresRead =
                    forEach(
                            erasuresRead,
                            record -> {
                                erasures.take(record);
                                return true;
                            });
            return erasures;
        }
    }

    /// The vault file that has the payload of a record.
    Path vaultFile(LogRecord record) {
        return layout.file(FileKind.VAULT, index.place(record.index()).segment());
    }

    /// The newest published checkpoint, not verified.
    public Optional<Checkpoint> checkpoint() throws LogFailure {
        return checkpoint(layout);
    }

    /// The newest published checkpoint of a log, not verified. Reads nothing else.
    public static Optional<Checkpoint> checkpoint(Path folder) throws LogFailure {
        return checkpoint(new LogLayout(folder));
    }

    static Optional<Checkpoint> checkpoint(LogLayout layout) throws LogFailure {
        try {
            if (!Files.exists(layout.checkpoint())) {
                return Optional.empty();
            }
            SignedNote note = CheckpointStore.note(layout.checkpoint());
            return Optional.of(Checkpoint.of(CheckpointText.parse(note.text()), note));
        } catch (ParseException e) {
            throw LogFailure.alteration(
                    layout.checkpoint()
                            + " is no checkpoint: "
                            + e.getMessage()
                            + ". It was altered; run `affidavit verify` on the log.");
        } catch (IOException e) {
            throw unreadable(layout.checkpoint(), e);
        }
    }

    /// Why reading ends at the last record: for whoever shows what was read, so that a part is
    /// never taken for the whole. Much less than a verification.
    public LogEnding ending() throws LogFailure {
        // Before the size, since a log that is being written grows in between.
        long covered = checkpoint().map(Checkpoint::size).orElse(0L);
        long size = size();
        try {
            LogEnding ending = index.ending();
            return covered > size && !(ending instanceof LogEnding.Altered)
                    ? new LogEnding.Altered(
                            size, "the newest checkpoint covers " + covered + " records")
                    : ending;
        } catch (IOException e) {
            throw unreadable(layout.folder(), e);
        }
    }

    private LogFailure damaged(long record, String what) {
        return LogFailure.alteration(
                String.format(
                        Locale.ROOT,
                        "Record %d of the log %s cannot be trusted: %s. Run `affidavit verify` on"
                                + " it.",
                        record,
                        layout.folder(),
                        what));
    }

    private static LogFailure unreadable(Path file, IOException e) {
        return new LogFailure(
                file
                        + " cannot be read: "
                        + IoWords.of(e)
                        + ". Check the disk and the permissions.",
                e);
    }

    /// Nothing stays open between calls.
    @Override
    public void close() {}
}
