package org.affidavit.gateway.protocol.postgres.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// The protocol's field types, read from a fenced body and written to a buffer.
final class Fields {
    private Fields() {}

    /// A zero-terminated string. Strict UTF-8: text that two parsers could read differently must
    /// not pass.
    static String string(ByteBuf body, String what) {
        int length = body.bytesBefore((byte) 0);
        if (length < 0) {
            throw ProtocolViolation.truncated(what);
        }
        byte[] bytes = ByteBufUtil.getBytes(body, body.readerIndex(), length);
        body.skipBytes(length + 1);
        return text(bytes, what);
    }

    static String text(byte[] bytes, String what) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException _) {
            throw new ProtocolViolation(
                    ProtocolViolation.Reason.BAD_TEXT, what + " holds text that is not UTF-8");
        }
    }

    static byte int8(ByteBuf body, String what) {
        need(body, 1, what);
        return body.readByte();
    }

    static int uint16(ByteBuf body, String what) {
        need(body, 2, what);
        return body.readUnsignedShort();
    }

    static int int32(ByteBuf body, String what) {
        need(body, 4, what);
        return body.readInt();
    }

    static long uint32(ByteBuf body, String what) {
        need(body, 4, what);
        return body.readUnsignedInt();
    }

    /// A count that is refused before anything is allocated for it.
    static int count(ByteBuf body, int max, String what) {
        int count = uint16(body, what);
        if (count > max) {
            throw ProtocolViolation.tooMany(what, count, max);
        }
        return count;
    }

    static void skip(ByteBuf body, int bytes, String what) {
        need(body, bytes, what);
        body.skipBytes(bytes);
    }

    static void end(ByteBuf body, String what) {
        if (body.isReadable()) {
            throw ProtocolViolation.trailing(what, body.readableBytes());
        }
    }

    static void need(ByteBuf body, int bytes, String what) {
        if (bytes < 0 || body.readableBytes() < bytes) {
            throw ProtocolViolation.truncated(what);
        }
    }

    static void writeString(ByteBuf out, String text) {
        out.writeCharSequence(text, StandardCharsets.UTF_8);
        out.writeByte(0);
    }

    /// Starts a message; [#finish] fills in its length.
    static int start(ByteBuf out, byte type) {
        int at = out.writerIndex();
        out.writeByte(type).writeInt(0);
        return at;
    }

    static void finish(ByteBuf out, int startedAt) {
        out.setInt(startedAt + 1, out.writerIndex() - startedAt - 1);
    }
}
