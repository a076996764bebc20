package org.affidavit.gateway.protocol.postgres.proxy;

import static org.affidavit.gateway.protocol.postgres.proxy.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.affidavit.gateway.config.GatewayConfig.Address;
import org.affidavit.gateway.config.GatewayConfig.UpstreamTls;
import org.affidavit.gateway.policy.Verdict;
import org.affidavit.gateway.protocol.postgres.proxy.InMemoryRecorder.Closed;
import org.affidavit.gateway.protocol.postgres.proxy.InMemoryRecorder.Opened;
import org.affidavit.gateway.protocol.postgres.wire.CancelKey;
import org.affidavit.gateway.protocol.postgres.wire.StartupPacket;
import org.affidavit.sessionlog.event.GatewayEvent.AccessRefused;
import org.affidavit.sessionlog.event.SessionEvent.CloseCause;
import org.junit.jupiter.api.Test;

/// Who gets in, who does not, and what they hear.
class ArrivalTest {
    @Test
    void refusesASessionInClearWithoutAskingForAPassword() throws Exception {
        try (var gateway = TestGateway.start();
                var client = RawClient.inClear(gateway)) {
            client.startup(
                    StartupPacket.VERSION_3_0,
                    Map.of("user", "billing-bot", "database", "plain-db"));
            assertThat(client.next()).startsWith("E").contains("28000", "TLS");
            assertThat(client.closed()).isTrue();
            assertThat(codes(gateway)).containsExactly("tls-required");
        }
    }

    @Test
    void answersNoToGssAndThenStartsTls() throws Exception {
        try (var gateway = TestGateway.start();
                var client = RawClient.inClear(gateway)) {
            client.send(bytes -> bytes.writeInt(8).writeInt(StartupPacket.GSS_CODE));
            assertThat(client.letter()).isEqualTo('N');
            client.send(StartupPacket.TlsRequest::write);
            assertThat(client.letter()).isEqualTo('S');
        }
    }

    @Test
    void hangsUpOnBytesSmuggledInBehindATlsRequest() throws Exception {
        try (var gateway = TestGateway.start();
                var client = RawClient.inClear(gateway)) {
            client.send(bytes -> {
                StartupPacket.TlsRequest.write(bytes);
                bytes.writeInt(0);
            });
            assertThat(client.closed()).isTrue();
            assertThat(codes(gateway)).containsExactly("protocol-violation");
        }
    }

    @Test
    void startsTlsAtOnceForAClientThatNamesTheProtocol() throws Exception {
        try (var gateway = TestGateway.start();
                var client = RawClient.inClear(gateway)) {
            client.startTls(gateway, "postgresql");
            client.startup(
                    StartupPacket.VERSION_3_0,
                    Map.of("user", "billing-bot", "database", "plain-db"));
            assertThat(client.next()).startsWith("R");
        }
    }

