package org.affidavit.sessionlog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.affidavit.sessionlog.encode.Leaf;
import org.affidavit.sessionlog.encode.Malformed;
import org.affidavit.sessionlog.event.Event;
import org.affidavit.sessionlog.event.GatewayEvent.KeyRotated;
import org.affidavit.sessionlog.event.GatewayEvent.LogCreated;
import org.affidavit.sessionlog.event.GatewayEvent.LogRecovered;
import org.affidavit.sessionlog.event.SessionEvent.SessionAborted;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.key.LogSigner;
import org.affidavit.sessionlog.segment.LogLayout;

/// Brings a folder to the state in which a writer may go on: created or checked, recovered if the
/// last stop was not clean, and under a checkpoint.
final class LogOpening {
    private final LogLayout layout;
    private final LogSigner signer;
    private final SessionLog.Options options;
    private final LogLimits limits;
    private final Disk disk;
    private Optional<LogRecovered> recovered = Optional.empty();
    private Optional<LateReading> unread = Optional.empty();
    private List<Long> devices = List.of();

    LogOpening(
            LogLayout layout,
            LogSigner signer,
            SessionLog.Options options,
            LogLimits limits,
            Disk disk) {
        this.limits = limits;
        this.layout = layout;
        this.signer = signer;
        this.options = options;
        this.disk = disk;
    }

    Path folder() {
        return layout.folder();
    }

    void createFolders() throws IOException {
        if (!Files.isDirectory(layout.folder())) {
            createLogFolder();
        }
        for (var directory :
                List.of(
                        layout.segments(),
                        layout.vault(),
                        layout.checkpoints(),
                        layout.tiles(),
                        layout.torn())) {
            Files.createDirectories(directory);
        }
        disk.forceDirectory(layout.folder());
    }

    /// For its owner only: payloads are masked, and still nobody else's business.
    private void createLogFolder() throws IOException {
        Path folder = layout.folder().toAbsolutePath().normalize();
        if (folder.getParent() != null) {
            Files.createDirectories(folder.getParent());
        }
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            var ownerOnly = PosixFilePermissions.fromString("rwx------");
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(ownerOnly));
        } else {
            Files.createDirectory(folder);
        }
        if (folder.getParent() != null) {
            disk.forceDirectory(folder.getParent());
        }
    }

    /// @param lock held for as long as the store lives
    LogStore open(LogLock lock) throws IOException {
        Files.deleteIfExists(layout.draft());
        Files.deleteIfExists(layout.tileDraft());
        Optional<Checkpoint> newest =
                new CheckpointStore(layout, disk).newest(signer.verifierKey());
        Journal.replay(layout, disk, newest.map(Checkpoint::size).orElse(0L));
        LogScan scan = scan(newest);
        if (newest.isPresent()) {
            checkInForce(newest.get());
        }
        devices = List.copyOf(scan.records.devices());
        Recovery.Torn torn = new Recovery(layout, disk).setAside(scan);
        List<Event> events = openingEvents(scan, torn);
        var store = new LogStore(layout, scan, options, limits, signer, disk, lock);
        try {
            if (newest.isPresent()) {
                store.signing().resume(newest.get());
            }
            for (Event event : events) {
                write(store, event);
            }
            store.signing().sign();
            return store;
        } catch (IOException | RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /// A checkpoint that ends with a change of keys is signed by both, and nobody signs in which
    /// order, or that none was taken away. The record says which key is in force.
    private void checkInForce(Checkpoint newest) throws IOException {
        byte[] last = LogTree.of(layout.folder(), newest).prove(newest.size() - 1).leaf();
        try {
            if (Leaf.read(last).event() instanceof KeyRotated change
                    && !change.next().equals(signer.verifierKey().text())) {
                throw new LogFailure(
                        "The key "
                                + signer.verifierKey().id()
                                + " of this log was changed for another. Its time is over, so the"
                                + " log was not opened. Load the key that followed it.");
            }
        } catch (Malformed e) {
            throw LogScan.altered(layout.folder(), "its last signed record cannot be read");
        }
    }

    private LogScan scan(Optional<Checkpoint> newest) throws IOException {
        Optional<Bookmark> bookmark = new BookmarkStore(layout, disk).read(signer);
        long signed = newest.map(Checkpoint::size).orElse(0L);
        if (bookmark.isPresent() && bookmark.get().size() > signed) {
            throw LogScan.altered(
                    layout.folder(),
                    String.format(
                            Locale.ROOT,
                            "its newest checkpoint covers %d records, and this key signed one over"
                                    + " %d",
                            signed,
                            bookmark.get().size()));
        }
        if (newest.isPresent()
                && bookmark.isPresent()
                && bookmark.get().size() >= limits.readWholeMax()) {
            Optional<LogScan> rest = scanFrom(bookmark.get(), newest.get());
            if (rest.isPresent()) {
                return rest.get();
            }
        }
        return scanWhole(newest);
    }

    private LogScan scanWhole(Optional<Checkpoint> newest) throws IOException {
        var records = new RecordScan(layout, newest);
        var scan = new LogScan(layout, options.origin(), newest, records);
        scan.run();
        records.tiles.finish();
        if (!records.tiles.holds()) {
            records.tiles.repair(disk, layout.draft(), true);
        }
        return scan;
    }

    /// Empty if anything does not fit: the whole reading then says what, or makes it good.
    private Optional<LogScan> scanFrom(Bookmark bookmark, Checkpoint newest) {
        try {
            var records = new RecordScan(layout, newest, bookmark);
            var scan = new LogScan(layout, options.origin(), Optional.of(newest), records);
            scan.run(bookmark.place());
            records.tiles.finish();
            if (!records.tiles.holds()) {
                return Optional.empty();
            }
            long segment = bookmark.place().first();
            unread = Optional.of(new LateReading(layout, options.origin(), newest, segment, disk));
            return Optional.of(scan);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /// Indexes of the records about device keys.
    List<Long> devices() {
        return devices;
    }

    /// What was left to be read later, after a quick opening.
    Optional<LateReading> unread() {
        return unread;
    }

    /// What the last stop left to recover from, if anything, as it was recorded.
    Optional<LogRecovered> recovered() {
        return recovered;
    }

    private List<Event> openingEvents(LogScan scan, Recovery.Torn torn) {
        Instant now = options.clock().instant();
        var events = new ArrayList<Event>();
        long size = scan.records.tree.size();
        if (size == 0) {
            events.add(new LogCreated(now, options.origin()));
        }
        List<SessionId> open = List.copyOf(scan.records.book.accounts().keySet());
        if (torn.bytes() > 0 || !open.isEmpty() || scan.unsigned() > 0) {
            var found =
                    new LogRecovered(
                            now,
                            torn.bytes(),
                            torn.sha256(),
                            Math.max(0, size - 1),
                            scan.unsigned(),
                            scan.unsignedSha256());
            recovered = Optional.of(found);
            events.add(found);
        }
        for (SessionId session : open) {
            events.add(
                    new SessionAborted(
                            session, now, "the gateway stopped before the session ended"));
        }
        return events;
    }

    /// One at a time: record 0 is under a checkpoint or alone, and a log without a checkpoint that
    /// holds more is known to be altered.
    private static void write(LogStore store, Event event) throws IOException {
        for (LogStore.Fate fate : store.commit(List.of(Entry.of(event))).fates()) {
            if (fate instanceof LogStore.Fate.Refused refused) {
                throw refused.why();
            }
        }
        if (event instanceof LogCreated) {
            store.signing().sign();
        }
    }
}
