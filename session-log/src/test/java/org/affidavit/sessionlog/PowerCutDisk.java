package org.affidavit.sessionlog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// A disk whose power fails at a step, and which then has only what it was told to keep. What was
/// written and not forced survives in part: any length of it, with or without zeros behind; of what
/// was overwritten any of the sectors; any of the names that were given, changed or dropped in a
/// folder that was not forced since.
final class PowerCutDisk implements Disk {
    private static final int SECTOR_BYTES = 512;

    private int stepsLeft;
    private final IdentityHashMap<FileChannel, Path> open = new IdentityHashMap<>();
    private final Map<Path, byte[]> forced = new HashMap<>();
    private final List<NameChange> pending = new ArrayList<>();

    /// A change of names that is not durable yet.
    ///
    /// @param before what the file held before under that name; null if it was not there
    /// @param from where it was renamed from; null if it was not
    private record NameChange(Path file, byte[] before, Path from) {
        void undo() throws IOException {
            if (from != null && Files.exists(file)) {
                Files.move(file, from, StandardCopyOption.REPLACE_EXISTING);
            }
            if (before == null) {
                Files.deleteIfExists(file);
            } else {
                Files.createDirectories(file.getParent());
                Files.write(file, before);
            }
        }
    }

    PowerCutDisk(int stepsLeft) {
        this.stepsLeft = stepsLeft;
    }

    private void step() throws IOException {
        if (stepsLeft-- <= 0) {
            throw new IOException("the power failed");
        }
    }

    @Override
    public FileChannel create(Path file) throws IOException {
        step();
        FileChannel channel = Disk.super.create(file);
        open.put(channel, file);
        forced.put(file, new byte[0]);
        pending.add(new NameChange(file, null, null));
        return channel;
    }

    @Override
    public FileChannel reopen(Path file) throws IOException {
        step();
        // What an earlier life left is durable.
        forced.putIfAbsent(file, Files.readAllBytes(file));
        FileChannel channel = Disk.super.reopen(file);
        open.put(channel, file);
        return channel;
    }

    @Override
    public FileChannel rewrite(Path file) throws IOException {
        step();
        forced.putIfAbsent(file, Files.readAllBytes(file));
        FileChannel channel = Disk.super.rewrite(file);
        open.put(channel, file);
        return channel;
    }

    @Override
    public void writeAt(FileChannel channel, ByteBuffer bytes, long position) throws IOException {
        step();
        Disk.super.writeAt(channel, bytes, position);
    }

    @Override
    public void write(FileChannel channel, ByteBuffer bytes) throws IOException {
        step();
        Disk.super.write(channel, bytes);
    }

    @Override
    public void force(FileChannel channel) throws IOException {
        step();
        Disk.super.force(channel);
        Path file = open.get(channel);
        forced.put(file, Files.readAllBytes(file));
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        step();
        byte[] before = Files.exists(to) ? Files.readAllBytes(to) : null;
        Disk.super.rename(from, to);
        forced.put(to, forced.remove(from));
        pending.add(new NameChange(to, before, from));
    }

    @Override
    public void delete(Path file) throws IOException {
        step();
        if (Files.isDirectory(file)) {
            // An empty one, which nobody misses.
            Disk.super.delete(file);
            return;
        }
        byte[] before = Files.readAllBytes(file);
        Disk.super.delete(file);
        pending.add(new NameChange(file, before, null));
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        step();
        Disk.super.forceDirectory(directory);
        pending.removeIf(change -> directory.equals(change.file().getParent()));
    }

    /// Leaves in the files what is there when the power is back.
    void loseWhatWasNotForced(RandomGenerator random) throws IOException {
        for (var file : forced.entrySet()) {
            if (Files.exists(file.getKey())) {
                byte[] now = Files.readAllBytes(file.getKey());
                Files.write(file.getKey(), left(file.getValue(), now, random));
            }
        }
        for (NameChange change : pending.reversed()) {
            if (random.nextBoolean()) {
                change.undo();
            }
        }
    }

    private static byte[] left(byte[] durable, byte[] now, RandomGenerator random) {
        if (now.length < durable.length) {
            // Cut, and perhaps not yet on disk.
            return random.nextBoolean() ? now : durable;
        }
        int written = random.nextInt(durable.length, now.length + 1);
        int length = random.nextBoolean() ? written : now.length;
        byte[] left = Arrays.copyOf(Arrays.copyOf(now, written), length);
        for (int sector = 0; sector < durable.length; sector += SECTOR_BYTES) {
            if (random.nextBoolean()) {
                int bytes = Math.min(SECTOR_BYTES, durable.length - sector);
                System.arraycopy(durable, sector, left, sector, bytes);
            }
        }
        return left;
    }
}
