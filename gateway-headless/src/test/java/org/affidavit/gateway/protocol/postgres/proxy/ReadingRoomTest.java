package org.affidavit.gateway.protocol.postgres.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.affidavit.gateway.policy.PostgresSqlReader;
import org.affidavit.gateway.policy.SqlFacts;
import org.affidavit.gateway.policy.SqlReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReadingRoomTest {
    private final CountDownLatch release = new CountDownLatch(1);
    private TestGateway gateway;

    @BeforeEach
    void start() throws Exception {
        gateway =
                TestGateway.start(options ->
                        options.withSql(new SlowReader(release, new PostgresSqlReader())));
    }

    @AfterEach
    void stop() {
        release.countDown();
        gateway.close();
    }

    @Test
    void anAgentWhoseTextTakesLongToReadKeepsNobodyElseWaiting() throws Exception {
        try (var slow = RawClient.inSession(gateway, "plain-db");
                var quick = RawClient.inSession(gateway, "plain-db");
                var other = RawClient.inSession(gateway, "plain-db")) {
            slow.message('Q', body -> RawClient.text(body, "SELECT 'slow'"));
            for (var client : new RawClient[] {quick, other}) {
                client.message('Q', body -> RawClient.text(body, "SELECT 1"));
                assertThat(client.until('Z')).anyMatch(message -> message.startsWith("C"));
            }
            release.countDown();
            assertThat(slow.until('Z')).anyMatch(message -> message.startsWith("C"));
        }
    }

    @Test
    void anAgentThatLeavesWhileItsTextIsReadEndsItsSession() throws Exception {
        try (var slow = RawClient.inSession(gateway, "plain-db")) {
            slow.message('Q', body -> RawClient.text(body, "SELECT 'slow'"));
        }
        Eventually.until("the session is gone", () -> gateway.protocol.sessions() == 0);
        release.countDown();
        assertThat(gateway.recorder.all(InMemoryRecorder.Intended.class)).isEmpty();
    }

    /// Takes as long over one text as the test likes.
    private record SlowReader(CountDownLatch release, SqlReader real) implements SqlReader {
        @Override
        public SqlFacts read(String sql) {
            try {
                if (sql.contains("slow") && !release.await(20, TimeUnit.SECONDS)) {
                    throw new AssertionError("never released");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return real.read(sql);
        }

        @Override
        public Optional<SqlFacts> readAtOnce(String sql) {
            return real.readAtOnce(sql);
        }
    }
}
