package org.affidavit.sessionlog.segment;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// What a frame holds.
public enum FrameType {
    /// A record.
    LEAF(FileKind.SEGMENT, 0x01),
    /// The sealed payload of a record.
    PAYLOAD(FileKind.VAULT, 0x11),
    /// The key of a session's payloads, wrapped for whoever may read them.
    KEY(FileKind.VAULT, 0x12),
    /// Zeros in the place of a payload that was erased.
    ERASED_PAYLOAD(FileKind.VAULT, 0x13),
    /// Zeros in the place of a key that was erased.
    ERASED_KEY(FileKind.VAULT, 0x14);

    /// By code, each made once: every frame that is read asks.
    private static final List<Optional<FrameType>> BY_CODE =
            IntStream.range(0, 256)
                    .mapToObj(code ->
                            Arrays.stream(values())
                                    .filter(type -> type.code == (byte) code)
                                    .findFirst())
                    .toList();

    private final FileKind kind;
    private final byte code;

    FrameType(FileKind kind, int code) {
        this.kind = kind;
        this.code = (byte) code;
    }

    /// What a type byte stands for; empty if for nothing.
    static Optional<FrameType> of(byte code) {
        return BY_CODE.get(code & 0xFF);
    }

    /// What stands in its place once it was erased.
    ///
    /// @throws IllegalStateException if it cannot be erased
    public FrameType erased() {
        return switch (this) {
            case PAYLOAD -> ERASED_PAYLOAD;
            case KEY -> ERASED_KEY;
            case LEAF, ERASED_PAYLOAD, ERASED_KEY ->
                    throw new IllegalStateException("Nothing erases a frame of type " + this);
        };
    }

    /// The files that have it.
    public FileKind kind() {
        return kind;
    }

    /// The byte that stands in the frame.
    byte code() {
        return code;
    }
}
