package org.affidavit.gateway.protocol.postgres.proxy;

import static org.affidavit.gateway.protocol.postgres.proxy.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.affidavit.gateway.identity.VerifiedToken;
import org.affidavit.gateway.policy.Verdict;
import org.affidavit.gateway.protocol.postgres.proxy.InMemoryRecorder.Opened;
import org.affidavit.gateway.protocol.postgres.wire.StartupPacket;
import org.affidavit.sessionlog.event.GatewayEvent.AccessRefused;
import org.affidavit.sessionlog.event.Principal;
import org.junit.jupiter.api.Test;

/// How many sessions one principal may have, and all of them together.
class SessionPlacesTest {
    @Test
    void refusesOnePrincipalMoreSessionsThanItMayHave() throws Exception {
        try (var gateway = start(10, 2);
                var first = RawClient.inSession(gateway, "plain-db");
                var _ = RawClient.inSession(gateway, "plain-db")) {
            try (var third = shown(gateway, "billing-bot", TestGateway.TOKEN)) {
                assertThat(third.next())
                        .startsWith("E")
                        .contains("53300", "as many sessions open as one principal may: 2");
                assertThat(third.closed()).isTrue();
            }
            assertThat(codes(gateway)).containsExactly("too-many-sessions-of-principal");
            assertThat(gateway.recorder.all(Opened.class)).hasSize(2);
            first.close();
            until("there is a place again", () -> opens(gateway));
        }
    }

    @Test
    void leavesOtherPrincipalsTheirPlaces() throws Exception {
        var other = new Principal("https://issuer.test", "agent-8", "other-bot", "", List.of());
        try (var gateway = start(10, 1);
                var _ = RawClient.inSession(gateway, "plain-db")) {
            var secret =
                    gateway.secrets.issue(new VerifiedToken(other, Instant.MAX), "plain-db").join();
            try (var client = shown(gateway, "other-bot", secret.secret())) {
                assertThat(client.next()).startsWith("R");
            }
        }
    }

    @Test
    void countsSessionsThatAreStillBeingOpened() throws Exception {
        try (var gateway = start(10, 1)) {
            gateway.recorder.hold();
            try (var first = shown(gateway, "billing-bot", TestGateway.TOKEN)) {
                until("the opening is written", () -> gateway.recorder.waiting() == 1);
                try (var second = shown(gateway, "billing-bot", TestGateway.TOKEN)) {
                    assertThat(second.next()).startsWith("E").contains("53300");
                }
                gateway.recorder.release();
                first.until('Z');
            }
        }
    }

    @Test
    void countsAllPrincipalsTogetherToo() throws Exception {
        try (var gateway = start(1, 1);
                var _ = RawClient.inSession(gateway, "plain-db");
                var second = shown(gateway, "billing-bot", TestGateway.TOKEN)) {
            assertThat(second.next())
                    .startsWith("E")
                    .contains("53300", "as many sessions as it may");
            assertThat(codes(gateway)).containsExactly("too-many-sessions");
        }
    }

    @Test
    void givesThePlaceBackWhenTheTargetCannotBeOpened() throws Exception {
        try (var gateway =
                TestGateway.start(options ->
                        options.withLimits(Limits.sessions(1, 1))
                                .withUser(EmbeddedTarget.SCRAM_USER, "wrong"))) {
            assertThat(answer(gateway)).contains("08001");
            until("there is a place again", () -> answer(gateway).contains("08001"));
        }
    }

    @Test
    void takesNoPlaceForAResourceThatPolicyKeepsClosed() throws Exception {
        try (var gateway = start(1, 1)) {
            gateway.policy.connect = _ -> new Verdict.Deny(ScriptedPolicy.NO_DROP, "No", "");
            try (var client = shown(gateway, "billing-bot", TestGateway.TOKEN)) {
                assertThat(client.next()).startsWith("E").contains("42501");
                gateway.policy.connect = _ -> new Verdict.Allow(ScriptedPolicy.ALLOW);
                RawClient.inSession(gateway, "plain-db").close();
            }
        }
    }

    private static TestGateway start(int max, int perPrincipal) throws Exception {
        return TestGateway.start(options -> options.withLimits(Limits.sessions(max, perPrincipal)));
    }

    private static RawClient shown(TestGateway gateway, String user, String token)
            throws Exception {
        var client = RawClient.inTls(gateway);
        client.startup(StartupPacket.VERSION_3_0, Map.of("user", user, "database", "plain-db"));
        client.until('R');
        client.password(token);
        return client;
    }

    private static boolean opens(TestGateway gateway) {
        return answer(gateway).startsWith("R");
    }

    private static String answer(TestGateway gateway) {
        try (var client = shown(gateway, "billing-bot", TestGateway.TOKEN)) {
            return client.next();
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
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
