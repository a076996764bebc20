package org.affidavit.sessionlog;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.affidavit.sessionlog.encode.Leaf;
import org.affidavit.sessionlog.encode.Malformed;
import org.affidavit.sessionlog.event.Event;
import org.affidavit.sessionlog.key.LogSigner;
import org.affidavit.sessionlog.note.CheckpointText;
import org.affidavit.sessionlog.samples.SampleLogs;
import org.affidavit.sessionlog.segment.FileHeader;
import org.affidavit.sessionlog.segment.FileKind;
import org.affidavit.sessionlog.segment.FrameScanner;
import org.affidavit.sessionlog.segment.FrameScanner.Next;
import org.affidavit.sessionlog.segment.FrameType;
import org.affidavit.sessionlog.segment.LogLayout;
import org.affidavit.sessionlog.segment.SegmentFormat;
import org.affidavit.sessionlog.tree.CompactRange;
import org.affidavit.sessionlog.tree.TreeHash;

/// What somebody with write access and this very source code can do to a log that has one segment:
/// rewrite its records with every checksum right, and sign again with another key.
final class LogForge {
    private final LogLayout layout;

    LogForge(Path log) {
        this.layout = new LogLayout(log);
    }

    /// Rewrites the records; checksums and frame numbers are made to fit.
    void rewrite(UnaryOperator<List<byte[]>> forgery) throws IOException {
        Path file = layout.file(FileKind.SEGMENT, 0);
        var leaves = new ArrayList<byte[]>();
        FileHeader header;
        try (var scanner = FrameScanner.open(FileKind.SEGMENT, file)) {
            header = ((FileHeader.Reading.Good) scanner.header()).header();
            while (scanner.next() instanceof Next.Frame frame) {
                leaves.add(frame.body());
            }
        }
        var out = new ByteArrayOutputStream();
        out.writeBytes(header.bytes(FileKind.SEGMENT));
        long index = 0;
        for (byte[] leaf : forgery.apply(leaves)) {
            var frame = ByteBuffer.allocate(leaf.length + SegmentFormat.FRAME_EXTRA_BYTES);
            SegmentFormat.putFrame(frame, FrameType.LEAF, index++, leaf);
            out.writeBytes(frame.array());
        }
        Files.write(file, out.toByteArray());
    }

    /// The same, and the records are renumbered in their own bytes, too.
    void rewriteRenumbered(UnaryOperator<List<byte[]>> forgery) throws IOException {
        rewrite(leaves -> {
            var renumbered = new ArrayList<byte[]>();
            for (byte[] leaf : forgery.apply(leaves)) {
                renumbered.add(withIndex(leaf, renumbered.size()));
            }
            return renumbered;
        });
    }

    /// Signs every published checkpoint again, over the records as they are now, and leaves no tile
    /// that could tell.
    void signAgain(LogSigner signer) throws IOException {
        dropTiles();
        var tree = new CompactRange();
        rewrite(leaves -> {
            for (byte[] leaf : leaves) {
                tree.append(TreeHash.leaf(leaf));
                sign(signer, tree);
            }
            return leaves;
        });
    }

    void dropTiles() throws IOException {
        try (var files = Files.walk(layout.tiles())) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private void sign(LogSigner signer, CompactRange tree) {
        Path kept = layout.checkpoint(tree.size());
        if (!Files.exists(kept)) {
            return;
        }
        String origin = signer.verifierKey().name();
        var text = new CheckpointText(origin, tree.size(), tree.root());
        try {
            String note = signer.sign(text, SampleLogs.START).format();
            Files.writeString(kept, note);
            Files.writeString(layout.checkpoint(), note);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static byte[] withIndex(byte[] leaf, long index) {
        return changed(
                leaf,
                old ->
                        new Leaf(
                                index,
                                old.boot(),
                                old.event(),
                                old.link(),
                                old.total(),
                                old.key(),
                                old.payload()));
    }

    static byte[] withEvent(byte[] leaf, Event event) {
        return changed(
                leaf,
                old ->
                        new Leaf(
                                old.index(),
                                old.boot(),
                                event,
                                old.link(),
                                old.total(),
                                old.key(),
                                old.payload()));
    }

    /// What a record says.
    static Event event(byte[] leaf) {
        try {
            return Leaf.read(leaf).event();
        } catch (Malformed e) {
            throw new AssertionError(e);
        }
    }

    static byte[] withPayload(byte[] leaf, UnaryOperator<Leaf.Commitment> change) {
        return changed(
                leaf,
                old ->
                        new Leaf(
                                old.index(),
                                old.boot(),
                                old.event(),
                                old.link(),
                                old.total(),
                                old.key(),
                                old.payload().map(change)));
    }

    /// Makes the links and the sum of a session fit its records, which are neighbours.
    static void relink(List<byte[]> leaves, int first, int last) {
        var session = new CompactRange();
        for (int i = first; i <= last; i++) {
            if (i > first) {
                String previous = Leaf.hex(TreeHash.leaf(leaves.get(i - 1)));
                String root = Leaf.hex(session.root());
                int sequence = i - first;
                leaves.set(
                        i,
                        changed(
                                leaves.get(i),
                                old ->
                                        new Leaf(
                                                old.index(),
                                                old.boot(),
                                                old.event(),
                                                Optional.of(new Leaf.Link(sequence, previous)),
                                                old.total()
                                                        .map(total ->
                                                                new Leaf.Total(
                                                                        total.count(), root)),
                                                old.key(),
                                                old.payload())));
            }
            var prefix = SessionBook.SESSION_PREFIX;
            byte[] hash = TreeHash.leaf(leaves.get(i));
            byte[] leaf = java.util.Arrays.copyOf(prefix, prefix.length + hash.length);
            System.arraycopy(hash, 0, leaf, prefix.length, hash.length);
            session.append(TreeHash.leaf(leaf));
        }
    }

    /// A record outside sessions that was never written.
    static byte[] invented(byte[] like, Event event) {
        return changed(
                like,
                old ->
                        new Leaf(
                                old.index(),
                                old.boot(),
                                event,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()));
    }

    private static byte[] changed(byte[] leaf, UnaryOperator<Leaf> change) {
        try {
            return change.apply(Leaf.read(leaf)).bytes();
        } catch (Malformed e) {
            throw new AssertionError(e);
        }
    }

    /// Copies a folder as it is at this moment.
    static Path copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
        return to;
    }
}
