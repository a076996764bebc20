package org.affidavit.gateway.protocol.postgres.wire;

import io.netty.buffer.ByteBuf;
import org.affidavit.gateway.protocol.postgres.wire.ProtocolViolation.Reason;

/// What a client asks in the query phase. Only what the gateway must understand is read; the exact
/// bytes travel in the [Frame].
public sealed interface FrontendMessage {
    /// Reads a frame and demands that nothing is left over.
    ///
    /// @param parametersMax most parameters a statement or a binding may have
    /// @throws ProtocolViolation if it is malformed, or not a message of this phase
    static FrontendMessage read(Frame frame, int parametersMax) {
        ByteBuf body = frame.body();
        FrontendMessage message = readBody(frame.type(), body, parametersMax);
        Fields.end(body, "A message of type " + (char) frame.type());
        return message;
    }

    private static FrontendMessage readBody(byte type, ByteBuf body, int parametersMax) {
        return switch (type) {
            case FrontendType.QUERY -> new Query(Fields.string(body, "Query"));
            case FrontendType.PARSE -> Parse.read(body, parametersMax);
            case FrontendType.BIND -> Bind.read(body, parametersMax);
            case FrontendType.DESCRIBE ->
                    new Describe(Target.read(body), Fields.string(body, "Describe"));
            case FrontendType.EXECUTE ->
                    new Execute(Fields.string(body, "Execute"), Fields.int32(body, "Execute"));
            case FrontendType.CLOSE -> new Close(Target.read(body), Fields.string(body, "Close"));
            case FrontendType.FUNCTION_CALL -> FunctionCall.read(body);
            case FrontendType.FLUSH -> new Flush();
            case FrontendType.SYNC -> new Sync();
            default ->
                    throw new ProtocolViolation(
                            Reason.OUT_OF_ORDER,
                            "A message of type " + (char) type + " cannot come here");
        };
    }

    /// One SQL text, run at once.
    record Query(String sql) implements FrontendMessage {
        public void write(ByteBuf out) {
            int start = Fields.start(out, FrontendType.QUERY);
            Fields.writeString(out, sql);
            Fields.finish(out, start);
        }
    }

    /// Prepares a statement; the empty name is the unnamed one.
    record Parse(String statement, String sql) implements FrontendMessage {
        static Parse read(ByteBuf body, int parametersMax) {
            var parse = new Parse(Fields.string(body, "Parse"), Fields.string(body, "Parse"));
            int types = Fields.count(body, parametersMax, "parameter types in Parse");
            Fields.skip(body, types * 4, "Parse");
            return parse;
        }

        public void write(ByteBuf out) {
            int start = Fields.start(out, FrontendType.PARSE);
            Fields.writeString(out, statement);
            Fields.writeString(out, sql);
            out.writeShort(0);
            Fields.finish(out, start);
        }
    }

    /// Binds values to a statement, making a portal.
    record Bind(String portal, String statement) implements FrontendMessage {
        static Bind read(ByteBuf body, int parametersMax) {
            var bind = new Bind(Fields.string(body, "Bind"), Fields.string(body, "Bind"));
            int formats = Fields.count(body, parametersMax, "parameter formats in Bind");
            Fields.skip(body, formats * 2, "Bind");
            int values = Fields.count(body, parametersMax, "parameters in Bind");
            for (int i = 0; i < values; i++) {
                int length = Fields.int32(body, "Bind");
                if (length != -1) {
                    Fields.skip(body, length, "Bind");
                }
            }
            int results = Fields.uint16(body, "Bind");
            Fields.skip(body, results * 2, "Bind");
            return bind;
        }
    }

    /// Asks for the shape of a statement or portal.
    record Describe(Target target, String name) implements FrontendMessage {
        public void write(ByteBuf out) {
            int start = Fields.start(out, FrontendType.DESCRIBE);
            out.writeByte(target.code);
            Fields.writeString(out, name);
            Fields.finish(out, start);
        }
    }

    /// Runs a portal.
    ///
    /// @param rowsMax 0 for all rows
    record Execute(String portal, int rowsMax) implements FrontendMessage {
        public void write(ByteBuf out) {
            int start = Fields.start(out, FrontendType.EXECUTE);
            Fields.writeString(out, portal);
            out.writeInt(rowsMax);
            Fields.finish(out, start);
        }
    }

    /// Forgets a statement or portal.
    record Close(Target target, String name) implements FrontendMessage {}

    /// Asks for the answers so far.
    record Flush() implements FrontendMessage {}

    /// Ends a series of extended messages.
    record Sync() implements FrontendMessage {
        public void write(ByteBuf out) {
            Fields.finish(out, Fields.start(out, FrontendType.SYNC));
        }
    }

    /// Calls a function by its OID. Nothing else of it is understood here.
    ///
    /// @param function its OID
    record FunctionCall(int function) implements FrontendMessage {
        static FunctionCall read(ByteBuf body) {
            int function = Fields.int32(body, "FunctionCall");
            body.skipBytes(body.readableBytes());
            return new FunctionCall(function);
        }
    }

    /// Ends the session in order.
    record Terminate() implements FrontendMessage {
        public void write(ByteBuf out) {
            Fields.finish(out, Fields.start(out, FrontendType.TERMINATE));
        }
    }

    /// What Describe and Close name.
    enum Target {
        STATEMENT('S'),
        PORTAL('P');

        private final char code;

        Target(char code) {
            this.code = code;
        }

        static Target read(ByteBuf body) {
            return switch (Fields.int8(body, "Describe or Close")) {
                case 'S' -> STATEMENT;
                case 'P' -> PORTAL;
                default ->
                        throw new ProtocolViolation(
                                Reason.OUT_OF_ORDER, "Neither a statement nor a portal is named");
            };
        }
    }
}
