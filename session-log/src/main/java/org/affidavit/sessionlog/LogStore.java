package org.affidavit.sessionlog;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.affidavit.sessionlog.encode.Leaf;
import org.affidavit.sessionlog.encode.Malformed;
import org.affidavit.sessionlog.event.Event;
import org.affidavit.sessionlog.event.GatewayEvent;
import org.affidavit.sessionlog.event.GatewayEvent.PeriodClosed;
import org.affidavit.sessionlog.event.SessionEvent;
import org.affidavit.sessionlog.key.LogSigner;
import org.affidavit.sessionlog.segment.LogLayout;
import org.affidavit.sessionlog.segment.SegmentFormat;
import org.affidavit.sessionlog.tree.CompactRange;
import org.affidavit.sessionlog.tree.TreeHash;
import org.affidavit.sessionlog.vault.SealedPayload;

/// Gives records their place and puts them on disk, one group at a time. Belongs to one thread.
///
/// The order is the promise: a group durable in the journal, or its payloads and then its leaves in
/// their files, then receipts; and a checkpoint only over leaves that are durable in their files.
/// Any [IOException] from here is final: what the disk holds is no longer known, so nothing may be
/// written after it.
final class LogStore implements Closeable {
    private final Disk disk;
    private final LogLock lock;
    private final LogLimits limits;
    private final CompactRange tree;
    private final SessionBook book;
    private final PeriodBook periods;
    private final List<Long> devices;
    private final UUID boot;
    private final SegmentWriter files;
    private final TileStore tiles;
    private final Signing signing;

    /// Kept, since finding it takes as long as several records do.
    private final FileStore room;

    /// What became of the records of one group.
    ///
    /// @param sessionEnded whether one of them ended a session
    record Group(List<Fate> fates, boolean sessionEnded) {}

    /// What became of one record.
    sealed interface Fate {
        Entry entry();

        record Durable(Entry entry, Receipt receipt) implements Fate {}

        /// It has no place in the log; the others go on.
        record Refused(Entry entry, LogFailure why) implements Fate {}
    }

    LogStore(
            LogLayout layout,
            LogScan scan,
            SessionLog.Options options,
            LogLimits limits,
            LogSigner signer,
            Disk disk,
            LogLock lock)
            throws IOException {
        this.lock = lock;
        this.room = Files.getFileStore(layout.folder());
        this.disk = disk;
        this.limits = limits;
        this.tree = scan.records.tree;
        this.book = scan.records.book;
        this.periods = scan.records.periods;
        this.devices = scan.records.devices();
        this.tiles = new TileStore(layout, disk, scan.records.tiles.builder, layout.draft());
        this.boot = UUID.randomUUID();
        this.files = new SegmentWriter(layout, disk, options, boot);
        if (scan.last != null) {
            files.resume(scan.last);
        }
        this.signing =
                new Signing(
                        options,
                        limits,
                        signer,
                        new Signing.Files(
                                lock,
                                files,
                                tiles,
                                new CheckpointStore(layout, disk),
                                new BookmarkStore(layout, disk)),
                        tree,
                        this::here);
    }

    /// Writes a group and makes it durable.
    Group commit(List<Entry> entries) throws IOException {
        lock.check();
        boolean low = disk.usableBytes(room) < limits.diskReserveBytes();
        files.begin(tree.size());
        var fates = new ArrayList<Fate>(entries.size());
        boolean sessionEnded = false;
        for (Entry entry : entries) {
            Fate fate =
                    low && !mayUseReserve(entry.event()) ? refusedForSpace(entry) : place(entry);
            fates.add(fate);
            sessionEnded |=
                    fate instanceof Fate.Durable
                            && entry.event() instanceof SessionEvent event
                            && SessionBook.ends(event);
        }
        files.commit(!low);
        return new Group(fates, sessionEnded);
    }

    private Fate place(Entry entry) throws IOException {
        SealedPayload payload;
        try {
            payload = entry.payload().join();
        } catch (CompletionException e) {
            return refused(
                    entry,
                    "The record has no stored form: "
                            + Objects.requireNonNullElse(e.getCause(), e).getMessage()
                            + ". It was not written. Split it.");
        }
        return place(entry, payload);
    }

