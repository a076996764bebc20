package org.affidavit.sessionlog.consent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.affidavit.sessionlog.event.CommandFacts;
import org.affidavit.sessionlog.event.GatewayEvent.DeviceEnrolled;
import org.affidavit.sessionlog.event.GatewayEvent.DeviceRevoked;
import org.affidavit.sessionlog.event.Payload;
import org.affidavit.sessionlog.event.Principal;
import org.affidavit.sessionlog.event.Resource;
import org.affidavit.sessionlog.event.RuleRef;
import org.affidavit.sessionlog.event.SessionEvent.ApprovalDecided;
import org.affidavit.sessionlog.event.SessionEvent.ApprovalRequested;
import org.affidavit.sessionlog.event.SessionEvent.SessionOpened;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.event.WireFrame;
import org.affidavit.sessionlog.event.WireFrame.Direction;
import org.affidavit.sessionlog.samples.SampleApprover;
import org.affidavit.sessionlog.vault.OpenedPayload;
import org.affidavit.sessionlog.vault.PayloadReading;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecisionCheckTest {
    private static final Instant AT = Instant.parse("2026-11-22T10:00:00Z");
    private static final SessionId SESSION = new SessionId("01JDABCDEFGHJKMNPQRSTVWXYZ");
    private static final byte[] HELD = {'Q', 0, 0, 0, 5, 0};
    private static final Principal AGENT =
            new Principal("https://issuer", "bot-1", "billing-bot", "", List.of("agents"));
    private static final Resource DB = new Resource("prod-db", "postgres");

    private final DecisionCheck check = new DecisionCheck();
    private Principal agent = AGENT;
    private ConsentRequest consent = consent();
    private SampleApprover mira;

    private ConsentRequest consent() {
        return new ConsentRequest(
                "r-1",
                SESSION,
                3,
                agent,
                DB,
                ConsentRequest.commandSha256(List.of(HELD)),
                "cd",
                "ef",
                AT.plusSeconds(60));
    }

    @BeforeEach
    void loadKey() throws IOException {
        mira = SampleApprover.load();
    }

    @Test
    void acceptsADecisionSignedWithTheApproversEnrolledKey() {
        enrol(mira.enrolled(AT));
        ask(consent.digest());
        assertThat(decide(true, "why", sign("r-1", consent.digest(), true, "why")))
                .isEqualTo(
                        new DecisionFinding.Signed(
                                mira.enrolled(AT).thumbprint(),
                                mira.enrolled(AT).jwk(),
                                7,
                                consent.canonical()));
    }

    @Test
    void doesNotAcceptAKeyThatWasNeverEnrolled() {
        ask(consent.digest());
        assertThat(why(true, "why", sign("r-1", consent.digest(), true, "why")))
                .contains("was enrolled before it");
    }

    @Test
    void doesNotAcceptAKeyThatWasEnrolledAfterTheDecision() {
        ask(consent.digest());
        String found = why(true, "why", sign("r-1", consent.digest(), true, "why"));
        enrol(mira.enrolled(AT));
        assertThat(found).contains("was enrolled before it");
    }

    @Test
    void doesNotAcceptAKeyThatWasRevokedBefore() {
        DeviceEnrolled enrolled = mira.enrolled(AT);
        enrol(enrolled);
        check.add(
                8,
                new DeviceRevoked(AT, enrolled.thumbprint(), "operator", Optional.empty()),
                PayloadReading.none());
        ask(consent.digest());
        assertThat(why(true, "why", sign("r-1", consent.digest(), true, "why")))
                .contains("revoked before it");
    }

    @Test
    void doesNotAcceptTheKeyOfAnotherPerson() {
        var other = new Principal("https://id.sample.example", "user|eve", "Eve", "", List.of());
        enrol(new DeviceEnrolled(AT, other, mira.enrolled(AT).thumbprint(), jwk()));
        enrol(mira.enrolled(AT));
        ask(consent.digest());
        assertThat(why(true, "why", sign("r-1", consent.digest(), true, "why")))
                .contains("enrolled by somebody else");
    }

    @Test
    void doesNotAcceptAKeyUnderAThumbprintThatIsNotItsOwn() {
        String foreign =
                "{\"kty\":\"EC\",\"crv\":\"P-256\","
                        + "\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
                        + "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}";
        enrol(new DeviceEnrolled(AT, SampleApprover.MIRA, mira.enrolled(AT).thumbprint(), foreign));
        ask(consent.digest());
        assertThat(why(true, "why", sign("r-1", consent.digest(), true, "why")))
                .contains("thumbprint that its record states");
    }

    @Test
    void doesNotAcceptASignatureWithOneOtherLetter() {
        enrol(mira.enrolled(AT));
        ask(consent.digest());
        String jws = sign("r-1", consent.digest(), true, "why");
        int at = jws.length() - 10;
        char other = jws.charAt(at) == 'A' ? 'B' : 'A';
        assertThat(why(true, "why", jws.substring(0, at) + other + jws.substring(at + 1)))
                .contains("not one of the enrolled key");
    }

    @Test
    void doesNotAcceptTextThatIsNoSignature() {
        enrol(mira.enrolled(AT));
        ask(consent.digest());
        assertThat(why(true, "why", "")).contains("cannot be read");
    }

    @Test
    void doesNotAcceptADigestOfOtherBytes() {
        enrol(mira.enrolled(AT));
        ask("ab".repeat(32));
        assertThat(why(true, "why", sign("r-1", "ab".repeat(32), true, "why")))
                .contains("not that of the bytes that were held");
    }

    @Test
    void doesNotAcceptASignatureOverAnotherRequestDigestDecisionOrReason() {
        enrol(mira.enrolled(AT));
        assertThat(asked("r-2", consent.digest(), true, "why")).contains("another request");
        assertThat(asked("r-1", "ab".repeat(32), true, "why")).contains("another digest");
        assertThat(asked("r-1", consent.digest(), false, "why")).contains("opposite decision");
        assertThat(asked("r-1", consent.digest(), true, "because")).contains("another reason");
    }

    @ParameterizedTest
    @ValueSource(strings = {"user|mira", "mira novak", "Security-Leads"})
    void doesNotAcceptADecisionOfTheAgentsOwner(String owner) {
        agent = new Principal("https://issuer", "bot-1", "billing-bot", owner, List.of());
        consent = consent();
        enrol(mira.enrolled(AT));
        ask(consent.digest());
        assertThat(why(true, "why", sign("r-1", consent.digest(), true, "why")))
                .contains("the agent itself, or its owner");
    }

    @Test
    void doesNotAcceptADecisionThatNobodyAskedFor() {
        enrol(mira.enrolled(AT));
        assertThat(why(true, "why", sign("r-1", consent.digest(), true, "why")))
                .contains("no request of this id waits");
    }

    private String asked(String request, String digest, boolean approved, String reason) {
        ask(consent.digest());
        return why(true, "why", sign(request, digest, approved, reason));
    }

    private String why(boolean approved, String reason, String jws) {
        return ((DecisionFinding.Unproven) decide(approved, reason, jws)).why();
    }

    private DecisionFinding decide(boolean approved, String reason, String jws) {
        var decided =
                new ApprovalDecided(
                        SESSION, AT, 3, "r-1", SampleApprover.MIRA, approved, reason, jws);
        return check.add(20, decided, PayloadReading.none()).orElseThrow();
    }

    private void enrol(DeviceEnrolled enrolled) {
        assertThat(check.add(7, enrolled, PayloadReading.none())).isEqualTo(Optional.empty());
    }

    private void ask(String digest) {
        var opened = new SessionOpened(SESSION, AT, agent, DB, "client", "cd");
        assertThat(check.add(8, opened, PayloadReading.none())).isEmpty();
        var facts = new CommandFacts("query", List.of(), List.of());
        var requested =
                new ApprovalRequested(
                        SESSION,
                        AT,
                        3,
                        facts,
                        RuleRef.DEFAULT,
                        "r-1",
                        digest,
                        "ef",
                        consent.expires());
        var payload = new Payload(List.of(new WireFrame(Direction.FROM_AGENT, 0, HELD)));
        assertThat(check.add(9, requested, open(payload))).isEmpty();
    }

    private static PayloadReading open(Payload payload) {
        return new PayloadReading.Open(new OpenedPayload(payload, new byte[0]));
    }

    private String jwk() {
        return mira.enrolled(AT).jwk();
    }

    private String sign(String request, String digest, boolean approved, String reason) {
        return mira.sign(new ConsentDecision(request, digest, approved, reason, AT));
    }
}
