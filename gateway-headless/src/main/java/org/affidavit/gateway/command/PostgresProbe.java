package org.affidavit.gateway.command;

import com.ongres.scram.client.ScramClient;
import com.ongres.scram.common.exception.ScramException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.affidavit.gateway.credential.Secret;

/// Logs in to a PostgreSQL server once and leaves, to say whether a connection would work.
final class PostgresProbe {
    private static final int MESSAGE_BYTES_MAX = 1 << 20;
    private static final int PROTOCOL_3 = 196_608;
    private static final String MECHANISM = "SCRAM-SHA-256";

    private static final int OK = 0;
    private static final int CLEARTEXT = 3;
    private static final int SASL = 10;
    private static final int SASL_CONTINUE = 11;
    private static final int SASL_FINAL = 12;

    private final DataInputStream in;
    private final OutputStream out;
    private final Target target;
    private String version = "unknown";

    PostgresProbe(ProbeSocket socket, Target target) throws IOException {
        in = new DataInputStream(new BufferedInputStream(socket.in()));
        out = socket.out();
        this.target = target;
    }

    /// @return the server's version
    /// @throws CommandFailed if the server refuses
    String login(Secret password) throws IOException, CommandFailed {
        send(Optional.empty(), startup());
        authenticate(password);
        while (true) {
            Message message = read();
            switch (message.type()) {
                case 'S' -> parameter(message.body());
                case 'Z' -> {
                    send(Optional.of('X'), new byte[0]);
                    return version;
                }
                case 'E' -> throw refused(message.body());
                default -> {
                    // Keys for cancelling and notices say nothing about whether it works.
                }
            }
        }
    }

    private void authenticate(Secret password) throws IOException, CommandFailed {
        Optional<ScramClient> scram = Optional.empty();
        while (true) {
            Message message = read();
            if (message.type() == 'E') {
                throw refused(message.body());
            }
            if (message.type() != 'R' || message.body().length < 4) {
                throw notPostgres();
            }
            String data =
                    new String(
                            message.body(), 4, message.body().length - 4, StandardCharsets.UTF_8);
            switch (message.body()[3]) {
                case OK -> {
                    return;
                }
                case CLEARTEXT -> {
                    if (!target.inClear()) {
                        throw otherMethod();
                    }
                    send(Optional.of('p'), clear(password));
                }
                case SASL -> {
                    ScramClient client = scram(data, password);
                    scram = Optional.of(client);
                    send(Optional.of('p'), firstMessage(client));
                }
                case SASL_CONTINUE -> answer(scram.orElseThrow(this::notPostgres), data);
                case SASL_FINAL -> checkServer(scram.orElseThrow(this::notPostgres), data);
                default -> throw otherMethod();
            }
        }
    }

    private ScramClient scram(String mechanisms, Secret password) throws CommandFailed {
        if (!Arrays.asList(mechanisms.split("\0", -1)).contains(MECHANISM)) {
            throw otherMethod();
        }
        return ScramClient.builder()
                .advertisedMechanisms(List.of(MECHANISM))
                .username("*")
                .password(password.reveal().clone())
                .build();
    }

    private static byte[] clear(Secret password) throws IOException {
        var bytes = new ByteArrayOutputStream();
        text(new DataOutputStream(bytes), new String(password.reveal()));
        return bytes.toByteArray();
    }

    private static byte[] firstMessage(ScramClient client) throws IOException {
        byte[] first = client.clientFirstMessage().toString().getBytes(StandardCharsets.UTF_8);
        var bytes = new ByteArrayOutputStream();
        var data = new DataOutputStream(bytes);
        text(data, MECHANISM);
        data.writeInt(first.length);
        data.write(first);
        return bytes.toByteArray();
    }

    private void answer(ScramClient client, String data) throws IOException, CommandFailed {
        try {
            client.serverFirstMessage(data);
        } catch (ScramException _) {
            throw notPostgres();
        }
        send(
                Optional.of('p'),
                client.clientFinalMessage().toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void checkServer(ScramClient client, String data) throws CommandFailed {
        try {
            client.serverFinalMessage(data);
        } catch (ScramException _) {
            throw new CommandFailed(
                    ExitCode.NOT_ALLOWED,
                    "The server does not know the password either: it may be an impostor.",
                    "Check the address, and name the target's CA: --upstream-ca FILE");
        }
    }

    private byte[] startup() throws IOException {
        var bytes = new ByteArrayOutputStream();
        var data = new DataOutputStream(bytes);
        data.writeInt(PROTOCOL_3);
        text(data, "user");
        text(data, target.user());
        text(data, "database");
        text(data, target.database());
        text(data, "application_name");
        text(data, "affidavit connection test");
        data.writeByte(0);
        return bytes.toByteArray();
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.writeByte(0);
    }

    private void parameter(byte[] body) {
        String[] parts = new String(body, StandardCharsets.UTF_8).split("\0", -1);
        if (parts.length > 1 && parts[0].equals("server_version")) {
            version = parts[1];
        }
    }

    private void send(Optional<Character> type, byte[] body) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var data = new DataOutputStream(bytes);
        if (type.isPresent()) {
            data.writeByte(type.get());
        }
        data.writeInt(body.length + 4);
        data.write(body);
        out.write(bytes.toByteArray());
        out.flush();
    }

    private Message read() throws IOException, CommandFailed {
        char type = (char) in.readUnsignedByte();
        int length = in.readInt() - 4;
        if (length < 0 || length > MESSAGE_BYTES_MAX) {
            throw notPostgres();
        }
        return new Message(type, in.readNBytes(length));
    }

    /// One message from the server.
    private record Message(char type, byte[] body) {}

    private CommandFailed refused(byte[] body) {
        String code = "";
        String text = "no reason given";
        for (String field : new String(body, StandardCharsets.UTF_8).split("\0", -1)) {
            if (field.startsWith("C")) {
                code = field.substring(1);
            } else if (field.startsWith("M")) {
                text = field.substring(1);
            }
        }
        return new CommandFailed(
                code.equals("3D000") ? ExitCode.NOT_FOUND : ExitCode.NOT_ALLOWED,
                target.where() + " refuses the login: " + text + " (" + code + ").",
                "Check the user, the database and the password in the credential file.");
    }

    private CommandFailed otherMethod() {
        return new CommandFailed(
                ExitCode.NOT_ALLOWED,
                target.where() + " asks for a login that the gateway does not use.",
                "Let the target use SCRAM: password_encryption = scram-sha-256, set the password"
                        + " anew, and scram-sha-256 in pg_hba.conf. If it must see the password"
                        + " itself, as for a cloud's token: password_in_clear: true for the"
                        + " connection, and TLS.");
    }

    private CommandFailed notPostgres() {
        return new CommandFailed(
                ExitCode.CANNOT_REACH,
                "What answers at " + target.where() + " does not speak PostgreSQL's protocol 3.",
                "Check the address in the URL.");
    }
}
