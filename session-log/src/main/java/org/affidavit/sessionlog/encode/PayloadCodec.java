package org.affidavit.sessionlog.encode;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.affidavit.sessionlog.event.Payload;
import org.affidavit.sessionlog.event.WireFrame;
import org.affidavit.sessionlog.event.WireFrame.Direction;

/// A payload in units: what can be shown or withheld one by one. Unit 0 is the shape, which says
/// how the others make up the frames; each other is a frame, or a piece of one.
///
/// ```
/// payload   = shape *piece             every byte of every frame, in order; nothing behind them
/// shape     = count *frame
/// frame     = direction micros pieces *length
/// direction = %x00 (from the agent) / %x01 (to the agent) / %x02 (a disclosure)
/// count, micros, pieces, length = unsigned LEB128 varint, shortest form, at most 63 bits
/// ```
///
/// A frame has one piece at least. Written by [#write], read by [#read].
public final class PayloadCodec {
    /// Longest stored form, in bytes.
    public static final int BYTES_MAX = 32 << 20;

    /// Most pieces of all frames together; a frame that would have more is left whole.
    public static final int PIECES_MAX = 1 << 20;

    private static final int NUMBER_BYTES_MAX = 9;

    private PayloadCodec() {}

    /// Says where a frame can be cut.
    @FunctionalInterface
    public interface Cutter {
        /// Leaves every frame whole.
        Cutter NONE = frame -> new int[] {frame.bytes().length};

        /// Lengths of the frame's pieces, in order; together they are the frame.
        int[] lengths(WireFrame frame);
    }

    /// @param units where each unit begins, and the end of the last
    public record Units(byte[] bytes, int[] units) {
        /// How many there are, the shape included.
        public int count() {
            return units.length - 1;
        }

        /// One unit.
        public ByteBuffer unit(int index) {
            return ByteBuffer.wrap(bytes, units[index], units[index + 1] - units[index]).slice();
        }
    }

    /// @throws Malformed if it is longer than the format allows
    public static Units write(Payload payload, Cutter cutter) throws Malformed {
        var pieces = pieces(payload.frames(), cutter);
        long length = NUMBER_BYTES_MAX;
        long count = 0;
        for (int i = 0; i < pieces.size(); i++) {
            length += 1 + NUMBER_BYTES_MAX * (2L + pieces.get(i).length);
            length += payload.frames().get(i).bytes().length;
            count += pieces.get(i).length;
        }
        if (count > PIECES_MAX || length > BYTES_MAX) {
            throw new Malformed(
                    String.format(
                            Locale.ROOT,
                            "a payload of %d frames and about %d bytes, at most %d and %d",
                            payload.frames().size(),
                            length,
                            PIECES_MAX,
                            BYTES_MAX));
        }
        var out = new ByteArrayOutputStream((int) length);
        putShape(out, payload.frames(), pieces);
        int[] units = new int[(int) count + 2];
        units[1] = out.size();
        int unit = 1;
        for (int i = 0; i < pieces.size(); i++) {
            out.writeBytes(payload.frames().get(i).bytes());
            for (int piece : pieces.get(i)) {
                units[unit + 1] = units[unit] + piece;
                unit++;
            }
        }
        return new Units(out.toByteArray(), units);
    }

    private static List<int[]> pieces(List<WireFrame> frames, Cutter cutter) {
        var pieces = new ArrayList<int[]>(frames.size());
        int left = Math.max(0, PIECES_MAX - frames.size());
        long lengthLeft = BYTES_MAX;
        for (WireFrame frame : frames) {
            lengthLeft -= frame.bytes().length + 3L * NUMBER_BYTES_MAX + 1;
        }
        for (WireFrame frame : frames) {
            int[] cut = cutter.lengths(frame);
            int more = cut.length - 1;
            if (more > left || (long) more * NUMBER_BYTES_MAX > lengthLeft) {
                cut = Cutter.NONE.lengths(frame);
                more = 0;
            }
            left -= more;
            lengthLeft -= (long) more * NUMBER_BYTES_MAX;
            pieces.add(cut);
        }
        return pieces;
    }

