package org.affidavit.gateway.anchor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.affidavit.gateway.config.GatewayConfig.Address;
import org.affidavit.gateway.config.GatewayConfig.Anchors;
import org.affidavit.gateway.config.GatewayConfig.WitnessSite;
import org.affidavit.gateway.witness.WitnessServer;
import org.affidavit.sessionlog.SessionLog;
import org.affidavit.sessionlog.SessionLogReader;
import org.affidavit.sessionlog.anchor.CosignatureFiles;
import org.affidavit.sessionlog.anchor.Cosigner;
import org.affidavit.sessionlog.anchor.CosigningKey;
import org.affidavit.sessionlog.anchor.SeenCheckpoints;
import org.affidavit.sessionlog.anchor.Witness;
import org.affidavit.sessionlog.event.GatewayEvent;
import org.affidavit.sessionlog.event.Payload;
import org.affidavit.sessionlog.key.LogSigner;
import org.affidavit.sessionlog.note.CheckpointText;
import org.affidavit.sessionlog.note.SignedNote;
import org.affidavit.sessionlog.samples.SampleReaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The gateway's side of witnesses, with good ones and bad ones, on loopback.
class AnchoringTest {
    private static final String ORIGIN = "gw.test.example/affidavit";
    private static final Duration ANSWER_MAX = Duration.ofMillis(700);
    private static final int SECONDS_MAX = 20;

    @TempDir Path folder;
    private final CountDownLatch over = new CountDownLatch(1);
    private LogSigner signer;
    private SessionLog log;
    private SessionLogReader reader;
    private CosigningKey key;

    @BeforeEach
    void writeALog() throws Exception {
        signer = LogSigner.create(folder.resolve("log.key"), ORIGIN);
        var options =
                new SessionLog.Options(
                        ORIGIN,
                        SampleReaders.recipients(),
                        Clock.systemUTC(),
                        Duration.ofHours(1),
                        1L << 20);
        log = SessionLog.open(folder.resolve("log"), signer, options);
        append(3);
        reader = SessionLogReader.open(folder.resolve("log"));
        key = CosigningKey.create(folder.resolve("witness.key"), "witness.test.example/w1");
    }

    @AfterEach
    void closeIt() throws Exception {
        over.countDown();
        reader.close();
        log.close();
    }

    @Test
    void keepsWhatAWitnessCosignedAsTheLogGrows() throws Exception {
        try (var server = WitnessServer.start(anywhere(), witness(key));
                var anchoring = anchor("http://127.0.0.1:" + server.port(), key.cosigner())) {
            await(() -> Files.exists(cosignature(4)));
            append(600);
            await(() -> Files.exists(cosignature(604)));
            for (long size : new long[] {4, 604}) {
                var line = CosignatureFiles.read(cosignature(size)).getFirst();
                String text = note(size).text();
                assertThat(key.cosigner().cosigned(text, line)).isPresent();
            }
            await(() -> anchoring.lines().getFirst().contains("604 records, 0 failures"));
        }
    }

    @Test
    void goesOnWhereTheWitnessStandsAfterARestart() throws Exception {
        try (var server = WitnessServer.start(anywhere(), witness(key))) {
            String url = "http://127.0.0.1:" + server.port();
            try (var _ = anchor(url, key.cosigner())) {
                await(() -> Files.exists(cosignature(4)));
            }
            append(9);
            try (var again = anchor(url, key.cosigner())) {
                await(() -> Files.exists(cosignature(13)));
                assertThat(again.lines().getFirst()).startsWith("[+]").contains("0 failures");
            }
        }
    }

    @Test
    void saysThatTheLogWasPutBackWhenAWitnessKnowsMore() throws Exception {
        assertRefused(
                exchange -> answer(exchange, 409, "text/x.tlog.size", "99\n"),
                "it knows 99 records of this log, which has 4: the log was put back");
    }

    @Test
    void saysThatAWitnessSawAnotherHistory() throws Exception {
        assertRefused(exchange -> answer(exchange, 422, "text/plain", "no"), "another history");
    }

    @Test
    void keepsNoCosignatureOfAnotherKey() throws Exception {
        var other = CosigningKey.create(folder.resolve("other"), "witness.test.example/w1");
        try (var server = WitnessServer.start(anywhere(), witness(other));
                var anchoring = anchor("http://127.0.0.1:" + server.port(), key.cosigner())) {
            assertFails(anchoring, "no cosignature of this checkpoint by key");
        }
    }

