package org.affidavit.sessionlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.affidavit.sessionlog.consent.ConsentDecision;
import org.affidavit.sessionlog.consent.ConsentRequest;
import org.affidavit.sessionlog.event.CommandFacts;
import org.affidavit.sessionlog.event.Event;
import org.affidavit.sessionlog.event.GatewayEvent.DeviceEnrolled;
import org.affidavit.sessionlog.event.GatewayEvent.Vouching;
import org.affidavit.sessionlog.event.Payload;
import org.affidavit.sessionlog.event.RuleRef;
import org.affidavit.sessionlog.event.SessionEvent.ApprovalDecided;
import org.affidavit.sessionlog.event.SessionEvent.ApprovalRequested;
import org.affidavit.sessionlog.event.SessionEvent.SessionOpened;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.event.WireFrame;
import org.affidavit.sessionlog.samples.SampleApprover;
import org.affidavit.sessionlog.samples.SampleEvents;
import org.affidavit.sessionlog.samples.SampleLogs;
import org.affidavit.sessionlog.samples.SampleReaders;
import org.affidavit.sessionlog.vault.ReadingKeys;
import org.affidavit.sessionlog.verify.CheckResult;
import org.affidavit.sessionlog.verify.CheckResult.Check;
import org.affidavit.sessionlog.verify.CheckResult.Status;
import org.affidavit.sessionlog.verify.Verdict;
import org.affidavit.sessionlog.verify.VerificationReport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A log whose writer, or whoever has its key, wrote what approvers are said to have decided.
class DecisionsTest {
    private static final Instant AT = SampleLogs.START;
    private static final SessionId SESSION = new SessionId("01KA5B3V8G7Q9X2M4N6P8R0S1T");
    private static final byte[] HELD = {'Q', 0, 0, 0, 5, 0};

    @TempDir Path folder;
    private TestLog log;
    private SampleApprover mira;

    @BeforeEach
    void prepare() throws IOException {
        log = new TestLog(folder);
        mira = SampleApprover.load();
    }

    @Test
    void holdForWhoeverCanReadWhatWasHeld() throws IOException {
        write(true, mira.sign(decision(true)), HELD);
        var report = log.verify(log.path(), SampleReaders.keys());
        assertThat(report.verdict()).isEqualTo(new Verdict.Intact());
        assertThat(decisions(report).detail())
                .contains("1 decision, each signed")
                .contains("over exactly what was held");
    }

    @Test
    void areCheckedAsFarAsTheyCanBeSeenWithoutAReadersKey() throws IOException {
        write(true, mira.sign(decision(true)), HELD);
        var report = log.verify(log.path(), ReadingKeys.NONE);
        assertThat(report.verdict()).isEqualTo(new Verdict.Intact());
        assertThat(decisions(report).detail()).contains("of 1 what was held cannot be seen here");
    }

    @Test
    void areCheckedAsFarAsTheyCanBeSeenOnceTheAgentsNameWasErased() throws IOException {
        write(true, mira.sign(decision(true)), HELD);
        try (var writer = log.open()) {
            writer.erase(new Erasure(SESSION, Optional.of(2L), "dana", "law", "asked"));
        }
        var report = log.verify(log.path(), SampleReaders.keys());
        assertThat(report.verdict()).isEqualTo(new Verdict.Intact());
        assertThat(decisions(report).detail()).contains("of 1 what was held cannot be seen here");
    }

    @Test
    void areNotThereWhereNobodyWasAsked() throws IOException {
        try (var writer = log.open()) {
            log.writeSession(writer);
        }
        assertThat(decisions(log.verify()))
                .isEqualTo(
                        new CheckResult(
                                Check.DECISIONS, Status.HOLDS, "Nobody was asked for a decision."));
    }

    @Test
    void doNotHoldWhereTheSignatureIsOfAnotherDecision() throws IOException {
        write(true, mira.sign(decision(false)), HELD);
        assertBroken(ReadingKeys.NONE, "the opposite decision was signed");
    }

    @Test
    void doNotHoldWithoutASignature() throws IOException {
        write(true, "a.b.c", HELD);
        assertBroken(ReadingKeys.NONE, "the signature cannot be read");
    }

    @Test
    void doNotHoldWhereAnotherCommandWasShown() throws IOException {
        write(true, mira.sign(decision(true)), new byte[] {'Q', 0, 0, 0, 6, 'x', 0});
        assertBroken(SampleReaders.keys(), "is not that of the bytes that were held");
    }

