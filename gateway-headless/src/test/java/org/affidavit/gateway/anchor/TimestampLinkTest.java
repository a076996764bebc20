package org.affidavit.gateway.anchor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.affidavit.sessionlog.anchor.LocalAuthority;
import org.affidavit.sessionlog.anchor.Timestamp;
import org.affidavit.sessionlog.anchor.TimestampFiles;
import org.affidavit.sessionlog.key.LogSigner;
import org.affidavit.sessionlog.note.CheckpointText;
import org.affidavit.sessionlog.note.SignedNote;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The gateway's side of a time stamp authority, a good one and bad ones, on loopback.
class TimestampLinkTest {
    private static final Instant AT = Instant.parse("2026-11-20T15:00:00Z");
    private static final CheckpointText TEXT = new CheckpointText("gw/log", 7, new byte[32]);

    @TempDir Path folder;
    private final List<String> noted = new ArrayList<>();
    private LocalAuthority authority;
    private SignedNote note;
    private HttpServer server;
    private AnchorHttp http;
    private boolean started;

    /// What an authority answers to a query.
    private interface Behaviour {
        byte[] answer(byte[] query) throws Exception;
    }

    @BeforeEach
    void begin() throws Exception {
        authority = new LocalAuthority(AT.minus(Duration.ofDays(1)));
        note = LogSigner.create(folder.resolve("log.key"), "gw/log").sign(TEXT, AT);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http = new AnchorHttp(Duration.ofSeconds(5));
    }

    @AfterEach
    void stop() {
        http.close();
        server.stop(0);
    }

    @Test
    void keepsAndNotesWhatTheAuthorityStamped() throws Exception {
        var link = offered(query -> authority.answer(query, AT));
        assertThat(link.state().line())
                .isEqualTo("[+] timestamps " + host() + ": 7 records, 0 failures");
        byte[] kept = Files.readAllBytes(folder.resolve("timestamps/7.tsr"));
        byte[] stamped = note.format().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        assertThat(Timestamp.check(kept, stamped, List.of(authority.authority()))).isEqualTo(AT);
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(kept);
        assertThat(noted).containsExactly("7 " + HexFormat.of().formatHex(hash) + " " + AT);
    }

    @Test
    void keepsNoStampOfAnAuthorityThatIsNotBelieved() throws Exception {
        var other = new LocalAuthority(AT.minus(Duration.ofDays(1)));
        assertRefused(query -> other.answer(query, AT), "leads to no authority");
    }

    @Test
    void keepsNoReplayedAnswer() throws Exception {
        byte[] stamped = note.format().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        byte[] old =
                authority.answer(Timestamp.query(stamped, java.math.BigInteger.valueOf(5)), AT);
        assertRefused(_ -> old, "does not answer the query");
    }

    @Test
    void keepsNoNonsenseAndNoHugeAnswer() throws Exception {
        assertRefused(_ -> new byte[] {1, 2, 3}, "does not count");
        assertRefused(_ -> new byte[AnchorHttp.ANSWER_BYTES_MAX + 1], "exceeds capacity");
    }

    private void assertRefused(Behaviour behaviour, String why) throws Exception {
        var link = offered(behaviour);
        assertThat(link.state().line()).startsWith("[-]").contains("0 records").contains(why);
        assertThat(folder.resolve("timestamps")).doesNotExist();
        assertThat(noted).isEmpty();
        server.removeContext("/tsa");
    }

    private TimestampLink offered(Behaviour behaviour) throws Exception {
        server.createContext(
                "/tsa",
                exchange -> {
                    byte[] query = exchange.getRequestBody().readAllBytes();
                    try (exchange) {
                        byte[] answer = behaviour.answer(query);
                        exchange.sendResponseHeaders(200, answer.length);
                        exchange.getResponseBody().write(answer);
                    } catch (Exception e) {
                        throw new java.io.IOException(e);
                    }
                });
        if (!started) {
            server.start();
            started = true;
        }
        var link =
                new TimestampLink(
                        URI.create("http://" + host() + "/tsa"),
                        List.of(authority.authority()),
                        Duration.ofMinutes(15),
                        http,
                        new TimestampFiles(folder),
                        (size, sha256, time) -> noted.add(size + " " + sha256 + " " + time));
        link.offer(note, TEXT);
        return link;
    }

    private String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }
}