    @Test
    void keepsNoReplayedCosignature() throws Exception {
        String old = key.cosign(note(1).text(), Clock.systemUTC().instant()).line();
        assertRefused(
                exchange -> answer(exchange, 200, "text/plain", old),
                "no cosignature of this checkpoint by key");
    }

    @Test
    void keepsNoNonsense() throws Exception {
        assertRefused(
                exchange -> answer(exchange, 200, "text/plain", "thank you\n"),
                "answered with no cosignature");
        assertRefused(exchange -> answer(exchange, 409, "text/plain", "4\n"), "not which size");
        assertRefused(exchange -> answer(exchange, 500, "text/plain", "no"), "it answered 500");
    }

    @Test
    void readsNoHugeAnswer() throws Exception {
        assertRefused(
                exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    byte[] much = new byte[AnchorHttp.ANSWER_BYTES_MAX];
                    exchange.getResponseBody().write(much);
                    exchange.getResponseBody().write(much);
                    exchange.close();
                },
                "body exceeds capacity");
    }

    @Test
    void waitsForNoWitnessThatNeverAnswers() throws Exception {
        assertRefused(exchange -> waitForTheEnd(), "no whole answer within");
        assertRefused(
                exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    exchange.getResponseBody().write('x');
                    exchange.getResponseBody().flush();
                    waitForTheEnd();
                },
                "no whole answer within");
    }

    @Test
    void recordsOnWhileNoWitnessIsThere() throws Exception {
        try (var anchoring = anchor("http://127.0.0.1:1", key.cosigner())) {
            await(() -> anchoring.lines().getFirst().startsWith("[-]"));
            append(5);
            assertThat(reader.checkpoint().orElseThrow().size()).isEqualTo(9);
            await(() -> anchoring.lines().getFirst().matches(".* [2-9][0-9]* failures; .*"));
        }
    }

    /// What a witness does with a request.
    private interface Behaviour {
        void answer(HttpExchange exchange) throws IOException;
    }

    private void assertRefused(Behaviour behaviour, String why) throws Exception {
        var server = HttpServer.create(new InetSocketAddress(loopback(), 0), 0);
        var threads = Executors.newVirtualThreadPerTaskExecutor();
        server.setExecutor(threads);
        server.createContext(
                "/add-checkpoint",
                exchange -> {
                    exchange.getRequestBody().readAllBytes();
                    behaviour.answer(exchange);
                });
        server.start();
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        try (var anchoring = anchor(url, key.cosigner())) {
            assertFails(anchoring, why);
        } finally {
            server.stop(0);
            threads.shutdownNow();
        }
    }

    private void assertFails(Anchoring anchoring, String why) {
        await(() -> anchoring.lines().getFirst().startsWith("[-]"));
        assertThat(anchoring.lines().getFirst()).contains("0 records").contains(why);
        assertThat(folder.resolve("log/cosignatures")).doesNotExist();
    }

    private void waitForTheEnd() {
        try {
            over.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, int status, String type, String body)
            throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private Anchoring anchor(String url, Cosigner cosigner) throws IOException {
        var site = new WitnessSite(URI.create(url), cosigner);
        var anchors =
                new Anchors(
                        Optional.empty(), List.of(site), Duration.ofMillis(20), Optional.empty());
        return Anchoring.start(reader.folder(), anchors, (_, _, _) -> {}, ANSWER_MAX);
    }

    private Witness witness(CosigningKey with) {
        return new Witness(
                new SeenCheckpoints(folder.resolve("seen")),
                with,
                Map.of(ORIGIN, List.of(signer.verifierKey())),
                Clock.systemUTC());
    }

    private void append(int records) {
        for (int i = 0; i < records; i++) {
            var event =
                    new GatewayEvent.AccessRefused(
                            Clock.systemUTC().instant(), "nobody", "prod-db", "x", "code", i);
            var _ = log.append(event, Payload.NONE);
        }
        log.checkpoint().join();
    }

    private Path cosignature(long size) {
        return folder.resolve("log/cosignatures/" + size);
    }

    private SignedNote note(long size) throws Exception {
        var note = SignedNote.parse(Files.readAllBytes(folder.resolve("log/checkpoints/" + size)));
        assertThat(CheckpointText.parse(note.text()).size()).isEqualTo(size);
        return note;
    }

    private static Address anywhere() {
        return new Address("127.0.0.1", 0);
    }

    private static InetAddress loopback() {
        return InetAddress.getLoopbackAddress();
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(SECONDS_MAX).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }
}
