package org.affidavit.gateway.protocol.postgres.proxy;

import static org.affidavit.gateway.protocol.postgres.proxy.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.affidavit.gateway.protocol.postgres.proxy.InMemoryRecorder.Closed;
import org.affidavit.gateway.protocol.postgres.proxy.InMemoryRecorder.Finished;
import org.affidavit.sessionlog.event.SessionEvent.CloseCause;
import org.affidavit.sessionlog.event.SessionEvent.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// No session outlives the token under which it was opened.
class TokenExpiryTest {
    private static final Duration LIFE = Duration.ofSeconds(2);

    private TestGateway gateway;

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void endsASessionThatIsIdleWhenItsTokenExpires() throws Exception {
        try (var client = session(Duration.ofSeconds(10))) {
            assertThat(client.next())
                    .startsWith("E")
                    .contains("FATAL", "57P01", "Your token has expired; connect again");
            assertThat(client.closed()).isTrue();
            assertThat(closes()).containsExactly(CloseCause.TOKEN_EXPIRED);
        }
    }

    @Test
    void letsWhatRunsFinishFirst() throws Exception {
        try (var client = session(Duration.ofSeconds(10))) {
            query(client, "SELECT 'done' FROM pg_sleep(3)");
            assertThat(String.join("", client.until('Z'))).contains("done");
            assertThat(client.next()).startsWith("E").contains("57P01");
            assertThat(gateway.recorder.all(Finished.class))
                    .extracting(Finished::outcome)
                    .containsExactly(Outcome.COMPLETED);
            assertThat(closes()).containsExactly(CloseCause.TOKEN_EXPIRED);
        }
    }

    @Test
    void doesNotWaitLongForWhatRuns() throws Exception {
        try (var client = session(Duration.ofMillis(200))) {
            query(client, "SELECT pg_sleep(61)");
            assertThat(client.next()).startsWith("E").contains("FATAL", "57P01");
            until("the target has stopped too", () -> running("pg_sleep(61)") == 0);
            assertThat(gateway.recorder.all(Finished.class))
                    .extracting(Finished::outcome)
                    .containsExactly(Outcome.UNKNOWN);
        }
    }

    @Test
    void takesNoFurtherCommandOfAPipelineThatIsAhead() throws Exception {
        try (var client = session(Duration.ofSeconds(10))) {
            query(client, "SELECT pg_sleep(3)");
            query(client, "SELECT 'too late'");
            client.until('Z');
            assertThat(client.next()).startsWith("E").contains("57P01");
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void withdrawsAHeldCommandAtOnce() throws Exception {
        try (var client = session(Duration.ofSeconds(10))) {
            query(client, "DELETE FROM scratch");
            assertThat(client.next()).startsWith("N").contains("waits for approval");
            assertThat(client.until('Z').getFirst()).startsWith("E").contains("42501");
            assertThat(client.next()).startsWith("E").contains("57P01");
            assertThat(gateway.approvals.withdrawn).containsExactly("request-1 SESSION_ENDED");
        }
    }

    private RawClient session(Duration grace) throws Exception {
        gateway = TestGateway.start(options -> options.withLimits(Limits.drain(grace)));
        gateway.tokenUntil = Clock.systemUTC().instant().plus(LIFE);
        return RawClient.inSession(gateway, "plain-db");
    }

    private List<CloseCause> closes() {
        until("the session is closed", () -> !gateway.recorder.all(Closed.class).isEmpty());
        return gateway.recorder.all(Closed.class).stream().map(Closed::cause).toList();
    }

    private static void query(RawClient client, String sql) throws Exception {
        client.message('Q', body -> RawClient.text(body, sql));
    }

    private static long running(String fragment) {
        try {
            return EmbeddedTarget.shared()
                    .count(
                            "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND pid"
                                    + " <> pg_backend_pid() AND query LIKE '%"
                                    + fragment
                                    + "%'");
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }
}
