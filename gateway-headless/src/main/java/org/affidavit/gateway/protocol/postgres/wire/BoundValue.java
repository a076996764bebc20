package org.affidavit.gateway.protocol.postgres.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One value of a Bind.
///
/// @param format 0 for text, 1 for binary
/// @param bytes nothing for NULL
public record BoundValue(int format, Optional<byte[]> bytes) {
    /// Reads the values of a message that was read before and found in order.
    ///
    /// @param message the whole Bind, header included
    public static List<BoundValue> of(byte[] message) {
        ByteBuf body = Unpooled.wrappedBuffer(message).skipBytes(Frame.HEADER_BYTES);
        Fields.skip(body, body.bytesBefore((byte) 0) + 1, "Bind");
        Fields.skip(body, body.bytesBefore((byte) 0) + 1, "Bind");
        int[] formats = new int[Fields.uint16(body, "Bind")];
        for (int i = 0; i < formats.length; i++) {
            formats[i] = Fields.uint16(body, "Bind");
        }
        int count = Fields.uint16(body, "Bind");
        List<BoundValue> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(new BoundValue(format(formats, i), bytes(body)));
        }
        return values;
    }

    /// One format for all, or one for each; none means text.
    private static int format(int[] formats, int at) {
        return formats.length == 0
                ? 0
                : formats.length == 1 ? formats[0] : at < formats.length ? formats[at] : -1;
    }

    private static Optional<byte[]> bytes(ByteBuf body) {
        int length = Fields.int32(body, "Bind");
        if (length == -1) {
            return Optional.empty();
        }
        Fields.need(body, length, "Bind");
        byte[] bytes = ByteBufUtil.getBytes(body, body.readerIndex(), length);
        body.skipBytes(length);
        return Optional.of(bytes);
    }
}