    private static void putShape(
            ByteArrayOutputStream out, List<WireFrame> frames, List<int[]> pieces) {
        putNumber(out, frames.size());
        for (int i = 0; i < frames.size(); i++) {
            out.write(code(frames.get(i).direction()));
            putNumber(out, frames.get(i).micros());
            putNumber(out, pieces.get(i).length);
            for (int piece : pieces.get(i)) {
                putNumber(out, piece);
            }
        }
    }

    private static int code(Direction direction) {
        return switch (direction) {
            case FROM_AGENT -> 0;
            case TO_AGENT -> 1;
            case DISCLOSURE -> 2;
        };
    }

    /// Where the units of a stored payload lie.
    ///
    /// @throws Malformed if these are not exactly the bytes of a payload
    public static Units units(byte[] bytes) throws Malformed {
        var in = ByteBuffer.wrap(bytes);
        List<Frame> frames = shape(in);
        int count = frames.stream().mapToInt(frame -> frame.lengths().length).sum();
        int[] units = new int[count + 2];
        units[1] = in.position();
        int unit = 1;
        for (Frame frame : frames) {
            for (int length : frame.lengths()) {
                units[unit + 1] = units[unit] + length;
                unit++;
            }
        }
        if (units[count + 1] != bytes.length) {
            throw new Malformed("the payload does not have the bytes that its shape says");
        }
        return new Units(bytes, units);
    }

    /// @throws Malformed if these are not exactly the bytes of a payload
    public static Payload read(byte[] bytes) throws Malformed {
        var in = ByteBuffer.wrap(bytes);
        var frames = new ArrayList<WireFrame>();
        for (Frame frame : shape(in)) {
            byte[] whole = new byte[sum(frame.lengths(), in.remaining())];
            in.get(whole);
            frames.add(new WireFrame(frame.direction(), frame.micros(), whole));
        }
        if (in.hasRemaining()) {
            throw new Malformed(in.remaining() + " bytes follow the payload's last frame");
        }
        return new Payload(frames);
    }

    /// What the shape says of one frame.
    ///
    /// @param lengths of its pieces
    public record Frame(Direction direction, long micros, int[] lengths) {}

    /// Reads a shape that stands alone.
    ///
    /// @throws Malformed if these are not exactly the bytes of one
    public static List<Frame> shapeAlone(ByteBuffer in) throws Malformed {
        List<Frame> frames = shape(in);
        if (in.hasRemaining()) {
            throw new Malformed(in.remaining() + " bytes follow the shape");
        }
        return frames;
    }

    /// Reads a shape, which may have pieces behind it.
    ///
    /// @throws Malformed if it is none
    public static List<Frame> shape(ByteBuffer in) throws Malformed {
        long count = number(in);
        if (count > PIECES_MAX || count > in.remaining()) {
            throw new Malformed("a payload claims " + count + " frames");
        }
        var frames = new ArrayList<Frame>((int) count);
        long left = PIECES_MAX;
        long bytesLeft = BYTES_MAX;
        for (long i = 0; i < count; i++) {
            Direction direction =
                    switch (next(in)) {
                        case 0 -> Direction.FROM_AGENT;
                        case 1 -> Direction.TO_AGENT;
                        case 2 -> Direction.DISCLOSURE;
                        default -> throw new Malformed("a payload frame of no known direction");
                    };
            long micros = number(in);
            long pieces = number(in);
            if (pieces < 1 || pieces > left || pieces > in.remaining()) {
                throw new Malformed("a payload frame claims " + pieces + " pieces");
            }
            left -= pieces;
            int[] lengths = new int[(int) pieces];
            for (int piece = 0; piece < pieces; piece++) {
                long length = number(in);
                bytesLeft -= length;
                if (length > BYTES_MAX || bytesLeft < 0) {
                    throw new Malformed("a payload frame is too long");
                }
                lengths[piece] = (int) length;
            }
            frames.add(new Frame(direction, micros, lengths));
        }
        return frames;
    }

    private static int sum(int[] lengths, int most) throws Malformed {
        long sum = 0;
        for (int length : lengths) {
            sum += length;
        }
        if (sum > most) {
            throw new Malformed("a payload frame is cut short");
        }
        return (int) sum;
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
