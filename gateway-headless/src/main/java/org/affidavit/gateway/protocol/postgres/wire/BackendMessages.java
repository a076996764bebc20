package org.affidavit.gateway.protocol.postgres.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;
import org.affidavit.gateway.protocol.postgres.wire.ProtocolViolation.Reason;

/// The small messages of a server: each reads from a fenced body and demands its end.
public final class BackendMessages {
    private BackendMessages() {}

    /// The state of the transaction after a series of messages.
    public enum Status {
        IDLE('I'),
        IN_TRANSACTION('T'),
        FAILED('E');

        private final char code;

        Status(char code) {
            this.code = code;
        }

        /// Reads ReadyForQuery.
        public static Status read(Frame frame) {
            ByteBuf body = frame.body();
            Status status =
                    switch (Fields.int8(body, "ReadyForQuery")) {
                        case 'I' -> IDLE;
                        case 'T' -> IN_TRANSACTION;
                        case 'E' -> FAILED;
                        default ->
                                throw new ProtocolViolation(
                                        Reason.OUT_OF_ORDER, "Unknown transaction status");
                    };
            Fields.end(body, "ReadyForQuery");
            return status;
        }

        /// Writes ReadyForQuery.
        public Frame write(ByteBufAllocator allocator) {
            ByteBuf out = allocator.buffer(8);
            int start = Fields.start(out, BackendType.READY);
            out.writeByte(code);
            Fields.finish(out, start);
            return new Frame(out);
        }
    }

    /// CommandComplete.
    ///
    /// @param tag such as `DELETE 3`
    public record CommandComplete(String tag) {
        public static CommandComplete read(Frame frame) {
            ByteBuf body = frame.body();
            var complete = new CommandComplete(Fields.string(body, "CommandComplete"));
            Fields.end(body, "CommandComplete");
            return complete;
        }

        /// Rows the tag counts, -1 when it counts none.
        public long rows() {
            String last = tag.substring(tag.lastIndexOf(' ') + 1);
            boolean number =
                    !last.isEmpty()
                            && last.length() < 19
                            && last.chars().allMatch(c -> c >= '0' && c <= '9');
            return number ? Long.parseLong(last) : -1;
        }
    }

    /// A setting that the server reports.
    public record ParameterStatus(String name, String value) {
        public static ParameterStatus read(Frame frame) {
            ByteBuf body = frame.body();
            var status =
                    new ParameterStatus(
                            Fields.string(body, "ParameterStatus"),
                            Fields.string(body, "ParameterStatus"));
            Fields.end(body, "ParameterStatus");
            return status;
        }
    }

    /// Names a session so that it can be cancelled. The key is a secret.
    public record KeyData(int process, CancelKey key) {
        /// Of a server that gave none: it stops nothing.
        public static final KeyData NONE = new KeyData(0, CancelKey.NONE);

        public static KeyData read(Frame frame) {
            ByteBuf body = frame.body();
            var data =
                    new KeyData(
                            Fields.int32(body, "BackendKeyData"),
                            CancelKey.read(body, "BackendKeyData"));
            Fields.end(body, "BackendKeyData");
            return data;
        }

        public Frame write(ByteBufAllocator allocator) {
            ByteBuf out = allocator.buffer(16);
            int start = Fields.start(out, BackendType.KEY_DATA);
            out.writeInt(process);
            key.write(out);
            Fields.finish(out, start);
            return new Frame(out);
        }
    }

    /// Something another session said with NOTIFY.
    public record Notification(int process, String channel, String payload) {
        public static Notification read(Frame frame) {
            ByteBuf body = frame.body();
            var notification =
                    new Notification(
                            Fields.int32(body, "NotificationResponse"),
                            Fields.string(body, "NotificationResponse"),
                            Fields.string(body, "NotificationResponse"));
            Fields.end(body, "NotificationResponse");
            return notification;
        }

        public Frame write(ByteBufAllocator allocator) {
            ByteBuf out = allocator.buffer();
            int start = Fields.start(out, BackendType.NOTIFICATION);
            out.writeInt(process);
            Fields.writeString(out, channel);
            Fields.writeString(out, payload);
            Fields.finish(out, start);
            return new Frame(out);
        }
    }

    /// Says which protocol will be spoken, and which options are not known.
    public static Frame negotiateVersion(
            int version, List<String> unknown, ByteBufAllocator allocator) {
        ByteBuf out = allocator.buffer();
        int start = Fields.start(out, BackendType.NEGOTIATE_VERSION);
        out.writeInt(version).writeInt(unknown.size());
        unknown.forEach(name -> Fields.writeString(out, name));
        Fields.finish(out, start);
        return new Frame(out);
    }
}
