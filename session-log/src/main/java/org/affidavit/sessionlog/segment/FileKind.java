package org.affidavit.sessionlog.segment;

import static java.nio.charset.StandardCharsets.US_ASCII;

/// The two kinds of framed file.
public enum FileKind {
    /// Records of the log.
    SEGMENT("AFFLOG", 0x01, 65_535, ".seg"),
    /// Payloads that records commit to.
    VAULT("AFFVLT", 0x11, 32 << 20, ".vlt");

    private final String magic;
    private final byte frameType;
    private final int bodyBytesMax;
    private final String suffix;

    FileKind(String magic, int frameType, int bodyBytesMax, String suffix) {
        this.magic = magic;
        this.frameType = (byte) frameType;
        this.bodyBytesMax = bodyBytesMax;
        this.suffix = suffix;
    }

    byte[] magic() {
        return magic.getBytes(US_ASCII);
    }

    byte frameType() {
        return frameType;
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
