package org.affidavit.sessionlog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/// Fails from the n-th step on, as a disk does that has died.
final class DyingDisk implements Disk {
    private final boolean writesHalf;
    private int stepsLeft;

    DyingDisk(int stepsLeft, boolean writesHalf) {
        this.stepsLeft = stepsLeft;
        this.writesHalf = writesHalf;
    }

    private boolean dead() {
        return stepsLeft-- <= 0;
    }

    private void step() throws IOException {
        if (dead()) {
            throw new IOException("the disk died");
        }
    }

    @Override
    public FileChannel create(Path file) throws IOException {
        step();
        return Disk.super.create(file);
    }

    @Override
    public void write(FileChannel channel, ByteBuffer bytes) throws IOException {
        if (dead()) {
            if (writesHalf) {
                Disk.super.write(channel, bytes.limit(bytes.limit() / 2));
            }
            throw new IOException("the disk died");
        }
        Disk.super.write(channel, bytes);
    }

    @Override
    public void writeAt(FileChannel channel, ByteBuffer bytes, long position) throws IOException {
        if (dead()) {
            if (writesHalf) {
                Disk.super.writeAt(channel, bytes.limit(bytes.limit() / 2), position);
            }
            throw new IOException("the disk died");
        }
        Disk.super.writeAt(channel, bytes, position);
    }

    @Override
    public void force(FileChannel channel) throws IOException {
        step();
        Disk.super.force(channel);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        step();
        Disk.super.rename(from, to);
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        step();
        Disk.super.forceDirectory(directory);
    }
}
