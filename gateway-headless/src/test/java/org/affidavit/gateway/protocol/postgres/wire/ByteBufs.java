package org.affidavit.gateway.protocol.postgres.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// Bytes for tests, written as Latin-1 text.
final class ByteBufs {
    private ByteBufs() {}

    static byte[] of(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static Frame frame(char type, Consumer<ByteBuf> body) {
        ByteBuf bytes = Unpooled.buffer();
        bytes.writeByte(type).writeInt(0);
        body.accept(bytes);
        bytes.setInt(1, bytes.readableBytes() - 1);
        return new Frame(bytes);
    }

    static Frame frame(char type, String body) {
        return frame(type, bytes -> bytes.writeBytes(of(body)));
    }
}
