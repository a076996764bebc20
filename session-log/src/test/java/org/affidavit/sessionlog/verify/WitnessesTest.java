package org.affidavit.sessionlog.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.affidavit.sessionlog.anchor.CosignatureFiles;
import org.affidavit.sessionlog.anchor.Cosigner;
import org.affidavit.sessionlog.anchor.CosigningKey;
import org.affidavit.sessionlog.note.SignedNote;
import org.affidavit.sessionlog.samples.SampleLogs;
import org.affidavit.sessionlog.verify.CheckResult.Check;
import org.affidavit.sessionlog.verify.CheckResult.Status;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WitnessesTest {
    private static final Instant AT = Instant.parse("2026-11-20T15:00:00Z");

    @TempDir Path folder;
    private SampleLogs.Sample sample;
    private long size;
    private CosigningKey one;
    private CosigningKey two;

    @BeforeEach
    void writeALog() throws IOException {
        sample = SampleLogs.write(folder);
        size = Long.parseLong(Files.readAllLines(sample.folder().resolve("checkpoint")).get(1));
        one = CosigningKey.create(folder.resolve("one"), "witness.example/one");
        two = CosigningKey.create(folder.resolve("two"), "witness.example/two");
    }

    @Test
    void saysWhichKnownWitnessesCosignedAndUpToWhere() throws Exception {
        cosign(one, 1);
        cosign(one, size);
        cosign(two, 1);
        var stranger = CosigningKey.create(folder.resolve("three"), "witness.example/three");
        cosign(stranger, size);
        VerificationReport report = verify(one, two);
        assertThat(report.verdict()).isEqualTo(new Verdict.Intact());
        CheckResult result = result(report).orElseThrow();
        assertThat(result.status()).isEqualTo(Status.HOLDS);
        assertThat(result.detail())
                .contains("2 of 2 known witnesses cosigned")
                .contains("witness.example/one up to " + size + " records at " + AT)
                .contains("witness.example/two up to 1 record at")
                .doesNotContain("three");
    }

    @Test
    void isUnknownWhenNoneOfThemCosigned() throws Exception {
        cosign(two, size);
        VerificationReport report = verify(one);
        assertThat(report.verdict()).isEqualTo(new Verdict.Intact());
        assertThat(result(report).orElseThrow().status()).isEqualTo(Status.UNKNOWN);
    }

    @Test
    void isNotMadeWithoutKeysOfWitnesses() throws Exception {
        cosign(one, size);
        assertThat(result(verify())).isEmpty();
    }

    @Test
    void isBrokenByAnyChangedByteOfAKnownCosignature() throws Exception {
        cosign(one, size);
        Path file = sample.folder().resolve("cosignatures/" + size);
        byte[] genuine = Files.readAllBytes(file);
        for (int i = 0; i < genuine.length; i++) {
            byte[] changed = genuine.clone();
            changed[i] ^= 1;
            Files.write(file, changed);
            // A changed name or id makes it a stranger's, which is not believed.
            assertThat(result(verify(one)).orElseThrow().status())
                    .as("byte %d", i)
                    .isNotEqualTo(Status.HOLDS);
        }
    }

    @Test
    void isBrokenByACosignatureOfAnotherCheckpoint() throws Exception {
        new CosignatureFiles(sample.folder()).add(size, one.cosign(note(1).text(), AT));
        VerificationReport report = verify(one);
        assertThat(report.verdict()).isInstanceOf(Verdict.Altered.class);
        assertThat(result(report).orElseThrow().status()).isEqualTo(Status.BROKEN);
    }

    @Test
    void isBrokenWhenTheCosignedCheckpointIsGone() throws Exception {
        new CosignatureFiles(sample.folder()).add(size + 9, one.cosign("gone\n", AT));
        assertThat(result(verify(one)).orElseThrow().detail()).contains("which is gone");
    }

    private void cosign(CosigningKey key, long at) throws Exception {
        new CosignatureFiles(sample.folder()).add(at, key.cosign(note(at).text(), AT));
    }

    private SignedNote note(long at) throws Exception {
        return SignedNote.parse(Files.readAllBytes(sample.folder().resolve("checkpoints/" + at)));
    }

    private VerificationReport verify(CosigningKey... witnesses) throws IOException {
        List<Cosigner> keys = List.of(witnesses).stream().map(CosigningKey::cosigner).toList();
        return new SessionLogVerifier(List.of(sample.verifierKey()), Duration.ZERO)
                .witnessed(keys)
                .verify(sample.folder(), (_, _, _) -> true);
    }

    private static Optional<CheckResult> result(VerificationReport report) {
        return report.checks().stream()
                .filter(check -> check.check() == Check.WITNESSES)
                .findFirst();
    }
}
