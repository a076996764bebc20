package org.affidavit.gateway.protocol.postgres.wire;

import io.netty.buffer.ByteBuf;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.affidavit.gateway.protocol.postgres.wire.ProtocolViolation.Reason;

/// The first packet of a connection: it has a length but no type byte.
public sealed interface StartupPacket {
    int CANCEL_CODE = 80877102;
    int TLS_CODE = 80877103;
    int GSS_CODE = 80877104;
    int VERSION_3_0 = 3 << 16;
    int VERSION_3_2 = VERSION_3_0 + 2;

    /// Reads the next packet, or nothing while bytes are missing.
    ///
    /// ```
    /// length:4 (includes itself) code:4 body
    /// ```
    static Optional<StartupPacket> next(ByteBuf in, int bytesMax, int parametersMax) {
        if (in.readableBytes() < 8) {
            return Optional.empty();
        }
        int length = in.getInt(in.readerIndex());
        if (length < 8 || length > bytesMax) {
            throw new ProtocolViolation(
                    Reason.BAD_LENGTH,
                    "A startup packet of " + length + " bytes, the limit is " + bytesMax);
        }
        if (in.readableBytes() < length) {
            return Optional.empty();
        }
        ByteBuf body = in.readSlice(length).skipBytes(4);
        StartupPacket packet = read(body.readInt(), body, parametersMax);
        Fields.end(body, "The startup packet");
        return Optional.of(packet);
    }

    private static StartupPacket read(int code, ByteBuf body, int parametersMax) {
        return switch (code) {
            case TLS_CODE -> new TlsRequest();
            case GSS_CODE -> new GssRequest();
            case CANCEL_CODE ->
                    new Cancel(
                            Fields.int32(body, "CancelRequest"),
                            CancelKey.read(body, "CancelRequest"));
            default -> Startup.read(code, body, parametersMax);
        };
    }

    /// Asks for TLS before anything is said.
    record TlsRequest() implements StartupPacket {
        public static void write(ByteBuf out) {
            out.writeInt(8).writeInt(TLS_CODE);
        }
    }

    /// Asks for GSSAPI encryption.
    record GssRequest() implements StartupPacket {}

    /// Asks to stop what another connection runs.
    record Cancel(int process, CancelKey key) implements StartupPacket {
        public void write(ByteBuf out) {
            out.writeInt(12 + key.length()).writeInt(CANCEL_CODE).writeInt(process);
            key.write(out);
        }
    }

    /// Opens a session.
    ///
    /// @param version protocol version, major in the upper 16 bits
    /// @param parameters in the order sent
    record Startup(int version, Map<String, String> parameters) implements StartupPacket {
        static Startup read(int version, ByteBuf body, int parametersMax) {
            if (version >>> 16 != 3) {
                throw new ProtocolViolation(
                        Reason.OUT_OF_ORDER,
                        "Protocol version " + (version >>> 16) + " is not spoken here, use 3");
            }
            var parameters = new LinkedHashMap<String, String>();
            String name = Fields.string(body, "The startup packet");
            while (!name.isEmpty()) {
                if (parameters.size() == parametersMax) {
                    throw ProtocolViolation.tooMany(
                            "startup parameters", parametersMax + 1L, parametersMax);
                }
                parameters.put(name, Fields.string(body, "The startup packet"));
                name = Fields.string(body, "The startup packet");
            }
            return new Startup(version, parameters);
        }

        public void write(ByteBuf out) {
            int start = out.writerIndex();
            out.writeInt(0).writeInt(version);
            parameters.forEach((name, value) -> {
                Fields.writeString(out, name);
                Fields.writeString(out, value);
            });
            out.writeByte(0);
            out.setInt(start, out.writerIndex() - start);
        }
    }
}
