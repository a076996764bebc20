package org.affidavit.sessionlog.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.affidavit.sessionlog.anchor.KeptCheckpoint;
import org.affidavit.sessionlog.key.LogSigner;
import org.affidavit.sessionlog.key.VerifierKey;
import org.affidavit.sessionlog.note.CheckpointText;
import org.affidavit.sessionlog.samples.SampleLogs;
import org.affidavit.sessionlog.verify.CheckResult.Check;
import org.affidavit.sessionlog.verify.CheckResult.Status;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
    @TempDir Path folder;
    private Path log;
    private VerifierKey key;

    @BeforeEach
    void writeALog() throws IOException {
        SampleLogs.Sample sample = SampleLogs.write(folder);
        log = sample.folder();
        key = sample.verifierKey();
    }

    @Test
    void aLogThatWentOnSinceThenHolds() throws IOException {
        for (Path kept : checkpoints()) {
            VerificationReport report = verify(KeptCheckpoint.read(kept, List.of(key)).text());
            assertThat(report.verdict()).isEqualTo(new Verdict.Intact());
            assertThat(status(report)).isEqualTo(Status.HOLDS);
        }
    }

    @Test
    void aLogWithFewerRecordsThanAKnownCheckpointWasPutBack() throws IOException {
        long records = verify().records();
        VerificationReport report = verify(known(records + 3, (byte) 1));
        assertThat(report.verdict()).isEqualTo(new Verdict.RolledBack(records + 3, records));
        assertThat(status(report)).isEqualTo(Status.BROKEN);
    }

    @Test
    void aLogWithAnotherRootAtAKnownSizeIsAFork() throws IOException {
        VerificationReport report = verify(known(3, (byte) 1));
        assertThat(report.verdict()).isEqualTo(new Verdict.Forked(3));
        assertThat(status(report)).isEqualTo(Status.BROKEN);
    }

    @Test
    void anAlterationIsNamedBeforeAnyOfThese() throws IOException {
        Path segment = log.resolve("segments/00000000000000000000.seg");
        byte[] bytes = Files.readAllBytes(segment);
        bytes[150] ^= 1;
        Files.write(segment, bytes);
        assertThat(verify(known(3, (byte) 1)).verdict()).isInstanceOf(Verdict.Altered.class);
    }

    @Test
    void aCheckpointOfAnotherLogSaysNothing() throws IOException {
        var other = new CheckpointText("other.example/log", 999, new byte[32]);
        VerificationReport report = verify(other);
        assertThat(report.verdict()).isEqualTo(new Verdict.Intact());
        assertThat(report.checks()).noneMatch(result -> result.check() == Check.HISTORY);
    }

    @Test
    void withoutAKnownCheckpointNothingIsSaidOfContinuity() throws IOException {
        assertThat(verify().checks()).noneMatch(result -> result.check() == Check.HISTORY);
    }

    /// The attack itself: the same key signs a second history of the same length.
    @Test
    void aSecondHistoryOfTheSameKeyIsAFork() throws IOException {
        LogSigner signer = LogSigner.load(folder.resolve("log.key"), SampleLogs.ORIGIN);
        var genuine = KeptCheckpoint.read(log.resolve("checkpoint"), List.of(key));
        SampleLogs.Sample forged = SampleLogs.write(folder.resolve("forged"), signer);
        VerificationReport report =
                new SessionLogVerifier(List.of(key), Duration.ZERO)
                        .since(List.of(genuine.text()))
                        .verify(forged.folder(), (_, _, _) -> true);
        assertThat(report.verdict()).isEqualTo(new Verdict.Forked(genuine.text().size()));
    }

    private List<Path> checkpoints() throws IOException {
        try (var files = Files.list(log.resolve("checkpoints"))) {
            return files.toList();
        }
    }

    private static CheckpointText known(long size, byte rootByte) {
        byte[] root = new byte[32];
        root[0] = rootByte;
        return new CheckpointText(SampleLogs.ORIGIN, size, root);
    }

    private VerificationReport verify(CheckpointText... known) throws IOException {
        return new SessionLogVerifier(List.of(key), Duration.ZERO)
                .since(List.of(known))
                .verify(log, (_, _, _) -> true);
    }

    private static Status status(VerificationReport report) {
        return report.checks().stream()
                .filter(result -> result.check() == Check.HISTORY)
                .map(CheckResult::status)
                .findFirst()
                .orElseThrow();
    }
}
