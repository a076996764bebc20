package org.affidavit.evidence;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/// A segment file in which a word was replaced by one of the same length, with the checksum of its
/// frame made to fit.
final class ForgedSegment {
    private static final int HEADER = 100;
    private static final int FRAME_HEAD = 16;
    private static final int CHECKSUM = 4;

    private ForgedSegment() {}

    static byte[] with(byte[] segment, String word, String other) {
        var bytes = ByteBuffer.wrap(segment.clone());
        int at = HEADER;
        while (at < segment.length) {
            int end = at + FRAME_HEAD + bytes.getInt(at);
            String frame =
                    new String(segment, at, end - at, StandardCharsets.ISO_8859_1)
                            .replace(word, other);
            byte[] replaced = frame.getBytes(StandardCharsets.ISO_8859_1);
            bytes.put(at, replaced);
            var checksum = new CRC32C();
            checksum.update(replaced, 0, replaced.length);
            bytes.putInt(end, (int) checksum.getValue());
            at = end + CHECKSUM;
        }
        return bytes.array();
    }
}
