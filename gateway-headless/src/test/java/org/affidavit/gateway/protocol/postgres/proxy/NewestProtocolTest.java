package org.affidavit.gateway.protocol.postgres.proxy;

import static org.affidavit.gateway.protocol.postgres.proxy.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import org.affidavit.sessionlog.event.GatewayEvent.AccessRefused;
import org.junit.jupiter.api.Test;

/// Protocol 3.2 as PostgreSQL 18's own library speaks it.
class NewestProtocolTest {
    @Test
    void isSpokenWithLibpqThatWantsNoOlderOne() throws Throwable {
        try (var gateway = TestGateway.start();
                var client = connect(gateway, "3.2")) {
            assertThat(client.open()).as(client.error()).isTrue();
            assertThat(client.protocol()).isEqualTo(30_002);
            assertThat(client.first("SELECT count(*) FROM customers")).isEqualTo("1000");
        }
    }

    @Test
    void cancelsWithItsLongerKey() throws Throwable {
        try (var gateway = TestGateway.start();
                var client = connect(gateway, "3.2")) {
            client.start("SELECT pg_sleep(62)");
            until("it runs", NewestProtocolTest::sleeps);
            assertThat(client.cancel()).isTrue();
            assertThat(client.failure()).isEqualTo("57014");
            assertThat(gateway.recorder.events).noneMatch(AccessRefused.class::isInstance);
        }
    }

    @Test
    void isNotForcedOnLibpqThatSpeaksAnOlderOne() throws Throwable {
        try (var gateway = TestGateway.start();
                var client = connect(gateway, "3.0")) {
            assertThat(client.protocol()).isEqualTo(30_000);
            client.start("SELECT pg_sleep(62)");
            until("it runs", NewestProtocolTest::sleeps);
            assertThat(client.cancel()).isTrue();
            assertThat(client.failure()).isEqualTo("57014");
        }
    }

    private static LibPq connect(TestGateway gateway, String protocol) throws Throwable {
        return LibPq.connect(
                "host=localhost port="
                        + gateway.port()
                        + " dbname=plain-db user=billing-bot sslmode=verify-full sslrootcert="
                        + gateway.certificates.ca()
                        + " min_protocol_version="
                        + protocol
                        + " max_protocol_version="
                        + protocol
                        + " password="
                        + TestGateway.TOKEN,
                "");
    }

    private static boolean sleeps() {
        try {
            return EmbeddedTarget.shared()
                            .count(
                                    "SELECT count(*) FROM pg_stat_activity WHERE state = 'active'"
                                            + " AND query = 'SELECT pg_sleep(62)'")
                    == 1;
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }
}
