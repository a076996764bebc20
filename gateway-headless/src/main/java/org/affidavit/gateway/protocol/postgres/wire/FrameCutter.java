package org.affidavit.gateway.protocol.postgres.wire;

import io.netty.buffer.ByteBuf;
import java.util.Optional;

/// Cuts a stream into frames. Every length is checked against the limit before it is used, and
/// every type against what the sender may send.
public final class FrameCutter {
    private final Sender sender;
    private int messageBytesMax;

    /// @param messageBytesMax largest message accepted, without its type byte
    public FrameCutter(Sender sender, int messageBytesMax) {
        this.sender = sender;
        this.messageBytesMax = messageBytesMax;
    }

    /// From the next message on, takes messages of this length.
    public void accept(int newMessageBytesMax) {
        messageBytesMax = newMessageBytesMax;
    }

    /// The next whole frame, retained, or empty while bytes are missing.
    ///
    /// ```
    /// type:1 <here> length:4 (includes itself) body
    /// ```
    ///
    /// @throws ProtocolViolation if the type or the length cannot be
    public Optional<Frame> next(ByteBuf in) {
        if (!in.isReadable()) {
            return Optional.empty();
        }
        byte type = in.getByte(in.readerIndex());
        if (!sender.sends(type)) {
            throw new ProtocolViolation(
                    ProtocolViolation.Reason.UNKNOWN_TYPE,
                    "Message type 0x" + Integer.toHexString(type & 0xff) + " is not known");
        }
        if (in.readableBytes() < Frame.HEADER_BYTES) {
            return Optional.empty();
        }
        int length = in.getInt(in.readerIndex() + 1);
        if (length < 4) {
            throw new ProtocolViolation(
                    ProtocolViolation.Reason.BAD_LENGTH, "A message length below 4: " + length);
        }
        if (length > messageBytesMax) {
            throw ProtocolViolation.tooMany("bytes in a message", length, messageBytesMax);
        }
        if (in.readableBytes() < length + 1) {
            return Optional.empty();
        }
        return Optional.of(new Frame(in.readRetainedSlice(length + 1)));
    }

    /// Who wrote the stream.
    public enum Sender {
        FRONTEND(FrontendType.ALL),
        BACKEND(BackendType.ALL);

        private final String types;

        Sender(String types) {
            this.types = types;
        }

        boolean sends(byte type) {
            return type > 0 && types.indexOf(type) >= 0;
        }
    }
}
