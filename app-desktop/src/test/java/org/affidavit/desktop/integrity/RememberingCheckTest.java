package org.affidavit.desktop.integrity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.affidavit.desktop.words.Standing;
import org.affidavit.sessionlog.SessionLog;
import org.affidavit.sessionlog.anchor.CosigningKey;
import org.affidavit.sessionlog.anchor.KeptCheckpoint;
import org.affidavit.sessionlog.anchor.SeenCheckpoints;
import org.affidavit.sessionlog.event.GatewayEvent;
import org.affidavit.sessionlog.event.Payload;
import org.affidavit.sessionlog.key.LogSigner;
import org.affidavit.sessionlog.key.VerifierKey;
import org.affidavit.sessionlog.note.CheckpointText;
import org.affidavit.sessionlog.note.SignedNote;
import org.affidavit.sessionlog.samples.SampleLogs;
import org.affidavit.sessionlog.samples.SampleReaders;
import org.affidavit.sessionlog.vault.ReadingKeys;
import org.affidavit.sessionlog.verify.Verdict;
import org.affidavit.sessionlog.verify.VerificationReport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RememberingCheckTest {
    private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    @TempDir Path folder;
    private SampleLogs.Sample sample;
    private SeenCheckpoints seen;

    @BeforeEach
    void writeALog() throws IOException {
        sample = SampleLogs.write(folder);
        seen = new SeenCheckpoints(folder.resolve("seen"));
    }

    @Test
    void remembersTheNewestCheckpointOfALogThatHolds() throws Exception {
        assertThat(verify().verdict()).isEqualTo(new Verdict.Intact());
        assertThat(remembered().format())
                .isEqualTo(Files.readString(sample.folder().resolve("checkpoint")));
        assertThat(verify().checks()).anyMatch(check -> check.check().name().equals("HISTORY"));
    }

    @Test
    void saysThatALogWasPutBack() throws Exception {
        var report = verify();
        remember(report.records() + 5, sample.verifierKey());
        var again = verify();
        assertThat(again.verdict())
                .isEqualTo(new Verdict.RolledBack(report.records() + 5, report.records()));
        var finding = Finding.of(LogCheck.Outcome.of(again), "log");
        assertThat(finding.standing()).isEqualTo(Standing.BROKEN);
        assertThat(finding.sentence()).contains("put back to an older state");
    }

    @Test
    void saysThatALogIsAForkAndKeepsWhatItKnew() throws Exception {
        remember(3, sample.verifierKey());
        assertThat(verify().verdict()).isEqualTo(new Verdict.Forked(3));
        assertThat(Finding.of(LogCheck.Outcome.of(verify()), "log").sentence()).contains("fork");
        assertThat(CheckpointText.parse(remembered().text()).size()).isEqualTo(3);
    }

    @Test
    void remembersNothingOfALogThatDoesNotHold() throws Exception {
        Path segment = sample.folder().resolve("segments/00000000000000000000.seg");
        byte[] bytes = Files.readAllBytes(segment);
        bytes[200] ^= 1;
        Files.write(segment, bytes);
        assertThat(verify().verdict()).isInstanceOf(Verdict.Altered.class);
        assertThat(seen.newest(name(sample.verifierKey()))).isEmpty();
    }

    @Test
    void isNotMisledByALogOfTheSameNameUnderAnotherKey() throws Exception {
        LogSigner stranger = LogSigner.create(folder.resolve("stranger.key"), SampleLogs.ORIGIN);
        seen.keep(
                name(stranger.verifierKey()),
                stranger.sign(
                        new CheckpointText(SampleLogs.ORIGIN, 9_999, new byte[32]),
                        Instant.EPOCH.plusSeconds(1)));
        assertThat(verify().verdict()).isEqualTo(new Verdict.Intact());
    }

    @Test
    void goesOnUnderTheKeyThatIsTrustedWhenTheLogChangedItsKey() throws Exception {
        var first = LogSigner.load(folder.resolve("log.key"), SampleLogs.ORIGIN);
        var next = LogSigner.create(folder.resolve("next.key"), SampleLogs.ORIGIN);
        var options = SessionLog.Options.of(SampleLogs.ORIGIN, SampleReaders.recipients(), CLOCK);
        try (var writer = SessionLog.open(sample.folder(), first, options)) {
            var _ = writer.rotate(next).join();
            var event = new GatewayEvent.Heartbeat(NOW, "boot", 1, 0);
            var _ = writer.append(event, Payload.NONE).join();
        }
        var outcome = verify(Optional.of(witness()));
        assertThat(outcome.report().verdict()).isEqualTo(new Verdict.Intact());
        assertThat(outcome.cosigned().orElseThrow().size())
                .isEqualTo(outcome.report().checkpointSize());
        remember(outcome.report().records() + 5, sample.verifierKey());
        assertThat(verify().verdict()).isInstanceOf(Verdict.RolledBack.class);
    }

    @Test
    void cosignsALogThatHoldsUnderTheUsersName() throws Exception {
        Cosigned own = verify(Optional.of(witness())).cosigned().orElseThrow();
        SignedNote note = SignedNote.parse(Files.readAllBytes(own.note()));
        var key = CosigningKey.load(folder.resolve("state/cosigning.key")).cosigner();

        assertThat(note.text()).isEqualTo(remembered().text());
        assertThat(key.cosigned(note.text(), note.signatures().getLast())).contains(NOW);
        assertThat(KeptCheckpoint.read(own.note(), List.of(sample.verifierKey())).text().size())
                .isEqualTo(own.size());
        var outcome = verify(Optional.of(witness()));
        assertThat(Finding.of(outcome, "log").facts())
                .anyMatch(fact -> fact.value().contains("as auditor.example/mira"));
    }

    @Test
    void cosignsNothingThatDoesNotHold() throws Exception {
        remember(3, sample.verifierKey());
        assertThat(verify(Optional.of(witness())).cosigned()).isEmpty();
        assertThat(folder.resolve("state/cosigned")).doesNotExist();
    }

    @Test
    void cosignsUnderOneNameOnly() throws Exception {
        witness();
        assertThatThrownBy(() ->
                        OwnWitness.open(folder.resolve("state"), "auditor.example/ann", CLOCK))
                .hasMessageContaining("cosigns as auditor.example/mira");
    }

    private OwnWitness witness() throws IOException {
        Files.createDirectories(folder.resolve("state"));
        return OwnWitness.open(folder.resolve("state"), "auditor.example/mira", CLOCK);
    }

    private VerificationReport verify() throws IOException {
        return verify(Optional.empty()).report();
    }

    private LogCheck.Outcome verify(Optional<OwnWitness> witness) throws IOException {
        return new RememberingCheck(seen, _ -> ReadingKeys.NONE, witness)
                .verify(sample.folder(), List.of(sample.verifierKey()), (_, _, _) -> true);
    }

    private SignedNote remembered() throws IOException {
        return seen.newest(name(sample.verifierKey())).orElseThrow();
    }

    private void remember(long size, VerifierKey key) throws IOException {
        var signer = LogSigner.load(folder.resolve("log.key"), SampleLogs.ORIGIN);
        Files.deleteIfExists(seen.file(name(key)));
        seen.keep(
                name(key),
                signer.sign(
                        new CheckpointText(SampleLogs.ORIGIN, size, new byte[32]),
                        Instant.EPOCH.plusSeconds(1)));
    }

    private static String name(VerifierKey key) {
        return key.name() + " " + key.id();
    }
}
