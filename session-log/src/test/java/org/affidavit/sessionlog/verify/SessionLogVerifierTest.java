package org.affidavit.sessionlog.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.affidavit.sessionlog.key.LogSigner;
import org.affidavit.sessionlog.samples.SampleLogs;
import org.affidavit.sessionlog.samples.SampleLogs.Sample;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionLogVerifierTest {
    @TempDir Path folder;
    private Sample sample;

    @BeforeEach
    void writeSample() throws IOException {
        sample = SampleLogs.write(folder);
    }

    @Test
    void writesCountsForPeople() {
        assertThat(Counts.of(1, "session")).isEqualTo("1 session");
        assertThat(Counts.of(1_283, "payload byte")).isEqualTo("1,283 payload bytes");
    }

    @Test
    void findsAnUntouchedLogIntact() throws IOException {
        var report = verify();
        assertThat(report.verdict()).isEqualTo(new Verdict.Intact());
        assertThat(report.checks())
                .extracting(CheckResult::status)
                .containsOnly(CheckResult.Status.HOLDS);
        assertThat(report.checks())
                .extracting(CheckResult::check)
                .contains(CheckResult.Check.FRAMING, CheckResult.Check.PAYLOADS)
                .doesNotContain(CheckResult.Check.HISTORY);
    }

    @Test
    void reportsWhatItRead() throws IOException {
        var report = verify();
        assertThat(report.origin()).isEqualTo(SampleLogs.ORIGIN);
        assertThat(report.keyId()).isEqualTo(sample.verifierKey().id());
        assertThat(report.records()).isEqualTo(22);
        assertThat(report.checkpointSize()).isEqualTo(22);
        assertThat(report.sessions()).isEqualTo(2);
        assertThat(report.openSessions()).isZero();
        assertThat(report.payloadBytes()).isPositive();
        assertThat(report.from()).contains(SampleLogs.START);
        assertThat(report.to()).contains(SampleLogs.START.plusSeconds(300));
        assertThat(report.root()).matches("[0-9a-f]{64}");
    }

    @Test
    void saysThatAKeyIsUnknown() throws IOException {
        var other = LogSigner.create(folder.resolve("other.key"), SampleLogs.ORIGIN);
        var report = verify(sample.folder(), List.of(other.verifierKey()));
        assertThat(report.verdict()).isEqualTo(new Verdict.UnknownKey(sample.verifierKey().id()));
        assertThat(report.checkpointSize()).isZero();
    }

    @Test
    void trustsNobodyWithoutKeys() throws IOException {
        assertThat(verify(sample.folder(), List.of()).verdict())
                .isInstanceOf(Verdict.UnknownKey.class);
    }

    @Test
    void refusesAFolderWithoutALog() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertThatThrownBy(() -> verify(empty, List.of())).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void stopsWhenProgressSaysSo() {
        var verifier = new SessionLogVerifier(List.of(sample.verifierKey()));
        assertThatThrownBy(() -> verifier.verify(sample.folder(), (_, _, _) -> false))
                .isInstanceOf(CancellationException.class);
    }

    @Test
    void endsProgressAtTheTotal() throws IOException {
        var verifier = new SessionLogVerifier(List.of(sample.verifierKey()));
        long[] last = new long[3];
        verifier.verify(
                sample.folder(),
                (records, done, total) -> {
                    last[0] = records;
                    last[1] = done;
                    last[2] = total;
                    return true;
                });
        assertThat(last[0]).isEqualTo(22);
        assertThat(last[1]).isEqualTo(last[2]).isPositive();
    }

    private VerificationReport verify() throws IOException {
        return verify(sample.folder(), List.of(sample.verifierKey()));
    }

    private static VerificationReport verify(
            Path log, List<org.affidavit.sessionlog.key.VerifierKey> keys) throws IOException {
        return new SessionLogVerifier(keys).verify(log, (_, _, _) -> true);
    }
}
