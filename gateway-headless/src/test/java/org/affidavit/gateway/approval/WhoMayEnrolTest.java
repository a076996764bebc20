package org.affidavit.gateway.approval;

import static org.affidavit.gateway.approval.Holding.DANA;
import static org.affidavit.gateway.approval.Holding.approval;
import static org.affidavit.gateway.approval.Holding.id;
import static org.affidavit.gateway.approval.Holding.person;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.affidavit.gateway.approval.Approvals.Held;
import org.affidavit.gateway.approval.Devices.Enrolment;
import org.affidavit.sessionlog.LogRecord;
import org.affidavit.sessionlog.consent.DeviceKey;
import org.affidavit.sessionlog.consent.DeviceStatement;
import org.affidavit.sessionlog.consent.DeviceStatement.Kind;
import org.affidavit.sessionlog.event.GatewayEvent.DeviceEnrolled;
import org.affidavit.sessionlog.event.GatewayEvent.DeviceRevoked;
import org.affidavit.sessionlog.event.GatewayEvent.Vouching;
import org.affidavit.sessionlog.event.Principal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WhoMayEnrolTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Principal LEE = person("u-2", "lee");

    @TempDir Path folder;
    private final AtomicReference<Instant> now = new AtomicReference<>(Clock.systemUTC().instant());
    private Holding holding;
    private DeviceKey danas;

    @BeforeEach
    void open() throws Exception {
        holding = Holding.open(folder, clock());
        danas = holding.enrolled(DANA);
    }

    private Clock clock() {
        InstantSource source = now::get;
        return source.withZone(ZoneOffset.UTC);
    }

    @AfterEach
    void close() {
        holding.close();
    }

    private void restart(boolean firstUse) throws Exception {
        holding.close();
        holding = Holding.open(folder, clock(), firstUse);
    }

    @Test
    void recordsThatAFirstKeyIsTrustedOnFirstUse() throws Exception {
        var vouching = enrolments().getFirst().vouching().orElseThrow();
        assertThat(vouching.by()).isEqualTo(Vouching.FIRST_USE);
        assertThat(DeviceKey.verifyStatement(vouching.proof(), danas.publicJwk()).thumbprint())
                .isEqualTo(danas.thumbprint());
    }

    @Test
    void refusesASecondKeyThatNobodyVouchesFor() throws Exception {
        refuses(enrol(DANA, holding.key("thief")), "not-vouched");
    }

    @Test
    void refusesItAfterARestartToo() throws Exception {
        restart(true);
        refuses(enrol(DANA, holding.key("thief")), "not-vouched");
        refuses(enrol(LEE, danas), "key-taken");
        assertThat(decide(held(), danas).join().outcome()).isPresent();
    }

    @Test
    void takesASecondKeyThatTheFirstVouchesFor() throws Exception {
        var second = holding.key("second");
        holding.devices.enrol(DANA, holding.vouched(DANA, second, danas)).join();
        assertThat(decide(held(), second).join().outcome()).isPresent();
        assertThat(enrolments().getLast().vouching().orElseThrow().by())
                .isEqualTo(danas.thumbprint());
    }

    @Test
    void refusesASecondKeyThatVouchesForItself() throws Exception {
        var thief = holding.key("thief");
        refuses(holding.devices.enrol(DANA, holding.vouched(DANA, thief, thief)), "bad-voucher");
    }

    @Test
    void refusesASecondKeyThatSomebodyElseVouchesFor() throws Exception {
        var lees = holding.enrolled(LEE);
        var thief = holding.key("thief");
        refuses(holding.devices.enrol(DANA, holding.vouched(DANA, thief, lees)), "bad-voucher");
    }

    @Test
    void refusesAVoucherForAnotherKey() throws Exception {
        var thief = holding.key("thief");
        var forOther = danas.sign(holding.statement(Kind.ENROLMENT, DANA, holding.key("another")));
        var proof = thief.sign(holding.statement(Kind.ENROLMENT, DANA, thief));
        var enrolment = new Enrolment(thief.publicJwk(), proof, Optional.of(forOther));
        refuses(holding.devices.enrol(DANA, enrolment), "bad-voucher");
    }

    @Test
    void takesOneOfTwoFirstKeysThatComeAtOnce() throws Exception {
        var one = enrol(LEE, holding.key("one"));
        var other = enrol(LEE, holding.key("other"));
        one.join();
        refuses(other, "not-vouched");
    }

    @Test
    void refusesSomebodyElsesPublicKey() throws Exception {
        var mine = holding.key("mine");
        var theirs = holding.key("theirs");
        var proof = mine.sign(holding.statement(Kind.ENROLMENT, LEE, theirs));
        var enrolment = new Enrolment(theirs.publicJwk(), proof, Optional.empty());
        refuses(holding.devices.enrol(LEE, enrolment), "bad-proof");
        enrol(DANA, danas).join();
        refuses(enrol(LEE, danas), "key-taken");
    }

    @Test
    void refusesAProofForAnotherPersonGatewayOrPurpose() throws Exception {
        var lees = holding.key("lees");
        refuses(holding.devices.enrol(LEE, holding.enrolment(DANA, lees)), "bad-proof");
        var honest = holding.statement(Kind.ENROLMENT, LEE, lees);
        var elsewhere =
                new DeviceStatement(
                        honest.kind(),
                        honest.issuer(),
                        honest.subject(),
                        honest.thumbprint(),
                        "another/log",
                        honest.at());
        refuses(proven(lees, lees.sign(elsewhere)), "bad-proof");
        var revocation = holding.statement(Kind.REVOCATION, LEE, lees);
        refuses(proven(lees, lees.sign(revocation)), "bad-proof");
    }

    @Test
    void refusesAProofThatIsOlderThanFiveMinutesOrFromTheFuture() throws Exception {
        var lees = holding.key("lees");
        Enrolment early = holding.enrolment(LEE, lees);
        now.updateAndGet(instant -> instant.plusSeconds(301));
        refuses(holding.devices.enrol(LEE, early), "stale-proof");
        Enrolment late = holding.enrolment(LEE, lees);
        now.updateAndGet(instant -> instant.minusSeconds(301));
        refuses(holding.devices.enrol(LEE, late), "stale-proof");
    }

    @Test
    void recordsTheSameEnrolmentOnce() throws Exception {
        enrol(DANA, danas).join();
        var lees = holding.key("lees");
        CompletableFuture.allOf(enrol(LEE, lees), enrol(LEE, lees)).join();
        assertThat(enrolments()).hasSize(2);
    }

    @Test
    void refusesKeysThatAreNoPublicP256Keys() throws Exception {
        String secret = new ECKeyGenerator(Curve.P_256).generate().toJSONString();
        String other = new ECKeyGenerator(Curve.P_384).generate().toPublicJWK().toJSONString();
        for (String jwk : List.of(secret, other, "{}")) {
            var enrolment = new Enrolment(jwk, "a.b.c", Optional.empty());
            refuses(holding.devices.enrol(DANA, enrolment), "bad-key");
        }
    }

    @Test
    void refusesMoreKeysThanOnePersonNeeds() throws Exception {
        for (int i = 1; i < 20; i++) {
            var another = holding.key("key-" + i);
            holding.devices.enrol(DANA, holding.vouched(DANA, another, danas)).join();
        }
        var last = holding.vouched(DANA, holding.key("key-20"), danas);
        refuses(holding.devices.enrol(DANA, last), "too-many-devices");
    }

    @Test
    void asksAnOperatorForTheFirstKeyToo() throws Exception {
        restart(false);
        var lees = holding.key("lees");
        refuses(enrol(LEE, lees), "not-vouched");
        holding.operator.confirm(lees.thumbprint(), LEE.issuer(), LEE.subject());
        refuses(enrol(person("u-3", "thief"), lees), "not-vouched");
        enrol(LEE, lees).join();
        assertThat(enrolments().getLast().vouching().orElseThrow().by())
                .isEqualTo(Vouching.OPERATOR);
    }

    @Test
    void decidesNothingWithAKeyThatItsPersonRevoked() throws Exception {
        var second = holding.key("second");
        holding.devices.enrol(DANA, holding.vouched(DANA, second, danas)).join();
        String signed = second.sign(holding.statement(Kind.REVOCATION, DANA, danas));
        holding.devices.revoke(DANA, danas.thumbprint(), signed).join();
        refuses(decide(held(), danas), "bad-signature");
        refuses(enrol(DANA, danas), "key-revoked");
        restart(true);
        refuses(decide(held(), danas), "bad-signature");
        assertThat(decide(held(), second).join().outcome()).isPresent();
    }

    @Test
    void refusesARevocationThatOnlyTheRevokedKeyOrAStrangerSigned() throws Exception {
        var statement = holding.statement(Kind.REVOCATION, DANA, danas);
        String thumbprint = danas.thumbprint();
        refuses(holding.devices.revoke(DANA, thumbprint, danas.sign(statement)), "bad-voucher");
        String foreign = holding.enrolled(LEE).sign(statement);
        refuses(holding.devices.revoke(DANA, thumbprint, foreign), "bad-voucher");
        refuses(holding.devices.revoke(LEE, thumbprint, foreign), "not-found");
        assertThat(decide(held(), danas).join().outcome()).isPresent();
    }

    @Test
    void decidesNothingWithAKeyThatAnOperatorRevoked() throws Exception {
        holding.operator.revoke(danas.thumbprint());
        holding.devices.heedOperator().join();
        holding.devices.heedOperator().join();
        refuses(decide(held(), danas), "not-enrolled");
        refuses(enrol(DANA, holding.key("thief")), "not-vouched");
        assertThat(holding.records())
                .filteredOn(record -> record.event() instanceof DeviceRevoked)
                .hasSize(1);
    }

    @Test
    void takesNoWordOfAKeyThatAnOperatorRevokedJustBefore() throws Exception {
        var second = holding.key("second");
        holding.devices.enrol(DANA, holding.vouched(DANA, second, danas)).join();
        holding.operator.revoke(danas.thumbprint());
        var thiefs = holding.vouched(DANA, holding.key("thief"), danas);
        refuses(holding.devices.enrol(DANA, thiefs), "bad-voucher");
    }

    @Test
    void revokesNothingWithAKeyThatAnOperatorRevokedJustBefore() throws Exception {
        var second = holding.key("second");
        holding.devices.enrol(DANA, holding.vouched(DANA, second, danas)).join();
        holding.operator.revoke(danas.thumbprint());
        String signed = danas.sign(holding.statement(Kind.REVOCATION, DANA, second));
        refuses(holding.devices.revoke(DANA, second.thumbprint(), signed), "bad-voucher");
    }

    @Test
    void neverCountsAKeyThatWasRevokedWhileItWasBeingRecorded() {
        var known = new EnrolledDevices();
        known.reserve(DANA, danas.thumbprint());
        known.revoke(danas.thumbprint());
        known.add(DANA, danas.thumbprint(), danas.publicJwk());
        assertThat(known.has(DANA, danas.thumbprint())).isFalse();
    }

    @Test
    void doesNothingOnAnOperatorsWordThatItCannotRead() throws Exception {
        Files.writeString(folder.resolve("operator-devices.txt"), "# mine\n\nrevok x\n");
        assertThatThrownBy(() -> holding.devices.heedOperator().join())
                .hasCauseInstanceOf(IOException.class);
        assertThatThrownBy(() -> enrol(LEE, holding.key("lees")).join())
                .hasCauseInstanceOf(IOException.class);
    }

    private CompletableFuture<Void> enrol(Principal person, DeviceKey device) {
        return holding.devices.enrol(person, holding.enrolment(person, device));
    }

    private CompletableFuture<Void> proven(DeviceKey device, String proof) {
        return holding.devices.enrol(
                LEE, new Enrolment(device.publicJwk(), proof, Optional.empty()));
    }

    private Held held() {
        return holding.hold("DELETE 1", MINUTE);
    }

    private CompletableFuture<Approvals.Request> decide(Held held, DeviceKey device) {
        return holding.approvals.decide(id(held), DANA, approval(device, held));
    }

    private List<DeviceEnrolled> enrolments() throws Exception {
        return holding.records().stream()
                .map(LogRecord::event)
                .filter(DeviceEnrolled.class::isInstance)
                .map(DeviceEnrolled.class::cast)
                .toList();
    }

    private static void refuses(CompletableFuture<?> attempt, String code) {
        assertThatThrownBy(attempt::join)
                .cause()
                .isInstanceOfSatisfying(
                        DecisionRefused.class,
                        refused -> assertThat(refused.code()).isEqualTo(code));
    }
}