    @Test
    void doNotHoldWhereTheKeyWasVouchedForByNobody() throws IOException {
        try (var writer = log.open()) {
            var plain = mira.enrolled(AT);
            var vouching = new Vouching("no-such-key", "a.b.c", Optional.of("d.e.f"));
            append(
                    writer,
                    new DeviceEnrolled(
                            AT,
                            plain.approver(),
                            plain.thumbprint(),
                            plain.jwk(),
                            Optional.of(vouching)),
                    Payload.NONE);
            append(writer, opened(), Payload.NONE);
            var frame = new WireFrame(WireFrame.Direction.FROM_AGENT, 0, HELD);
            append(writer, requested(), new Payload(List.of(frame)));
            append(
                    writer,
                    new ApprovalDecided(
                            SESSION,
                            AT,
                            1,
                            "r-1",
                            SampleApprover.MIRA,
                            true,
                            "why",
                            mira.sign(decision(true))),
                    Payload.NONE);
            append(writer, SampleEvents.closed(SESSION), Payload.NONE);
        }
        assertThat(decisions(log.verify()).status()).isNotEqualTo(Status.HOLDS);
    }

    @Test
    void doNotHoldWhereNobodyHadSignedTheEnrolmentWhenItWasTakenOver() throws IOException {
        log.open().close();
        new LogForge(log.path())
                .rewrite(leaves -> {
                    var more = new ArrayList<>(leaves);
                    byte[] invented = LogForge.invented(leaves.getLast(), mira.enrolled(AT));
                    more.add(LogForge.withIndex(invented, leaves.size()));
                    return more;
                });
        try (var writer = log.open()) {
            append(writer, opened(), Payload.NONE);
            var frame = new WireFrame(WireFrame.Direction.FROM_AGENT, 0, HELD);
            append(writer, requested(), new Payload(List.of(frame)));
            append(
                    writer,
                    new ApprovalDecided(
                            SESSION,
                            AT,
                            1,
                            "r-1",
                            SampleApprover.MIRA,
                            true,
                            "why",
                            mira.sign(decision(true))),
                    Payload.NONE);
            append(writer, SampleEvents.closed(SESSION), Payload.NONE);
        }
        var report = log.verify(log.path(), SampleReaders.keys());
        assertThat(decisions(report).status()).isNotEqualTo(Status.HOLDS);
    }

    private void assertBroken(ReadingKeys readers, String why) throws IOException {
        var report = log.verify(log.path(), readers);
        assertThat(report.verdict())
                .isInstanceOfSatisfying(
                        Verdict.Altered.class,
                        found -> {
                            assertThat(found.record()).isEqualTo(4);
                            assertThat(found.what()).contains(why);
                        });
        assertThat(decisions(report).status()).isEqualTo(Status.BROKEN);
    }

    private static CheckResult decisions(VerificationReport report) {
        return report.checks().stream()
                .filter(check -> check.check() == Check.DECISIONS)
                .findFirst()
                .orElseThrow();
    }

    /// Record 1 enrols the key, 2 opens the session, 3 asks, 4 decides.
    private void write(boolean approved, String jws, byte[] held) throws IOException {
        try (var writer = log.open()) {
            append(writer, mira.enrolled(AT), Payload.NONE);
            append(writer, opened(), Payload.NONE);
            var frame = new WireFrame(WireFrame.Direction.FROM_AGENT, 0, held);
            append(writer, requested(), new Payload(List.of(frame)));
            append(
                    writer,
                    new ApprovalDecided(
                            SESSION, AT, 1, "r-1", SampleApprover.MIRA, approved, "why", jws),
                    Payload.NONE);
            append(writer, SampleEvents.closed(SESSION), Payload.NONE);
        }
    }

    private static void append(SessionLog writer, Event event, Payload payload) {
        writer.append(event, payload).join();
    }

    private static SessionOpened opened() {
        return (SessionOpened) SampleEvents.opened(SESSION);
    }

    private static ApprovalRequested requested() {
        var facts = new CommandFacts("query", List.of(), List.of());
        ConsentRequest consent = consent();
        return new ApprovalRequested(
                SESSION,
                AT,
                1,
                facts,
                RuleRef.DEFAULT,
                "r-1",
                consent.digest(),
                consent.nonce(),
                consent.expires());
    }

    private static ConsentRequest consent() {
        SessionOpened opened = opened();
        return new ConsentRequest(
                "r-1",
                SESSION,
                1,
                opened.agent().named().orElseThrow(),
                opened.resource(),
                ConsentRequest.commandSha256(List.of(HELD)),
                opened.policyDigest(),
                "ef",
                AT.plusSeconds(60));
    }

    private static ConsentDecision decision(boolean approved) {
        return new ConsentDecision("r-1", consent().digest(), approved, "why", AT);
    }
}
