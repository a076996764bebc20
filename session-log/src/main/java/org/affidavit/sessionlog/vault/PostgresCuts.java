package org.affidavit.sessionlog.vault;

import java.nio.ByteBuffer;
import org.affidavit.sessionlog.encode.PayloadCodec.Cutter;
import org.affidavit.sessionlog.event.WireFrame;
import org.affidavit.sessionlog.event.WireFrame.Direction;

/// Cuts the rows of a PostgreSQL result into their head and their cells, each with its length, so
/// that single values can be withheld. The cuts are stored with the payload: whoever checks one
/// needs no PostgreSQL.
final class PostgresCuts implements Cutter {
    private static final int HEAD_BYTES = 1 + Integer.BYTES + Short.BYTES;

    @Override
    public int[] lengths(WireFrame frame) {
        byte[] bytes = frame.bytes();
        if (frame.direction() != Direction.TO_AGENT
                || bytes.length <= HEAD_BYTES
                || bytes[0] != 'D') {
            return Cutter.NONE.lengths(frame);
        }
        var in = ByteBuffer.wrap(bytes, 1 + Integer.BYTES, bytes.length - 1 - Integer.BYTES);
        int[] lengths = new int[1 + (in.getShort() & 0xFFFF)];
        lengths[0] = HEAD_BYTES;
        for (int i = 1; i < lengths.length; i++) {
            if (in.remaining() < Integer.BYTES) {
                return Cutter.NONE.lengths(frame);
            }
            // -1 stands for NULL, which has no bytes.
            int value = Math.max(0, in.getInt());
            if (value > in.remaining()) {
                return Cutter.NONE.lengths(frame);
            }
            in.position(in.position() + value);
            lengths[i] = Integer.BYTES + value;
        }
        return in.hasRemaining() ? Cutter.NONE.lengths(frame) : lengths;
    }
}
