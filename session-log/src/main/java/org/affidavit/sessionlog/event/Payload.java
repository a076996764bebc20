package org.affidavit.sessionlog.event;

import java.util.List;

/// The bulk of a record: wire frames in the order they crossed. Kept in the vault, committed to by
/// the leaf.
public record Payload(List<WireFrame> frames) {
    /// A record that needs no bytes.
    public static final Payload NONE = new Payload(List.of());

    public Payload {
        frames = List.copyOf(frames);
    }

    public boolean isEmpty() {
        return frames.isEmpty();
    }

    /// How many bytes its frames have together.
    public long length() {
        return frames.stream().mapToLong(frame -> frame.bytes().length).sum();
    }
}
