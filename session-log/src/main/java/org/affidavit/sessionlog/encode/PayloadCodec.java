package org.affidavit.sessionlog.encode;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.affidavit.sessionlog.event.Payload;
import org.affidavit.sessionlog.event.WireFrame;
import org.affidavit.sessionlog.event.WireFrame.Direction;

/// The stored bytes of a payload; a leaf commits to exactly these.
///
/// ```
/// payload   = count *frame            nothing behind the last frame
/// frame     = direction micros length bytes(length)
/// direction = %x00 (from the agent) / %x01 (to the agent)
/// count, micros, length = unsigned LEB128 varint, shortest form, at most 63 bits
/// ```
///
/// Written by [#write], read by [#read].
public final class PayloadCodec {
    /// Longest stored form, in bytes.
    public static final int BYTES_MAX = 32 << 20;

    private static final int FRAMES_MAX = 1 << 20;

    private PayloadCodec() {}

    /// @throws Malformed if it is longer than the format allows
    public static byte[] write(Payload payload) throws Malformed {
        long estimate = 10;
        for (WireFrame frame : payload.frames()) {
            estimate += frame.bytes().length + 20L;
        }
        if (payload.frames().size() > FRAMES_MAX || estimate > BYTES_MAX) {
            throw new Malformed(
                    String.format(
                            Locale.ROOT,
                            "a payload of %d frames and about %d bytes, at most %d and %d",
                            payload.frames().size(),
                            estimate,
                            FRAMES_MAX,
                            BYTES_MAX));
        }
        var out = new ByteArrayOutputStream((int) estimate);
        putNumber(out, payload.frames().size());
        for (WireFrame frame : payload.frames()) {
            out.write(frame.direction() == Direction.FROM_AGENT ? 0 : 1);
            putNumber(out, frame.micros());
            putNumber(out, frame.bytes().length);
            out.writeBytes(frame.bytes());
        }
        return out.toByteArray();
    }

    /// @throws Malformed if these are not exactly the bytes of a payload
    public static Payload read(byte[] bytes) throws Malformed {
        var in = ByteBuffer.wrap(bytes);
        long count = number(in);
        if (count > FRAMES_MAX || count > in.remaining()) {
            throw new Malformed("a payload claims " + count + " frames");
        }
        List<WireFrame> frames = new ArrayList<>((int) count);
        for (long i = 0; i < count; i++) {
            frames.add(frame(in));
        }
        if (in.hasRemaining()) {
            throw new Malformed(in.remaining() + " bytes follow the payload's last frame");
        }
        return new Payload(frames);
    }

    private static WireFrame frame(ByteBuffer in) throws Malformed {
        Direction direction =
                switch (next(in)) {
                    case 0 -> Direction.FROM_AGENT;
                    case 1 -> Direction.TO_AGENT;
                    default -> throw new Malformed("a payload frame of no known direction");
                };
        long micros = number(in);
        long length = number(in);
        if (length > in.remaining()) {
            throw new Malformed("a payload frame is cut short");
        }
        byte[] bytes = new byte[(int) length];
        in.get(bytes);
        return new WireFrame(direction, micros, bytes);
    }

    private static void putNumber(ByteArrayOutputStream out, long number) {
        long rest = number;
        while (rest > 0x7F) {
            out.write((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    private static long number(ByteBuffer in) throws Malformed {
        long number = 0;
        for (int shift = 0; shift < Long.SIZE - 1; shift += 7) {
            int part = next(in);
            number |= (long) (part & 0x7F) << shift;
            if ((part & 0x80) == 0) {
                if (part == 0 && shift > 0) {
                    throw new Malformed("a payload number is not in its shortest form");
                }
                return number;
            }
        }
        throw new Malformed("a payload number is too long");
    }

    private static int next(ByteBuffer in) throws Malformed {
        if (!in.hasRemaining()) {
            throw new Malformed("the payload is cut short");
        }
        return in.get() & 0xFF;
    }
}
