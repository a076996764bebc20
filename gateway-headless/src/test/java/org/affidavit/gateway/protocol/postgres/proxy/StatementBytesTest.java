package org.affidavit.gateway.protocol.postgres.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a session's prepared statements and portals keep in memory is bounded.
class StatementBytesTest {
    private static final String LONG = "SELECT '" + "x".repeat(3000) + "'";

    private TestGateway gateway;
    private RawClient client;

    @BeforeEach
    void start() throws Exception {
        gateway = TestGateway.start(options -> options.withLimits(Limits.statementBytes(31_000)));
        client = RawClient.inSession(gateway, "plain-db");
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        gateway.close();
    }

    @Test
    void refusesMoreTextThanASessionMayKeepPrepared() throws Exception {
        for (String name : List.of("s1", "s2", "s3")) {
            assertThat(prepare(name)).startsWith("1");
        }
        assertThat(prepare("s4")).startsWith("E").contains("54000", "31000 bytes");
    }

    @Test
    void takesMoreOnceSomethingIsClosed() throws Exception {
        for (String name : List.of("s1", "s2", "s3")) {
            prepare(name);
        }
        client.send(bytes -> {
            RawClient.put(bytes, 'C', body -> RawClient.text(body, "Ss2"));
            RawClient.put(bytes, 'S', _ -> {});
        });
        client.until('Z');
        assertThat(prepare("s4")).startsWith("1");
        assertThat(prepare("s5")).startsWith("E");
    }

    @Test
    void replacesTheUnnamedStatementAsOftenAsItLikes() throws Exception {
        for (int i = 0; i < 8; i++) {
            assertThat(prepare("")).startsWith("1");
        }
    }

    @Test
    void forgetsTheBytesOfWhatItForgets() throws Exception {
        for (String name : List.of("s1", "s2", "s3")) {
            prepare(name);
        }
        client.message('Q', body -> RawClient.text(body, "DEALLOCATE ALL"));
        client.until('Z');
        for (String name : List.of("s1", "s2", "s3")) {
            assertThat(prepare(name)).startsWith("1");
        }
    }

    @Test
    void countsTheTextThatPortalsKeepAfterTheirStatementIsReplaced() throws Exception {
        client.message('Q', body -> RawClient.text(body, "BEGIN"));
        client.until('Z');
        assertThat(bind("p1")).startsWith("1");
        assertThat(bind("p2")).startsWith("1");
        assertThat(bind("p3")).startsWith("E").contains("54000");
    }

    @Test
    void forgetsPortalsWithTheirTransaction() throws Exception {
        for (int i = 0; i < 3; i++) {
            client.message('Q', body -> RawClient.text(body, "BEGIN"));
            client.until('Z');
            assertThat(bind("p1")).startsWith("1");
            assertThat(bind("p2")).startsWith("1");
            client.message('Q', body -> RawClient.text(body, "COMMIT"));
            client.until('Z');
        }
    }

    /// The first answer.
    private String prepare(String name) throws Exception {
        client.send(bytes -> {
            parse(bytes, name);
            RawClient.put(bytes, 'S', _ -> {});
        });
        return client.until('Z').getFirst();
    }

    private String bind(String portal) throws Exception {
        client.send(bytes -> {
            parse(bytes, "");
            RawClient.put(
                    bytes,
                    'B',
                    body -> {
                        RawClient.text(body, portal, "");
                        body.writeShort(0).writeShort(0).writeShort(0);
                    });
            RawClient.put(bytes, 'S', _ -> {});
        });
        return client.until('Z').getFirst();
    }

    private static void parse(io.netty.buffer.ByteBuf bytes, String name) {
        RawClient.put(
                bytes,
                'P',
                body -> {
                    RawClient.text(body, name, LONG);
                    body.writeShort(0);
                });
    }
}
