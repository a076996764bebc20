package org.affidavit.gateway.witness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.affidavit.gateway.config.GatewayConfig.Address;
import org.affidavit.sessionlog.anchor.AddCheckpoint;
import org.affidavit.sessionlog.anchor.CosigningKey;
import org.affidavit.sessionlog.anchor.SeenCheckpoints;
import org.affidavit.sessionlog.anchor.Witness;
import org.affidavit.sessionlog.key.LogSigner;
import org.affidavit.sessionlog.note.CheckpointText;
import org.affidavit.sessionlog.note.SignedNote;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WitnessServerTest {
    private static final String ORIGIN = "gw.test.example/affidavit";

    @TempDir Path folder;
    private LogSigner signer;
    private CosigningKey key;
    private SeenCheckpoints seen;
    private WitnessServer server;
    private HttpClient client;

    @BeforeEach
    void serve() throws Exception {
        signer = LogSigner.create(folder.resolve("log.key"), ORIGIN);
        key = CosigningKey.create(folder.resolve("witness.key"), "witness.test.example/w1");
        seen = new SeenCheckpoints(folder.resolve("seen"));
        var logs = Map.of(ORIGIN, List.of(signer.verifierKey()));
        server =
                WitnessServer.start(
                        new Address("127.0.0.1", 0),
                        new Witness(seen, key, logs, Clock.systemUTC()));
        client = HttpClient.newHttpClient();
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void answersWithItsCosignature() throws Exception {
        var answer = add(request(0, 3));
        assertThat(answer.statusCode()).isEqualTo(200);
        SignedNote.Signature line = SignedNote.signatures(answer.body()).getFirst();
        assertThat(key.cosigner().cosigned(text(3).format(), line)).isPresent();
    }

    @Test
    void answersAConflictWithTheSizeThatItKnows() throws Exception {
        assertThat(add(request(0, 3)).statusCode()).isEqualTo(200);
        var answer = add(request(0, 8));
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/x.tlog.size");
        assertThat(answer.body()).isEqualTo("3\n");
    }

    @Test
    void answersWhatItDoesNotServe() throws Exception {
        assertThat(send("/", "POST", new byte[0]).statusCode()).isEqualTo(404);
        assertThat(send("/add-checkpoint", "GET", new byte[0]).statusCode()).isEqualTo(405);
        assertThat(send("/add-checkpoint", "POST", "x".getBytes(UTF_8)).statusCode())
                .isEqualTo(400);
        assertThat(send("/livez", "GET", new byte[0]).body()).isEqualTo("ok\n");
    }

    @Test
    void readsNoMoreThanARequestCanHave() throws Exception {
        assertThat(add(new byte[AddCheckpoint.BYTES_MAX + 1]).statusCode()).isEqualTo(413);
    }

    @Test
    void saysWhenItCannotRememberAndSignsNothing() throws Exception {
        assertThat(add(request(0, 3)).statusCode()).isEqualTo(200);
        Files.writeString(seen.file(ORIGIN), "damaged");
        var answer = add(request(3, 3));
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).doesNotContain("\u2014");
    }

    @Test
    void holdsOnlySoManyConnections() throws Exception {
        var held = new ArrayList<Socket>();
        try {
            for (int i = 0; i < 64; i++) {
                held.add(new Socket("127.0.0.1", server.port()));
            }
            try (var oneMore = new Socket("127.0.0.1", server.port())) {
                oneMore.setSoTimeout(5_000);
                assertThat(oneMore.getInputStream().read()).isEqualTo(-1);
            }
        } finally {
            for (Socket socket : held) {
                socket.close();
            }
        }
    }

    private static CheckpointText text(long size) {
        return new CheckpointText(ORIGIN, size, new byte[32]);
    }

    private byte[] request(long old, long size) {
        return new AddCheckpoint(
                        old,
                        List.of(),
                        signer.sign(text(size), Instant.EPOCH.plusSeconds(1)),
                        text(size))
                .format();
    }

    private HttpResponse<String> add(byte[] body) throws Exception {
        return send("/add-checkpoint", "POST", body);
    }

    private HttpResponse<String> send(String path, String method, byte[] body) throws Exception {
        var uri = URI.create("http://127.0.0.1:" + server.port() + path);
        return client.send(
                HttpRequest.newBuilder(uri)
                        .method(method, BodyPublishers.ofByteArray(body))
                        .build(),
                BodyHandlers.ofString());
    }
}
