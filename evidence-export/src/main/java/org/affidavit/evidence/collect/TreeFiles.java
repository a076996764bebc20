package org.affidavit.evidence.collect;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.affidavit.sessionlog.tree.InclusionProof;
import org.affidavit.sessionlog.tree.TreeHash;

/// The hashes of all whole subtrees of a log's tree, on disk: which proofs will be wanted is known
/// only at the end of the log, and a log may be larger than the heap.
final class TreeFiles implements InclusionProof.Nodes, AutoCloseable {
    private final Path folder;
    private final List<Level> levels = new ArrayList<>();
    private long size;

    TreeFiles(Path folder) {
        this.folder = folder;
    }

    private static final class Level implements AutoCloseable {
        private final Path file;
        private final OutputStream out;
        private byte[] newest = {};

        Level(Path file) throws IOException {
            this.file = file;
            this.out = new BufferedOutputStream(Files.newOutputStream(file));
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }

    void append(byte[] leafHash) throws IOException {
        byte[] hash = leafHash;
        int height = 0;
        long rest = size;
        while (true) {
            Level level = level(height);
            level.out.write(hash);
            byte[] left = level.newest;
            level.newest = hash;
            if ((rest & 1) == 0) {
                break;
            }
            hash = TreeHash.node(left, hash);
            height++;
            rest >>>= 1;
        }
        size++;
    }

    private Level level(int height) throws IOException {
        if (height == levels.size()) {
            levels.add(new Level(folder.resolve("tree-" + height)));
        }
        return levels.get(height);
    }

    @Override
    public byte[] node(int height, long index) throws IOException {
        Level level = levels.get(height);
        level.out.flush();
        var hash = ByteBuffer.allocate(TreeHash.BYTES);
        try (var channel = FileChannel.open(level.file)) {
            while (hash.hasRemaining()) {
                if (channel.read(hash, index * TreeHash.BYTES + hash.position()) < 0) {
                    throw new IOException("The tree has no such node yet");
                }
            }
        }
        return hash.array();
    }

    @Override
    public void close() throws IOException {
        for (Level level : levels) {
            level.close();
        }
    }
}
