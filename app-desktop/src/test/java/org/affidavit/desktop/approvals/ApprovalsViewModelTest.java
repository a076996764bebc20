package org.affidavit.desktop.approvals;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.affidavit.desktop.ManualClock;
import org.affidavit.desktop.SampleGateway;
import org.affidavit.desktop.Samples;
import org.affidavit.desktop.gateway.Approval;
import org.affidavit.desktop.task.InlineTasks;
import org.affidavit.desktop.words.Standing;
import org.affidavit.sessionlog.consent.DeviceKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApprovalsViewModelTest {
    private final ManualClock clock = new ManualClock(Samples.START.plusSeconds(960));
    private final InlineTasks tasks = new InlineTasks();
    private final SampleGateway gateway = new SampleGateway();
    private final ApprovalsViewModel model = new ApprovalsViewModel(tasks, clock);
    private DeviceKey key;
    @TempDir Path folder;

    @BeforeEach
    void connect() throws Exception {
        key = DeviceKey.loadOrCreate(folder.resolve("dana.jwk"));
        model.connect(gateway, key);
    }

    @Test
    void putsTheRequestThatLapsesFirstOnTop() {
        assertThat(model.requests())
                .extracting(RequestRow::id)
                .startsWith("req-1AA9", "req-8PW4", "req-7GK2");
        assertThat(model.waitingProperty().get()).isEqualTo(3);
    }

    @Test
    void enrolsTheUsersOwnKey() {
        assertThat(gateway.enrolled()).containsExactly(key.publicJwk());
    }

    @Test
    void signsExactlyTheDigestComputedHere() throws Exception {
        var asked =
                gateway.approvals().stream()
                        .filter(one -> one.id().equals("req-1AA9"))
                        .findFirst()
                        .orElseThrow();
        model.begin(true);
        model.reasonProperty().set("  Old carts only ");
        model.send();

        var decision = DeviceKey.verify(gateway.signed().getFirst(), key.publicJwk());
        assertThat(decision.digest()).isEqualTo(asked.consent().digest());
        assertThat(decision.approved()).isTrue();
        assertThat(decision.reason()).isEqualTo("Old carts only");
        assertThat(decision.request()).isEqualTo("req-1AA9");
    }

    @Test
    void showsADecisionAsSoonAsTheGatewayTookIt() {
        model.begin(true);
        model.reasonProperty().set("Old carts only");
        model.send();

        assertThat(model.detailProperty().get().standing()).isEqualTo(Standing.APPROVED);
        assertThat(model.draftProperty().get()).isEqualTo(Draft.NONE);
        assertThat(model.waitingProperty().get()).isEqualTo(2);
    }

    @Test
    void sendsNothingWithoutAReason() {
        model.begin(false);
        model.reasonProperty().set("   ");
        model.send();

        assertThat(gateway.signed()).isEmpty();
        assertThat(model.draftProperty().get().problem()).contains("reason");
    }

    @Test
    void sendsNothingBeforeApproveOrDenyWasChosen() {
        model.reasonProperty().set("A reason");
        model.send();

        assertThat(gateway.signed()).isEmpty();
    }

    @Test
    void signsNothingWhenTheDigestDoesNotAgree() {
        var honest =
                SampleGateway.waiting("req-LIE1", "DELETE FROM x", "billing-bot", "j.ruiz", 20);
        gateway.add(withDigest(honest, "00".repeat(32)));
        choose("req-LIE1");

        model.begin(true);
        assertThat(model.draftProperty().get()).isEqualTo(Draft.NONE);
        assertThat(model.detailProperty().get().digestHolds()).isFalse();
        assertThat(model.detailProperty().get().obstacle()).contains("digest");
    }

    @Test
    void saysThatOnesOwnAgentNeedsSomebodyElse() {
        choose("req-7GK2");

        assertThat(model.detailProperty().get().obstacle()).contains("your own agent");
    }

    @Test
    void signsNothingWhenARequestComesAgainWithAnotherContent() {
        String read = model.detailProperty().get().statement();
        String id = model.detailProperty().get().id();
        model.begin(true);
        model.reasonProperty().set("Old carts only");
        gateway.add(
                SampleGateway.waiting(
                        id, "DELETE FROM payments WHERE true", "shop-agent", "storefront", 100));
        model.send();

        assertThat(gateway.signed()).isEmpty();
        assertThat(model.detailProperty().get().statement()).isEqualTo(read);
        assertThat(model.detailProperty().get().obstacle()).contains("another content");
    }

    @Test
    void saysWhichGroupIsMissing() {
        var of = SampleGateway.waiting("req-GRP1", "DELETE FROM x", "billing-bot", "j.ruiz", 20);
        gateway.add(
                new Approval(
                        of.consent(),
                        of.state(),
                        of.digest(),
                        of.asked(),
                        of.messages(),
                        of.verbs(),
                        of.objects(),
                        of.rule(),
                        of.place(),
                        of.message(),
                        java.util.List.of("dba"),
                        of.decidedBy(),
                        of.decidedAt(),
                        of.reason()));
        choose("req-GRP1");

        assertThat(model.detailProperty().get().obstacle()).contains("dba");
    }

    @Test
    void neverOffersToChangeADecision() {
        choose("req-9XT1");
        model.begin(true);

        assertThat(model.draftProperty().get()).isEqualTo(Draft.NONE);
        assertThat(model.detailProperty().get().outcome()).contains("mira.k", "No WHERE clause");
    }

    @Test
    void keepsADecisionWhenOldNewsArriveLate() {
        var old =
                SampleGateway.waiting(
                        "req-9XT1", "DELETE FROM customers", "billing-bot", "j.ruiz", 100);
        gateway.add(old);
        choose("req-9XT1");

        assertThat(model.detailProperty().get().standing()).isEqualTo(Standing.DENIED);
    }

    @Test
    void countsDownAndLetsARequestLapse() {
        assertThat(model.requests().getFirst().left()).isEqualTo("00:41");

        clock.advance(Duration.ofSeconds(42));
        tasks.tick();

        assertThat(model.waitingProperty().get()).isEqualTo(2);
        choose("req-1AA9");
        assertThat(model.detailProperty().get().obstacle()).contains("over");
    }

    @Test
    void staysReadableButDecidesNothingOffline() {
        gateway.lose();

        assertThat(model.linkProperty().get()).isInstanceOf(LinkState.Lost.class);
        assertThat(model.requests()).hasSize(6);
        assertThat(model.detailProperty().get().obstacle()).contains("need the gateway");
    }

    @Test
    void hearsOfNewRequestsWhileOpen() {
        gateway.add(
                SampleGateway.waiting("req-NEW1", "DELETE FROM y", "billing-bot", "j.ruiz", 10));

        assertThat(model.requests().getFirst().id()).isEqualTo("req-NEW1");
        assertThat(model.waitingProperty().get()).isEqualTo(4);
    }

    @Test
    void countsHiddenCharacters() {
        choose("req-8PW4");

        assertThat(model.detailProperty().get().hidden()).isTrue();
        assertThat(model.detailProperty().get().size()).contains("2 of them hidden");
    }

    private void choose(String id) {
        model.choose(
                model.requests().stream()
                        .filter(row -> row.id().equals(id))
                        .findFirst()
                        .orElseThrow());
    }

    private static Approval withDigest(Approval of, String digest) {
        return new Approval(
                of.consent(),
                of.state(),
                digest,
                of.asked(),
                of.messages(),
                of.verbs(),
                of.objects(),
                of.rule(),
                of.place(),
                of.message(),
                of.approverGroups(),
                of.decidedBy(),
                of.decidedAt(),
                of.reason());
    }
}