    @Test
    void hangsUpOnTlsAtOnceWithoutTheNameOfTheProtocol() throws Exception {
        try (var gateway = TestGateway.start();
                var client = RawClient.inClear(gateway)) {
            client.startTls(gateway);
            client.startup(StartupPacket.VERSION_3_0, Map.of("user", "billing-bot"));
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void speaksProtocolsThreeZeroToThreeTwoAsTheyAreAsked() throws Exception {
        try (var gateway = TestGateway.start()) {
            for (int minor = 0; minor <= 2; minor++) {
                try (var client = RawClient.inTls(gateway)) {
                    client.startup(
                            StartupPacket.VERSION_3_0 + minor,
                            Map.of("user", "billing-bot", "database", "plain-db"));
                    assertThat(client.next()).startsWith("R");
                    client.password(TestGateway.TOKEN);
                    assertThat(client.until('K').getLast()).hasSize(1 + 4 + (minor == 2 ? 32 : 4));
                }
            }
        }
    }

    @Test
    void negotiatesUnknownOptionsAwayWithoutChangingTheProtocol() throws Exception {
        try (var gateway = TestGateway.start();
                var client = RawClient.inTls(gateway)) {
            client.startup(
                    StartupPacket.VERSION_3_0,
                    Map.of("user", "billing-bot", "database", "plain-db", "_pq_.x", "1"));
            assertThat(client.next()).startsWith("v\0\3\0\0\0\0\0\1_pq_.x");
        }
    }

    @Test
    void negotiatesANewerProtocolDown() throws Exception {
        try (var gateway = TestGateway.start();
                var client = RawClient.inTls(gateway)) {
            client.startup(
                    StartupPacket.VERSION_3_0 + 9999,
                    Map.of("user", "billing-bot", "database", "plain-db", "_pq_.x", "1"));
            assertThat(client.next()).startsWith("v\0\3\0\2\0\0\0\1_pq_.x");
            assertThat(client.next()).startsWith("R");
        }
    }

    @Test
    void refusesAWrongTokenWithoutQuotingIt() throws Exception {
        try (var gateway = TestGateway.start()) {
            assertThatThrownBy(
                            () -> gateway.connectAs("billing-bot", "secret-bad-token", "plain-db"))
                    .hasMessageContaining("it expired at noon")
                    .hasMessageNotContaining("secret-bad-token")
                    .extracting(e -> ((SQLException) e).getSQLState())
                    .isEqualTo("28P01");
            assertThat(codes(gateway)).containsExactly("token-expired");
            assertThat(gateway.recorder.all(Opened.class)).isEmpty();
        }
    }

    @Test
    void refusesATokenOfAnotherPrincipal() throws Exception {
        try (var gateway = TestGateway.start()) {
            assertThatThrownBy(() -> gateway.connectAs("admin", TestGateway.TOKEN, "plain-db"))
                    .extracting(e -> ((SQLException) e).getSQLState())
                    .isEqualTo("28000");
            assertThat(codes(gateway)).containsExactly("user-mismatch");
        }
    }

    @Test
    void acceptsTheSubjectAsTheUser() throws Exception {
        try (var gateway = TestGateway.start()) {
            gateway.connectAs("agent-7", TestGateway.TOKEN, "plain-db").close();
        }
    }

    @Test
    void refusesAnUnknownResource() throws Exception {
        try (var gateway = TestGateway.start()) {
            assertThatThrownBy(() -> gateway.connect("no-such-db"))
                    .hasMessageContaining("no-such-db")
                    .extracting(e -> ((SQLException) e).getSQLState())
                    .isEqualTo("3D000");
            assertThat(codes(gateway)).containsExactly("resource-unknown");
        }
    }

    @Test
    void refusesAResourceThatPolicyKeepsClosed() throws Exception {
        try (var gateway = TestGateway.start()) {
            gateway.policy.connect =
                    _ -> new Verdict.Deny(ScriptedPolicy.NO_DROP, "Not for you", "Ask Olga.");
            assertThatThrownBy(() -> gateway.connect("plain-db"))
                    .hasMessageContaining("Not for you");
            assertThat(codes(gateway)).containsExactly("connect-denied");
        }
    }

    @Test
    void refusesStartupSettingsThatPolicyCannotSee() throws Exception {
        try (var gateway = TestGateway.start()) {
            assertThatThrownBy(() -> gateway.connect("plain-db", "options", "-c search_path=evil"))
                    .hasMessageContaining("search_path");
            try (var client = RawClient.inTls(gateway)) {
                client.startup(
                        StartupPacket.VERSION_3_0,
                        Map.of(
                                "user", "billing-bot",
                                "database", "plain-db",
                                "replication", "sometimes"));
                assertThat(client.next()).startsWith("E").contains("replication");
            }
        }
    }

    @Test
    void saysWhenTheTargetCannotBeReached() throws Exception {
        try (var gateway =
                TestGateway.start(options -> options.withUpstream(new Address("127.0.0.1", 1)))) {
            assertThatThrownBy(() -> gateway.connect("plain-db"))
                    .hasMessageContaining("cannot be reached")
                    .extracting(e -> ((SQLException) e).getSQLState())
                    .isEqualTo("08001");
            assertThat(codes(gateway)).containsExactly("target-unreachable");
            assertThat(gateway.recorder.all(Closed.class))
                    .extracting(Closed::cause)
                    .containsExactly(CloseCause.TARGET_LEFT);
        }
    }

    @Test
    void logsInWithScramBoundToTheTargetsCertificate() throws Exception {
        try (var gateway =
                TestGateway.start(options ->
                        options.withUser(EmbeddedTarget.SCRAM_USER, EmbeddedTarget.SCRAM_PASSWORD)
                                .withTls(trusting(targetCa())))) {
            try (var connection = gateway.connect("plain-db");
                    var statement = connection.createStatement();
                    var rows =
                            statement.executeQuery(
                                    "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")) {
                rows.next();
                assertThat(rows.getBoolean(1)).isTrue();
            }
        }
    }

    @Test
    void cancelsThroughTlsToo() throws Exception {
        try (var gateway =
                        TestGateway.start(options ->
                                options.withUser(
                                                EmbeddedTarget.SCRAM_USER,
                                                EmbeddedTarget.SCRAM_PASSWORD)
                                        .withTls(trusting(targetCa())));
                var connection = gateway.connect("plain-db");
                var statement = connection.createStatement()) {
            statement.setQueryTimeout(1);
            assertThatThrownBy(() -> statement.execute("SELECT pg_sleep(60)"))
                    .extracting(e -> ((SQLException) e).getSQLState())
                    .isEqualTo("57014");
        }
    }

    @Test
    void refusesATargetWhoseCertificateIsNotTrusted() throws Exception {
        try (var gateway = TestGateway.start(options -> options.withTls(trusting(strangersCa())))) {
            assertThatThrownBy(() -> gateway.connect("plain-db"))
                    .hasMessageContaining("certificate that cannot be trusted");
            assertThat(codes(gateway)).containsExactly("target-tls-failed");
        }
    }

    @Test
    void saysWhenTheTargetDoesNotTakeTheCredential() throws Exception {
        try (var gateway =
                TestGateway.start(
                        options -> options.withUser(EmbeddedTarget.SCRAM_USER, "wrong-secret"))) {
            assertThatThrownBy(() -> gateway.connect("plain-db"))
                    .hasMessageContaining("does not accept the gateway's credential")
                    .hasMessageNotContaining("wrong-secret");
            assertThat(codes(gateway)).containsExactly("target-login-failed");
        }
    }

    @Test
    void givesNoPasswordToATargetThatAsksForItInClearOrAsMd5() throws Exception {
        for (String user : List.of("clear_user", "md5_user")) {
            try (var gateway = TestGateway.start(options -> options.withUser(user, "x"))) {
                assertThatThrownBy(() -> gateway.connect("plain-db"))
                        .hasMessageContaining("which it does not get");
                assertThat(codes(gateway)).containsExactly("target-login-refused");
            }
        }
    }

    @Test
    void doesNotStartASessionThatCannotBeRecorded() throws Exception {
        try (var gateway = TestGateway.start()) {
            gateway.recorder.breakDown();
            assertThatThrownBy(() -> gateway.connect("plain-db"))
                    .extracting(e -> ((SQLException) e).getSQLState())
                    .isEqualTo("58030");
        }
    }

    @Test
    void doesNotLogInToTheTargetBeforeTheOpeningIsDurable() throws Exception {
        try (var gateway = TestGateway.start();
                var client = RawClient.inTls(gateway)) {
            gateway.recorder.hold();
            client.startup(
                    StartupPacket.VERSION_3_0,
                    Map.of(
                            "user", "billing-bot",
                            "database", "plain-db",
                            "application_name", "early-bird"));
            client.until('R');
            client.password(TestGateway.TOKEN);
            until("the opening is written", () -> gateway.recorder.waiting() == 1);
            assertThat(named("early-bird")).isZero();
            gateway.recorder.release();
            client.until('Z');
            assertThat(named("early-bird")).isEqualTo(1);
        }
    }

    @Test
    void givesUpOnAHandshakeThatTakesTooLong() throws Exception {
        try (var gateway =
                        TestGateway.start(options ->
                                options.withLimits(
                                        Limits.with(Duration.ofMillis(300), Duration.ofHours(1))));
                var client = RawClient.inTls(gateway)) {
            client.startup(
                    StartupPacket.VERSION_3_0,
                    Map.of("user", "billing-bot", "database", "plain-db"));
            client.until('R');
            assertThat(client.next()).startsWith("E").contains("not established within");
            assertThat(codes(gateway)).containsExactly("handshake-timeout");
        }
    }

    @Test
    void endsAnIdleSession() throws Exception {
        try (var gateway =
                        TestGateway.start(options ->
                                options.withLimits(
                                        Limits.with(
                                                Duration.ofSeconds(20), Duration.ofMillis(300))));
                var client = RawClient.inSession(gateway, "plain-db")) {
            assertThat(client.next()).startsWith("E").contains("57P05");
            assertThat(gateway.recorder.all(Closed.class))
                    .extracting(Closed::cause)
                    .containsExactly(CloseCause.TERMINATED);
        }
    }

    @Test
    void refusesAMessageLongerThanAnyTokenBeforeItIsSent() throws Exception {
        try (var gateway = TestGateway.start();
                var client = RawClient.inTls(gateway)) {
            client.startup(
                    StartupPacket.VERSION_3_0,
                    Map.of("user", "billing-bot", "database", "plain-db"));
            client.until('R');
            client.send(bytes -> bytes.writeByte('p').writeInt(1024 * 1024));
            assertThat(client.next()).startsWith("E").contains("28P01", "The token is too long");
            assertThat(client.closed()).isTrue();
            assertThat(codes(gateway)).containsExactly("token-malformed");
        }
    }

    @Test
    void takesMessagesLongerThanATokenOnceTheSessionIsOpen() throws Exception {
        try (var gateway = TestGateway.start();
                var client = RawClient.inSession(gateway, "plain-db")) {
            String literal = "x".repeat(2 * PostgresLimits.standard().tokenBytesMax());
            client.message('Q', body -> RawClient.text(body, "SELECT '" + literal + "'"));
            assertThat(String.join("", client.until('Z'))).contains(literal);
        }
    }

    @Test
    void turnsAwayMoreStrangersThanMayWaitAtOnce() throws Exception {
        try (var gateway =
                        TestGateway.start(options -> options.withLimits(Limits.arrivals(10, 2)));
                var first = RawClient.inTls(gateway);
                var _ = RawClient.inTls(gateway)) {
            try (var third = RawClient.inTls(gateway)) {
                start(third);
                assertThat(third.next()).startsWith("E").contains("53300", "Try again");
                assertThat(third.closed()).isTrue();
            }
            assertThat(codes(gateway)).containsExactly("too-many-arrivals");
            first.close();
            until("there is room again", () -> asksForToken(gateway));
        }
    }

    @Test
    void doesNotCountAgentsWithAGoodTokenAsStrangers() throws Exception {
        try (var gateway =
                        TestGateway.start(options -> options.withLimits(Limits.arrivals(10, 1)));
                var _ = RawClient.inSession(gateway, "plain-db");
                var _ = RawClient.inSession(gateway, "plain-db")) {
            assertThat(gateway.protocol.sessions()).isEqualTo(2);
        }
    }

    @Test
    void hangsUpWhenEvenTellingStrangersWhyWouldCostTooMuch() throws Exception {
        try (var gateway = TestGateway.start(options -> options.withLimits(Limits.arrivals(1, 1)));
                var _ = RawClient.inClear(gateway);
                var _ = RawClient.inClear(gateway)) {
            try (var third = RawClient.inClear(gateway)) {
                assertThat(third.closed()).isTrue();
            }
            assertThat(codes(gateway)).containsExactly("too-many-arrivals");
        }
    }

    @Test
    void ignoresACancelRequestWithAWrongKey() throws Exception {
        try (var gateway = TestGateway.start();
                var client = RawClient.inClear(gateway)) {
            client.send(new StartupPacket.Cancel(1, anyKey())::write);
            assertThat(client.closed()).isTrue();
            assertThat(codes(gateway)).containsExactly("cancel-key-unknown");
        }
    }

    @Test
    void endsASessionThatBreaksTheProtocol() throws Exception {
        try (var gateway = TestGateway.start()) {
            for (String bad :
                    List.of("!", "Q\0\0\0\3", "Q\177\0\0\0", "B\0\0\0\6\0\0", "S\0\0\0\5x")) {
                try (var client = RawClient.inSession(gateway, "plain-db")) {
                    client.send(bytes ->
                            bytes.writeCharSequence(
                                    bad, java.nio.charset.StandardCharsets.ISO_8859_1));
                    if (bad.startsWith("B")) {
                        client.message('S', _ -> {});
                    }
                    assertThat(client.next()).startsWith("E").contains("08P01");
                    assertThat(client.closed()).isTrue();
                }
            }
            assertThat(gateway.recorder.all(Closed.class))
                    .extracting(Closed::cause)
                    .containsOnly(CloseCause.PROTOCOL_VIOLATION)
                    .hasSize(5);
        }
    }

    private static CancelKey anyKey() {
        return CancelKey.random(StartupPacket.VERSION_3_0, new SecureRandom());
    }

    private static void start(RawClient client) throws Exception {
        client.startup(
                StartupPacket.VERSION_3_0, Map.of("user", "billing-bot", "database", "plain-db"));
    }

    private static boolean asksForToken(TestGateway gateway) {
        try (var client = RawClient.inTls(gateway)) {
            start(client);
            return client.next().startsWith("R");
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    private static UpstreamTls trusting(java.nio.file.Path ca) {
        return new UpstreamTls(UpstreamTls.Mode.VERIFY_FULL, Optional.of(ca));
    }

    private static java.nio.file.Path targetCa() {
        try {
            return EmbeddedTarget.shared().certificates.ca();
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    private static java.nio.file.Path strangersCa() {
        try {
            return TestCertificates.in(Files.createTempDirectory("strangers"), "localhost").ca();
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    private static long named(String application) throws Exception {
        return EmbeddedTarget.shared()
                .count(
                        "SELECT count(*) FROM pg_stat_activity WHERE application_name = '"
                                + application
                                + "'");
    }

    private static List<AccessRefused> refusals(TestGateway gateway) {
        return gateway.recorder.events.stream()
                .filter(AccessRefused.class::isInstance)
                .map(AccessRefused.class::cast)
                .toList();
    }

    private static List<String> codes(TestGateway gateway) {
        until("a refusal is recorded", () -> !refusals(gateway).isEmpty());
        return refusals(gateway).stream().map(AccessRefused::code).toList();
    }
}
