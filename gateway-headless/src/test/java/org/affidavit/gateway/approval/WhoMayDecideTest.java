package org.affidavit.gateway.approval;

import static org.affidavit.gateway.approval.Holding.DANA;
import static org.affidavit.gateway.approval.Holding.approval;
import static org.affidavit.gateway.approval.Holding.id;
import static org.affidavit.gateway.approval.Holding.person;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.affidavit.gateway.approval.Approvals.Held;
import org.affidavit.sessionlog.consent.DeviceKey;
import org.affidavit.sessionlog.event.Principal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WhoMayDecideTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir Path folder;
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private Holding holding;
    private DeviceKey danas;

    @BeforeEach
    void open() throws Exception {
        InstantSource source = now::get;
        holding = Holding.open(folder, source.withZone(ZoneOffset.UTC));
        danas = holding.enrolled(DANA);
    }

    @AfterEach
    void close() {
        holding.close();
    }

    @Test
    void refusesARequestThatDoesNotExist() {
        refuses(holding.approvals.decide("R-none", DANA, "x"), "not-found");
    }

    @Test
    void refusesADecisionThatComesTooLate() {
        Held held = holding.hold("DELETE 1", MINUTE);
        now.updateAndGet(instant -> instant.plus(MINUTE));
        refuses(decide(held, DANA, danas), "expired");
        assertThat(held.outcome()).isNotDone();
    }

    @Test
    void refusesSomebodyWithoutADeviceKey() {
        Held held = holding.hold("DELETE 1", MINUTE);
        refuses(decide(held, person("u-2", "lee"), danas), "not-enrolled");
    }

    @ParameterizedTest
    @ValueSource(strings = {"billing-bot", "Billing-Bot", " billing-bot ", "ｂilling-bot"})
    void refusesWhoBearsTheAgentsName(String name) throws Exception {
        var alias = person("u-7", name);
        refuses(decide(holding.hold("DELETE 1", MINUTE), alias, key(alias)), "self-approval");
    }

    @Test
    void refusesAMemberOfTheTeamThatOwnsTheAgent() throws Exception {
        var member = person("u-8", "kim", "billing-team");
        refuses(decide(holding.hold("DELETE 1", MINUTE), member, key(member)), "self-approval");
    }

    @Test
    void refusesTheAgentsOwnSubjectUnderAnotherName() throws Exception {
        var alias = person("bot-1", "somebody-else");
        refuses(decide(holding.hold("DELETE 1", MINUTE), alias, key(alias)), "self-approval");
    }

    @Test
    void refusesTheSameSubjectOfAnotherIssuerTheKey() {
        var impostor = new Principal("https://other", "u-1", "dana", "", DANA.groups());
        refuses(decide(holding.hold("DELETE 1", MINUTE), impostor, danas), "not-enrolled");
    }

    private Held held() {
        return holding.hold("DELETE 1", MINUTE);
    }

    private DeviceKey key(Principal person) throws Exception {
        return holding.enrolled(person);
    }

    private CompletableFuture<Approvals.Request> decide(
            Held held, Principal approver, DeviceKey device) {
        return holding.approvals.decide(id(held), approver, approval(device, held));
    }

    private static void refuses(CompletableFuture<?> attempt, String code) {
        assertThatThrownBy(attempt::join)
                .cause()
                .isInstanceOfSatisfying(
                        DecisionRefused.class,
                        refused -> assertThat(refused.code()).isEqualTo(code));
    }
}
