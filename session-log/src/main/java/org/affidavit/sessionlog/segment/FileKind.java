package org.affidavit.sessionlog.segment;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Optional;

/// The two kinds of framed file.
public enum FileKind {
    /// Records of the log.
    SEGMENT("AFFLOG", 65_535, ".seg"),
    /// Sealed payloads and wrapped keys that records commit to.
    VAULT("AFFVLT", 33 << 20, ".vlt");

    private final String magic;
    private final int bodyBytesMax;
    private final String suffix;

    FileKind(String magic, int bodyBytesMax, String suffix) {
        this.magic = magic;
        this.bodyBytesMax = bodyBytesMax;
        this.suffix = suffix;
    }

    byte[] magic() {
        return magic.getBytes(US_ASCII);
    }

    /// What a type byte stands for in such a file; empty if it stands for nothing.
    Optional<FrameType> frameType(byte code) {
        return FrameType.of(code).filter(type -> type.kind() == this);
    }

    /// Longest body of one frame. A longer length is damage: it is never allocated.
    public int bodyBytesMax() {
        return bodyBytesMax;
    }

    /// How its files' names end.
    public String suffix() {
        return suffix;
    }
}