    private Fate place(Entry entry, SealedPayload payload) throws IOException {
        Event event =
                entry.event() instanceof PeriodClosed asked
                        ? periods.closed(asked, book.accounts().size())
                        : entry.event();
        Optional<SessionEvent> inSession =
                event instanceof SessionEvent session ? Optional.of(session) : Optional.empty();
        Optional<String> objection =
                event instanceof PeriodClosed closed
                        ? periods.objection(closed)
                        : inSession.flatMap(book::objection);
        if (objection.isPresent()) {
            return refused(entry, objection.get() + " The record was not written.");
        }
        if (event instanceof SessionEvent.SessionOpened opened && entry.key().length == 0) {
            return refused(entry, "Session " + opened.session() + " was opened twice at once.");
        }
        Optional<Leaf.KeyFrame> key = keyFrame(entry);
        var leaf =
                new Leaf(
                        tree.size(),
                        boot,
                        event,
                        inSession.map(book::link),
                        inSession.flatMap(book::total),
                        key,
                        inSession.flatMap(
                                session -> commitment(session, entry.key().length, payload)));
        byte[] bytes;
        try {
            bytes = leaf.bytes();
        } catch (Malformed e) {
            return refused(entry, "The record has no stored form: " + e.getMessage() + ".");
        }
        byte[] hash = TreeHash.leaf(bytes);
        files.put(leaf.index(), bytes, entry.key(), payload.bytes());
        inSession.ifPresent(session -> book.enter(session, leaf.index(), hash));
        periods.enter(event, hash);
        if (RecordScan.isOfDevices(event)) {
            devices.add(leaf.index());
        }
        tree.append(hash);
        tiles.append(bytes, hash);
        return new Fate.Durable(entry, new Receipt(leaf.index(), Leaf.hex(hash)));
    }

    private Optional<Leaf.KeyFrame> keyFrame(Entry entry) {
        byte[] key = entry.key();
        return key.length == 0
                ? Optional.empty()
                : Optional.of(
                        new Leaf.KeyFrame(
                                files.vaultOffset(),
                                key.length,
                                Leaf.hex(TreeHash.sha256().digest(key))));
    }

    private Optional<Leaf.Commitment> commitment(
            SessionEvent event, int keyBytes, SealedPayload payload) {
        if (payload.bytes().length == 0) {
            return Optional.empty();
        }
        long before = keyBytes == 0 ? 0 : keyBytes + SegmentFormat.FRAME_EXTRA_BYTES;
        return Optional.of(
                new Leaf.Commitment(
                        book.opening(event).orElse(tree.size()),
                        files.vaultOffset() + before,
                        payload.bytes().length,
                        payload.sha256(),
                        payload.units(),
                        payload.root()));
    }

    private static boolean mayUseReserve(Event event) {
        return switch (event) {
            // Strangers cause these, so they must not be able to use the reserve up.
            case GatewayEvent.AccessRefused _ -> false;
            case GatewayEvent _ -> true;
            case SessionEvent session -> SessionBook.ends(session);
        };
    }

    private Fate refusedForSpace(Entry entry) {
        return refused(
                entry,
                "Less than "
                        + (limits.diskReserveBytes() >> 20)
                        + " MiB are free on the log's disk. The record was not written, so what it"
                        + " stands for must not happen. Free space or grow the disk.");
    }

    private static Fate refused(Entry entry, String why) {
        return new Fate.Refused(entry, new LogFailure(why));
    }

    /// Since when the period runs that is not closed.
    Instant periodFrom() {
        return periods.from();
    }

    /// Writes out what waits for the next checkpoint, if it became much.
    void relieve() throws IOException {
        if (tiles.isPressed()) {
            files.settle();
            tiles.relieve();
        }
    }

    /// Leaves no copy of a payload but the one in the vault.
    void wipeJournal() throws IOException {
        files.wipeJournal();
    }

    /// Signs a last time, and leaves nothing that the next life has to make good.
    void end() throws IOException {
        var _ = signing.sign();
        signing.bookmark();
        files.removeJournal();
    }

    /// Signs, and knows what is signed.
    Signing signing() {
        return signing;
    }

    /// Records the change of keys and has both sign.
    Checkpoint rotate(LogSigner next) throws IOException {
        Group done = commit(List.of(Entry.of(signing.change(next))));
        for (Fate fate : done.fates()) {
            if (fate instanceof Fate.Refused refused) {
                throw refused.why();
            }
        }
        return signing.rotate(next);
    }

    /// Where this life is, for the next one. Right behind a checkpoint only.
    private Bookmark here() {
        return new Bookmark(
                tree.size(),
                Leaf.hex(tree.root()),
                files.place(),
                devices,
                periods.from(),
                periods.opened(),
                book.accounts());
    }

    @Override
    public void close() throws IOException {
        tiles.close();
        files.close();
    }
}
