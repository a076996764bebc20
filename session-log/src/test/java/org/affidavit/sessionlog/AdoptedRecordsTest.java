package org.affidavit.sessionlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.affidavit.sessionlog.bundle.BundleWriter;
import org.affidavit.sessionlog.bundle.TlogProof;
import org.affidavit.sessionlog.event.Event;
import org.affidavit.sessionlog.event.GatewayEvent.HoldReleased;
import org.affidavit.sessionlog.event.GatewayEvent.LogRecovered;
import org.affidavit.sessionlog.event.GatewayEvent.PayloadErased;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.samples.SampleApprover;
import org.affidavit.sessionlog.samples.SampleLogs;
import org.affidavit.sessionlog.samples.SampleReaders;
import org.affidavit.sessionlog.vault.PayloadReading;
import org.affidavit.sessionlog.verify.BundleVerifier;
import org.affidavit.sessionlog.verify.Verdict;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What somebody gains who can write a stopped log's files, and has neither a key nor a token, by a
/// record behind the newest checkpoint: the next opening takes it over as `adopted`.
class AdoptedRecordsTest {
    private static final SessionId SESSION = new SessionId("01KA5B3V8G7Q9X2M4N6P8R0S1T");

    @TempDir Path folder;
    private TestLog log;

    @BeforeEach
    void write() throws LogFailure {
        log = new TestLog(folder);
        try (var writer = log.open()) {
            log.writeSession(writer);
        }
    }

    /// Written by nobody who has a key.
    private void forge(Event event) throws IOException {
        new LogForge(log.path())
                .rewrite(leaves -> {
                    var more = new ArrayList<>(leaves);
                    byte[] invented = LogForge.invented(leaves.getLast(), event);
                    more.add(LogForge.withIndex(invented, leaves.size()));
                    return more;
                });
    }

    private static Erasure all() {
        return new Erasure(SESSION, Optional.empty(), "dana", "GDPR Art. 17", "asked");
    }

    @Test
    void aHoldIsNotReleasedByARecordThatNobodySigned() throws IOException {
        String hold;
        try (var writer = log.open()) {
            hold = writer.placeHold(Optional.of(SESSION), "officer", "case 12").hold();
        }
        forge(new HoldReleased(SampleLogs.START, hold, "officer", "settled"));
        try (var writer = log.open()) {
            assertThatThrownBy(() -> writer.erase(all()))
                    .isInstanceOf(OrderRefused.class)
                    .hasMessageContaining("covers session");
        }
    }

    @Test
    void aDeviceKeyIsNotEnrolledByARecordThatNobodySigned() throws IOException {
        forge(SampleApprover.load().enrolled(SampleLogs.START));
        try (var writer = log.open()) {
            assertThat(writer.devices()).isEmpty();
        }
    }

    @Test
    void anErasureIsNotForgottenForARecordThatNobodySigned() throws IOException {
        try (var writer = log.open()) {
            writer.erase(all());
        }
        forge(new LogRecovered(SampleLogs.START, 0, "", 6, 1_000, ""));
        try (var writer = log.open()) {
            assertThat(writer.recovered()).isPresent();
            assertThatThrownBy(() -> writer.erase(all()))
                    .isInstanceOf(OrderRefused.class)
                    .hasMessageContaining("erased before");
        }
        try (var reader = log.reader()) {
            assertThat(reader.payload(reader.record(2))).isInstanceOf(PayloadReading.Erased.class);
        }
    }

    @Test
    void aBundleDoesNotTakeAnOrderThatNobodySignedForAnErasure() throws IOException {
        forge(
                new PayloadErased(
                        SampleLogs.START,
                        SESSION,
                        Optional.of(2L),
                        1,
                        "dana",
                        "GDPR Art. 17",
                        "asked"));
        log.open().close();
        Path bundle = folder.resolve("bundle");
        var keys = List.of(log.signer().verifierKey());
        new BundleWriter(log.path(), keys).write(SESSION, bundle);
        String digits = String.format(Locale.ROOT, "%020d", 2);
        assertThat(bundle.resolve("payloads").resolve(digits)).exists();
        // The log has all of it. Whoever sends the bundle leaves out what speaks against them.
        Files.delete(bundle.resolve("payloads").resolve(digits));
        var tree = LogTree.newest(log.path());
        var proven = tree.prove(6);
        String order = String.format(Locale.ROOT, "%020d", 6);
        Files.createDirectories(bundle.resolve("erasures"));
        Files.write(bundle.resolve("erasures").resolve(order + ".json"), proven.leaf());
        Files.writeString(
                bundle.resolve("proofs").resolve(order + ".tlog-proof"),
                new TlogProof(6, proven.proof().path(), tree.checkpoint().note()).format());
        assertThat(BundleVerifier.verify(bundle, keys).verdict())
                .isNotInstanceOf(Verdict.Intact.class);
    }

    @Test
    void nobodyIsToldToCarryOutAnErasureThatNobodySigned() throws IOException {
        forge(
                new PayloadErased(
                        SampleLogs.START,
                        SESSION,
                        Optional.empty(),
                        2,
                        "dana at https://idp.example",
                        "GDPR Art. 17",
                        "asked"));
        log.open().close();
        assertThat(log.verify().checks().toString())
                .doesNotContain("run the same `affidavit erase`");
    }

    @Test
    void evidenceUnderAHoldIsNotSaidToBeIntactOnceItIsErased() throws IOException {
        String hold;
        try (var writer = log.open()) {
            hold = writer.placeHold(Optional.of(SESSION), "officer", "case 12").hold();
        }
        forge(new HoldReleased(SampleLogs.START, hold, "officer", "settled"));
        try (var writer = log.open()) {
            try {
                writer.erase(all());
            } catch (OrderRefused held) {
                return;
            }
        }
        var report = log.verify(log.path(), SampleReaders.keys());
        assertThat(List.of(report.verdict().getClass().getSimpleName()))
                .as("evidence under a hold is gone, and the log is said to be")
                .doesNotContain("Intact");
    }
}
