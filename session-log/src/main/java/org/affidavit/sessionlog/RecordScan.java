package org.affidavit.sessionlog;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.affidavit.sessionlog.encode.Leaf;
import org.affidavit.sessionlog.encode.Malformed;
import org.affidavit.sessionlog.event.AdoptedRecords;
import org.affidavit.sessionlog.event.Event;
import org.affidavit.sessionlog.event.GatewayEvent.DeviceEnrolled;
import org.affidavit.sessionlog.event.GatewayEvent.DeviceRevoked;
import org.affidavit.sessionlog.event.GatewayEvent.LogRecovered;
import org.affidavit.sessionlog.event.GatewayEvent.PeriodClosed;
import org.affidavit.sessionlog.event.SessionEvent;
import org.affidavit.sessionlog.segment.FrameScanner.Next;
import org.affidavit.sessionlog.segment.LogLayout;
import org.affidavit.sessionlog.tile.TileReader;
import org.affidavit.sessionlog.tree.CompactRange;
import org.affidavit.sessionlog.tree.TreeHash;

/// Takes the records of a log in their order, refuses those that do not follow, and ends up with
/// what a writer has to know of them.
final class RecordScan {
    private final LogLayout layout;
    private final Optional<Checkpoint> checkpoint;

    final CompactRange tree;
    final SessionBook book;
    final PeriodBook periods;
    final TileScan tiles;

    /// Indexes of the records about device keys.
    private final List<Long> devices = new ArrayList<>();

    private final AdoptedRecords adopted = new AdoptedRecords();

    /// Over the hashes of the records that are not under the checkpoint.
    private final MessageDigest unsigned = TreeHash.sha256();

    /// From the first record on.
    RecordScan(LogLayout layout, Optional<Checkpoint> checkpoint) {
        this.layout = layout;
        this.checkpoint = checkpoint;
        this.tree = new CompactRange();
        this.book = new SessionBook();
        this.periods = new PeriodBook();
        this.tiles = new TileScan(layout, signed());
    }

    /// From behind a bookmark on.
    ///
    /// @throws IOException if the tiles do not lead to the bookmark's root
    RecordScan(LogLayout layout, Checkpoint checkpoint, Bookmark bookmark) throws IOException {
        this.layout = layout;
        this.checkpoint = Optional.of(checkpoint);
        var edge = new TileReader(layout.tiles(), bookmark.size());
        this.tree = edge.range();
        if (!Leaf.hex(tree.root()).equals(bookmark.root())) {
            throw new IOException("The tiles are not those of the bookmark");
        }
        this.book = new SessionBook(bookmark.open());
        this.periods = new PeriodBook(bookmark.periodFrom(), bookmark.period());
        this.tiles = new TileScan(layout, signed(), edge.builder());
        this.devices.addAll(bookmark.devices());
        checkRoot();
    }

    /// How many records the checkpoint covers.
    long signed() {
        return checkpoint.map(Checkpoint::size).orElse(0L);
    }

    /// SHA-256 over the leaf hashes of the records behind the checkpoint.
    byte[] unsignedSha256() {
        return LogScan.digest(unsigned);
    }

    Leaf take(Next.Frame frame) throws IOException {
        long index = tree.size();
        Leaf leaf;
        try {
            leaf = Leaf.read(frame.body());
        } catch (Malformed e) {
            throw altered("record " + index + " cannot be read: " + e.getMessage());
        }
        if (frame.index() != index || leaf.index() != index) {
            throw altered("record " + index + " says that it is record " + leaf.index());
        }
        byte[] hash = TreeHash.leaf(frame.body());
        if (leaf.event() instanceof SessionEvent event) {
            enter(leaf, event, hash);
        }
        if (leaf.event() instanceof PeriodClosed closed
                && !closed.equals(periods.closed(closed, book.accounts().size()))) {
            throw altered("record " + index + " closes a period that it does not fit");
        }
        periods.enter(leaf.event(), hash);
        if (isOfDevices(leaf.event())) {
            devices.add(index);
        }
        if (leaf.event() instanceof LogRecovered recovered) {
            adopted.take(index, recovered);
        }
        tree.append(hash);
        tiles.take(frame.body(), hash);
        checkRoot();
        if (checkpoint.isPresent() && tree.size() > signed()) {
            unsigned.update(hash);
        }
        return leaf;
    }

    /// Indexes of the records about device keys that count: what nobody signed does not.
    List<Long> devices() {
        adopted.unsigned(signed(), tree.size());
        return new ArrayList<>(devices.stream().filter(index -> !adopted.contains(index)).toList());
    }

    static boolean isOfDevices(Event event) {
        return event instanceof DeviceEnrolled || event instanceof DeviceRevoked;
    }

    private void checkRoot() throws LogFailure {
        if (checkpoint.isPresent()
                && tree.size() == signed()
                && !checkpoint.get().root().equals(Leaf.hex(tree.root()))) {
            throw altered("its records are not those that were signed");
        }
    }

    private void enter(Leaf leaf, SessionEvent event, byte[] hash) throws LogFailure {
        if (book.objection(event).isPresent()
                || !leaf.link().equals(Optional.of(book.link(event)))
                || !leaf.total().equals(book.total(event))) {
            throw altered("record " + leaf.index() + " does not follow in its session");
        }
        if (leaf.payload().isPresent()
                && leaf.payload().get().keyRecord() != book.opening(event).orElse(leaf.index())) {
            throw altered("the payload of record " + leaf.index() + " has no key of its session");
        }
        book.enter(event, leaf.index(), hash);
    }

    private LogFailure altered(String what) {
        return LogScan.altered(layout.folder(), what);
    }
}
