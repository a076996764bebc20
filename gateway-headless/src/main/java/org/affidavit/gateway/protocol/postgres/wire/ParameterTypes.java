package org.affidavit.gateway.protocol.postgres.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.stream.LongStream;

/// The types of a statement's parameters.
public final class ParameterTypes {
    private static final long UNKNOWN = 705;

    /// Not more than the message that they come from: a session keeps many.
    private final int[] oids;

    private ParameterTypes(ByteBuf body, int count, String what) {
        oids = new int[count];
        for (int i = 0; i < count; i++) {
            oids[i] = Fields.int32(body, what);
        }
    }

    /// Those that a client declares.
    ///
    /// @param message a whole Parse, header included, that was read before and found in order
    public static ParameterTypes declared(byte[] message) {
        ByteBuf body = Unpooled.wrappedBuffer(message).skipBytes(Frame.HEADER_BYTES);
        Fields.skip(body, body.bytesBefore((byte) 0) + 1, "Parse");
        Fields.skip(body, body.bytesBefore((byte) 0) + 1, "Parse");
        return new ParameterTypes(body, Fields.uint16(body, "Parse"), "Parse");
    }

    /// Those that the target tells.
    ///
    /// @param frame a ParameterDescription
    public static ParameterTypes described(Frame frame, int parametersMax) {
        ByteBuf body = frame.body();
        String what = "ParameterDescription";
        var types = new ParameterTypes(body, Fields.count(body, parametersMax, what), what);
        Fields.end(body, what);
        return types;
    }

    /// The OIDs that are told.
    public LongStream told() {
        return Arrays.stream(oids).mapToLong(Integer::toUnsignedLong).filter(oid -> oid != 0);
    }

    /// The OID of one, from 0; 0 if it is not told. A client that says `unknown` leaves it to the
    /// target.
    public long at(int index) {
        long oid = index < oids.length ? Integer.toUnsignedLong(oids[index]) : 0;
        return oid == UNKNOWN ? 0 : oid;
    }
}
