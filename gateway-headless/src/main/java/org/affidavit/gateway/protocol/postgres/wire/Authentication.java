package org.affidavit.gateway.protocol.postgres.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What a server asks of a client that logs in.
public sealed interface Authentication {
    int CLEARTEXT = 3;
    int SASL = 10;
    int SASL_CONTINUE = 11;

    /// @throws ProtocolViolation if it is malformed
    static Authentication read(Frame frame) {
        ByteBuf body = frame.body();
        int code = Fields.int32(body, "Authentication");
        return switch (code) {
            case 0 -> new Ok();
            case CLEARTEXT -> new Cleartext();
            case 5 -> new Md5();
            case SASL -> new Sasl(mechanisms(body));
            case SASL_CONTINUE -> new SaslContinue(rest(body));
            case 12 -> new SaslFinal(rest(body));
            default -> new Unsupported(code);
        };
    }

    private static List<String> mechanisms(ByteBuf body) {
        var names = new ArrayList<String>();
        String name = Fields.string(body, "AuthenticationSASL");
        while (!name.isEmpty()) {
            names.add(name);
            name = Fields.string(body, "AuthenticationSASL");
        }
        Fields.end(body, "AuthenticationSASL");
        return names;
    }

    private static String rest(ByteBuf body) {
        return Fields.text(ByteBufUtil.getBytes(body), "AuthenticationSASL");
    }

    /// Asks the client for a password in clear (inside TLS).
    static Frame writeCleartext(ByteBufAllocator allocator) {
        return write(CLEARTEXT, allocator);
    }

    /// Offers a client one SASL mechanism.
    static Frame writeSasl(String mechanism, ByteBufAllocator allocator) {
        ByteBuf out = allocator.buffer(32);
        int start = Fields.start(out, BackendType.AUTHENTICATION);
        out.writeInt(SASL);
        Fields.writeString(out, mechanism);
        out.writeByte(0);
        Fields.finish(out, start);
        return new Frame(out);
    }

    /// Challenges a client.
    static Frame writeSaslContinue(String data, ByteBufAllocator allocator) {
        ByteBuf out = allocator.buffer();
        int start = Fields.start(out, BackendType.AUTHENTICATION);
        out.writeInt(SASL_CONTINUE).writeCharSequence(data, StandardCharsets.UTF_8);
        Fields.finish(out, start);
        return new Frame(out);
    }

    /// Says that the client is in.
    static Frame writeOk(ByteBufAllocator allocator) {
        return write(0, allocator);
    }

    private static Frame write(int code, ByteBufAllocator allocator) {
        ByteBuf out = allocator.buffer(16);
        int start = Fields.start(out, BackendType.AUTHENTICATION);
        out.writeInt(code);
        Fields.finish(out, start);
        return new Frame(out);
    }

    /// Reads a client's password. The caller keeps the text out of logs.
    static String readPassword(Frame frame) {
        ByteBuf body = frame.body();
        String password = Fields.string(body, "PasswordMessage");
        Fields.end(body, "PasswordMessage");
        return password;
    }

    /// Writes a password as it is. The caller has made sure of TLS.
    static void writePassword(ByteBuf out, char[] password) {
        int start = Fields.start(out, FrontendType.PASSWORD);
        out.writeCharSequence(CharBuffer.wrap(password), StandardCharsets.UTF_8);
        out.writeByte(0);
        Fields.finish(out, start);
    }

    /// Reads the first SASL answer of a client. The caller keeps its data out of logs.
    static SaslInitial readSaslInitial(Frame frame) {
        ByteBuf body = frame.body();
        String mechanism = Fields.string(body, "SASLInitialResponse");
        int length = Fields.int32(body, "SASLInitialResponse");
        if (length != body.readableBytes()) {
            throw ProtocolViolation.truncated("SASLInitialResponse");
        }
        return new SaslInitial(mechanism, rest(body));
    }

    /// Writes the first SASL answer of a client.
    static void writeSaslInitial(ByteBuf out, String mechanism, String data) {
        int start = Fields.start(out, FrontendType.PASSWORD);
        Fields.writeString(out, mechanism);
        byte[] bytes = data.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length).writeBytes(bytes);
        Fields.finish(out, start);
    }

    /// Writes a later SASL answer of a client.
    static void writeSaslResponse(ByteBuf out, String data) {
        int start = Fields.start(out, FrontendType.PASSWORD);
        out.writeCharSequence(data, StandardCharsets.UTF_8);
        Fields.finish(out, start);
    }

    /// The mechanism that a client chose, and what it says first. May hold a secret.
    record SaslInitial(String mechanism, String data) {
        @Override
        public String toString() {
            return "SaslInitial[mechanism=" + mechanism + "]";
        }
    }

    /// The client is in.
    record Ok() implements Authentication {}

    /// Asks for the password itself.
    record Cleartext() implements Authentication {}

    /// Asks for the password as MD5.
    record Md5() implements Authentication {}

    /// Offers SASL mechanisms.
    record Sasl(List<String> mechanisms) implements Authentication {
        public Sasl {
            mechanisms = List.copyOf(mechanisms);
        }
    }

    /// The server's challenge.
    record SaslContinue(String data) implements Authentication {}

    /// The server's proof that it knows the secret too.
    record SaslFinal(String data) implements Authentication {}

    /// Kerberos and the rest: not spoken to targets.
    record Unsupported(int code) implements Authentication {}
}
