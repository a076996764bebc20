package org.affidavit.sessionlog.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.affidavit.sessionlog.OutsideTools;
import org.affidavit.sessionlog.SessionLog;
import org.affidavit.sessionlog.anchor.LocalAuthority;
import org.affidavit.sessionlog.anchor.Timestamp;
import org.affidavit.sessionlog.anchor.TimestampFiles;
import org.affidavit.sessionlog.event.GatewayEvent.CheckpointTimestamped;
import org.affidavit.sessionlog.event.Payload;
import org.affidavit.sessionlog.key.LogSigner;
import org.affidavit.sessionlog.samples.SampleLogs;
import org.affidavit.sessionlog.samples.SampleReaders;
import org.affidavit.sessionlog.tree.TreeHash;
import org.affidavit.sessionlog.verify.CheckResult.Check;
import org.affidavit.sessionlog.verify.CheckResult.Status;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimestampsTest {
    private static final Instant AT = Instant.parse("2026-11-20T15:00:00Z");

    @TempDir Path folder;
    private SampleLogs.Sample sample;
    private LocalAuthority authority;
    private long size;

    @BeforeEach
    void writeALog() throws Exception {
        sample = SampleLogs.write(folder);
        authority = new LocalAuthority(AT.minus(Duration.ofDays(30)));
        size = Long.parseLong(Files.readAllLines(sample.folder().resolve("checkpoint")).get(1));
    }

    @Test
    void saysByWhenWhichRecordsExisted() throws Exception {
        stamp(authority, 1, AT);
        stamp(authority, size, AT.plusSeconds(60));
        VerificationReport report = verify(authority.authority());
        assertThat(report.verdict()).isEqualTo(new Verdict.Intact());
        assertThat(result(report).status()).isEqualTo(Status.HOLDS);
        assertThat(result(report).detail())
                .contains("2 checkpoints stamped from " + AT + " to " + AT.plusSeconds(60))
                .contains("the first " + size + " records existed");
    }

    @Test
    void isBrokenWhereAnotherStampLiesThanTheOneOnRecord() throws Exception {
        byte[] recorded = answer(authority, 1, AT);
        record(1, recorded);
        stamp(authority, 1, AT.plusSeconds(60));
        var found = (Verdict.Altered) verify(authority.authority()).verdict();
        assertThat(found.what()).contains("checkpoint 1, of which record").contains("is another");
        new TimestampFiles(sample.folder()).put(1, recorded);
        assertThat(verify(authority.authority()).verdict()).isEqualTo(new Verdict.Intact());
    }

    @Test
    void isUnknownWhereTheStampOnRecordIsGone() throws Exception {
        record(1, answer(authority, 1, AT));
        var report =
                new SessionLogVerifier(List.of(sample.verifierKey()))
                        .verify(sample.folder(), (_, _, _) -> true);
        assertThat(report.verdict()).isEqualTo(new Verdict.Intact());
        assertThat(result(report).status()).isEqualTo(Status.UNKNOWN);
        assertThat(result(report).detail()).contains("is gone");
    }

    @Test
    void namesFilesThatAreNoStampsAndNoCosignatures() throws Exception {
        for (String name : List.of("timestamps/x.tsr", "cosignatures/notes.txt")) {
            Path file = sample.folder().resolve(name);
            Files.createDirectories(java.util.Objects.requireNonNull(file.getParent()));
            Files.writeString(file, "x");
        }
        var report = verify(authority.authority());
        assertThat(report.verdict()).isEqualTo(new Verdict.Intact());
        assertThat(report.checks().getFirst().detail())
                .contains("cosignatures/notes.txt, timestamps/x.tsr");
    }

    private void record(long size, byte[] answer) throws Exception {
        var signer = LogSigner.load(folder.resolve("log.key"), SampleLogs.ORIGIN);
        var options =
                SessionLog.Options.of(
                        SampleLogs.ORIGIN,
                        SampleReaders.recipients(),
                        Clock.fixed(AT, ZoneOffset.UTC));
        String sha256 = HexFormat.of().formatHex(TreeHash.sha256().digest(answer));
        try (var writer = SessionLog.open(sample.folder(), signer, options)) {
            var event = new CheckpointTimestamped(AT, size, sha256, AT);
            writer.append(event, Payload.NONE).join();
        }
    }

    @Test
    void isUnknownWhereNothingIsStamped() throws Exception {
        assertThat(result(verify(authority.authority())).status()).isEqualTo(Status.UNKNOWN);
    }

    @Test
    void isBrokenByAStampOfAnAuthorityThatNobodyBelieves() throws Exception {
        stamp(new LocalAuthority(AT), size, AT);
        assertBroken("leads to no authority that is believed");
    }

    @Test
    void isBrokenByAStampOfAnotherCheckpoint() throws Exception {
        new TimestampFiles(sample.folder()).put(size, answer(authority, 1, AT));
        assertBroken("a stamp of something else");
    }

    @Test
    void isBrokenByAStampFromBeforeTheSignersCertificate() throws Exception {
        stamp(authority, size, AT.minus(Duration.ofDays(31)));
        assertBroken("does not count");
    }

    @Test
    void isBrokenByNonsense() throws Exception {
        new TimestampFiles(sample.folder()).put(size, new byte[] {0x30, 0x03, 1, 2, 3});
        assertBroken("it is no stamp");
    }

    /// What an authority does not sign, such as the certificates it sends along, may change; what
    /// it says may not.
    @Test
    void saysNoOtherTimeWhicheverByteIsChanged() throws Exception {
        byte[] genuine = answer(authority, size, AT);
        byte[] note = Files.readAllBytes(sample.folder().resolve("checkpoints/" + size));
        int refused = 0;
        for (int i = 0; i < genuine.length; i++) {
            byte[] changed = genuine.clone();
            changed[i] ^= 1;
            try {
                assertThat(Timestamp.check(changed, note, List.of(authority.authority())))
                        .as("byte %d of %d", i, genuine.length)
                        .isEqualTo(AT);
            } catch (Timestamp.NotGenuine e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(genuine.length / 2);
    }

    @Test
    void opensslVerifiesTheSame() throws Exception {
        OutsideTools.require("openssl");
        stamp(authority, size, AT);
        Files.writeString(folder.resolve("ca.pem"), pem(authority.authority()));
        var verify =
                List.of(
                        "openssl",
                        "ts",
                        "-verify",
                        "-data",
                        "log/checkpoints/" + size,
                        "-in",
                        "log/timestamps/" + size + ".tsr",
                        "-CAfile",
                        "ca.pem",
                        "-attime",
                        Long.toString(AT.getEpochSecond()));
        var ended = new OutsideTools(folder).run(verify);
        assertThat(ended.out()).contains("Verification: OK");
        Files.copy(
                sample.folder().resolve("checkpoints/1"),
                sample.folder().resolve("checkpoints/" + size),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThat(new OutsideTools(folder).run(verify).out()).contains("Verification: FAILED");
    }

    private void assertBroken(String why) throws IOException {
        VerificationReport report = verify(authority.authority());
        assertThat(report.verdict()).isInstanceOf(Verdict.Altered.class);
        assertThat(result(report).status()).isEqualTo(Status.BROKEN);
        assertThat(result(report).detail()).contains(why);
    }

    private void stamp(LocalAuthority by, long of, Instant at) throws Exception {
        new TimestampFiles(sample.folder()).put(of, answer(by, of, at));
    }

    private byte[] answer(LocalAuthority by, long of, Instant at) throws Exception {
        byte[] note = Files.readAllBytes(sample.folder().resolve("checkpoints/" + of));
        return by.answer(Timestamp.query(note, BigInteger.TEN), at);
    }

    private VerificationReport verify(X509Certificate believed) throws IOException {
        return new SessionLogVerifier(List.of(sample.verifierKey()), Duration.ZERO)
                .stamped(List.of(believed))
                .verify(sample.folder(), (_, _, _) -> true);
    }

    private static CheckResult result(VerificationReport report) {
        Optional<CheckResult> found =
                report.checks().stream()
                        .filter(check -> check.check() == Check.TIMESTAMPS)
                        .findFirst();
        return found.orElseThrow();
    }

    private static String pem(X509Certificate certificate) throws Exception {
        String base64 = Base64.getMimeEncoder().encodeToString(certificate.getEncoded());
        return "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n";
    }
}
