package org.affidavit.sessionlog.segment;

/// What a frame holds.
public enum FrameType {
    /// A record.
    LEAF(FileKind.SEGMENT, 0x01),
    /// The sealed payload of a record.
    PAYLOAD(FileKind.VAULT, 0x11),
    /// The key of a session's payloads, wrapped for whoever may read them.
    KEY(FileKind.VAULT, 0x12);

    private final FileKind kind;
    private final byte code;

    FrameType(FileKind kind, int code) {
        this.kind = kind;
        this.code = (byte) code;
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
