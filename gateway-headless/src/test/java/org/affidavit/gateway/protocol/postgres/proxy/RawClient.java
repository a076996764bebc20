package org.affidavit.gateway.protocol.postgres.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.affidavit.gateway.protocol.postgres.wire.StartupPacket;

/// A client that says exactly what a test wants said.
final class RawClient implements AutoCloseable {
    private Socket socket;
    private DataInputStream in;
    private OutputStream out;

    private RawClient(Socket socket) throws IOException {
        use(socket);
    }

    static RawClient inClear(TestGateway gateway) throws IOException {
        var socket = new Socket("127.0.0.1", gateway.port());
        socket.setSoTimeout(20_000);
        return new RawClient(socket);
    }

    static RawClient inTls(TestGateway gateway) throws Exception {
        RawClient client = inClear(gateway);
        client.send(StartupPacket.TlsRequest::write);
        if (client.letter() != 'S') {
            throw new AssertionError("no TLS");
        }
        return client.startTls(gateway);
    }

    /// A session that is open, its greeting read.
    static RawClient inSession(TestGateway gateway, String resource) throws Exception {
        return inSession(gateway, resource, TestGateway.TOKEN);
    }

    static RawClient inSession(TestGateway gateway, String resource, String token)
            throws Exception {
        RawClient client = inTls(gateway);
        client.startup(
                StartupPacket.VERSION_3_0, Map.of("user", "billing-bot", "database", resource));
        client.until('R');
        client.password(token);
        client.until('Z');
        return client;
    }

    private void use(Socket next) throws IOException {
        socket = next;
        in = new DataInputStream(next.getInputStream());
        out = next.getOutputStream();
    }

    RawClient startTls(TestGateway gateway, String... protocols) throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (var certificate = Files.newInputStream(gateway.certificates.ca())) {
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(certificate));
        }
        var trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        var tls =
                (SSLSocket)
                        context.getSocketFactory()
                                .createSocket(socket, "localhost", gateway.port(), true);
        var parameters = tls.getSSLParameters();
        parameters.setApplicationProtocols(protocols);
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        use(tls);
        return this;
    }

    void send(Consumer<ByteBuf> writer) throws IOException {
        ByteBuf bytes = Unpooled.buffer();
        writer.accept(bytes);
        out.write(bytes.array(), 0, bytes.readableBytes());
        out.flush();
    }

    void startup(int version, Map<String, String> parameters) throws IOException {
        send(new StartupPacket.Startup(version, parameters)::write);
    }

    void password(String token) throws IOException {
        message('p', body -> body.writeCharSequence(token + "\0", StandardCharsets.UTF_8));
    }

    void message(char type, Consumer<ByteBuf> body) throws IOException {
        send(bytes -> put(bytes, type, body));
    }

    static void put(ByteBuf bytes, char type, Consumer<ByteBuf> body) {
        int start = bytes.writerIndex();
        bytes.writeByte(type).writeInt(0);
        body.accept(bytes);
        bytes.setInt(start + 1, bytes.writerIndex() - start - 1);
    }

    static void text(ByteBuf bytes, String... texts) {
        for (String text : texts) {
            bytes.writeCharSequence(text, StandardCharsets.UTF_8);
            bytes.writeByte(0);
        }
    }

    char letter() throws IOException {
        return (char) in.readByte();
    }

    /// True if the other end closed without another word.
    boolean closed() {
        try {
            return in.read() < 0;
        } catch (IOException _) {
            return true;
        }
    }

    /// The next message: its type and its body as text.
    String next() throws IOException {
        char type = (char) in.readByte();
        byte[] body = in.readNBytes(in.readInt() - 4);
        return type + new String(body, StandardCharsets.ISO_8859_1);
    }

    /// Every message up to the first of a type.
    List<String> until(char type) throws IOException {
        var messages = new ArrayList<String>();
        do {
            messages.add(next());
        } while (messages.getLast().charAt(0) != type);
        return messages;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
