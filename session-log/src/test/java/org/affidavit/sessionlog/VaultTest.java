package org.affidavit.sessionlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.affidavit.sessionlog.encode.Leaf;
import org.affidavit.sessionlog.event.Payload;
import org.affidavit.sessionlog.event.SessionEvent;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.event.WireFrame;
import org.affidavit.sessionlog.event.WireFrame.Direction;
import org.affidavit.sessionlog.samples.SampleEvents;
import org.affidavit.sessionlog.samples.SampleLogs;
import org.affidavit.sessionlog.samples.SampleReaders;
import org.affidavit.sessionlog.segment.FileKind;
import org.affidavit.sessionlog.segment.FrameScanner;
import org.affidavit.sessionlog.segment.FrameScanner.Next;
import org.affidavit.sessionlog.segment.LogLayout;
import org.affidavit.sessionlog.segment.SegmentFormat;
import org.affidavit.sessionlog.transcript.Frame;
import org.affidavit.sessionlog.transcript.Transcripts;
import org.affidavit.sessionlog.vault.PayloadReading;
import org.affidavit.sessionlog.vault.ReadingKeys;
import org.affidavit.sessionlog.verify.CheckResult;
import org.affidavit.sessionlog.verify.CheckResult.Check;
import org.affidavit.sessionlog.verify.Verdict;
import org.affidavit.sessionlog.verify.VerificationReport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A log with one session, opened by record 1, with payloads of records 1 to 3, seen by people with
/// the key, with another and with none.
class VaultTest {
    private static final SessionId SESSION = new SessionId("01KA5B3V8G7Q9X2M4N6P8R0S1T");

    @TempDir Path folder;
    private TestLog log;
    private LogForge forge;
    private Path vault;

    @BeforeEach
    void writeLog() throws IOException {
        log = new TestLog(folder);
        try (var writer = log.open()) {
            log.writeSession(writer);
        }
        forge = new LogForge(log.path());
        vault = new LogLayout(log.path()).file(FileKind.VAULT, 0);
    }

    @Test
    void showsRecordsAndNoPayloadToWhoeverHasNoKey() throws IOException {
        for (ReadingKeys keys :
                List.of(ReadingKeys.NONE, SampleReaders.keys(SampleReaders.STRANGER))) {
            try (var reader = SessionLogReader.open(log.path(), keys)) {
                LogRecord record = reader.record(2);
                assertThat(record.event()).isInstanceOf(SessionEvent.CommandIntended.class);
                PayloadReading reading = reader.payload(record);
                assertThat(reading).isInstanceOf(PayloadReading.Sealed.class);
                assertThat(reading.payload()).isEmpty();
                assertThat(reading.obstacle())
                        .contains("no key for it was given")
                        .contains("sample-auditor");
            }
        }
    }

    @Test
    void saysInReplayWhatIsSealed() throws IOException {
        try (var reader = SessionLogReader.open(log.path())) {
            var transcript = new Transcripts(reader).transcript(SESSION).orElseThrow();
            assertThat(transcript.steps().get(1).frames())
                    .filteredOn(Frame.Sealed.class::isInstance)
                    .hasSize(2)
                    .allSatisfy(frame ->
                            assertThat(((Frame.Sealed) frame).why()).startsWith("sealed, no key"));
        }
    }

    @Test
    void holdsNothingThatCanBeReadOnDisk() throws IOException {
        var secret = "4111 1111 1111 1111";
        var log = new TestLog(Files.createDirectory(folder.resolve("other")));
        try (var writer = log.open()) {
            writer.append(SampleEvents.opened(SESSION), Payload.NONE).join();
            var frame =
                    new org.affidavit.sessionlog.event.WireFrame(
                            org.affidavit.sessionlog.event.WireFrame.Direction.TO_AGENT,
                            0,
                            secret.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            var event = new SessionEvent.ResponseDelivered(SESSION, SampleLogs.START, 1, 1);
            writer.append(event, new Payload(List.of(frame))).join();
            writer.append(SampleEvents.closed(SESSION), Payload.NONE).join();
        }
        try (var files = Files.walk(log.path())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(
                                new String(
                                        Files.readAllBytes(file),
                                        java.nio.charset.StandardCharsets.ISO_8859_1))
                        .doesNotContain("4111");
            }
        }
    }

    @Test
    void isIntactWhoeverVerifies() throws IOException {
        assertThat(payloads(verify(ReadingKeys.NONE)))
                .endsWith("none was opened, as no reader's key was given.");
        assertThat(payloads(verify(SampleReaders.keys())))
                .endsWith("3 opened and found to be what was recorded, 0 sealed for others.");
        assertThat(payloads(verify(SampleReaders.keys(SampleReaders.STRANGER))))
                .endsWith("0 opened and found to be what was recorded, 3 sealed for others.");
        String impostor = SampleReaders.STRANGER.replace("other-auditor", "sample-auditor");
        assertThat(payloads(verify(SampleReaders.keys(impostor))))
                .endsWith(
                        "3 sealed for others (a session's key was not wrapped for the key named"
                                + " sample-auditor).");
    }

    private VerificationReport verify(ReadingKeys keys) throws IOException {
        var report = log.verify(log.path(), keys);
        assertThat(report.verdict()).isEqualTo(new Verdict.Intact());
        return report;
    }

    private static String payloads(VerificationReport report) {
        return report.checks().stream()
                .filter(check -> check.check() == Check.PAYLOADS)
                .map(CheckResult::detail)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void namesTheRecordOfEveryByteThatWasFlipped() throws IOException {
        byte[] whole = Files.readAllBytes(vault);
        List<Next.Frame> frames = frames();
        for (int at = 0; at < whole.length; at++) {
            byte[] changed = whole.clone();
            changed[at] ^= 1;
            Files.write(vault, changed);
            long owner = owner(frames, at);
            Verdict verdict = log.verify().verdict();
            assertThat(verdict)
                    .as("byte %d", at)
                    .isInstanceOfSatisfying(
                            Verdict.Altered.class, it -> assertThat(it.record()).isEqualTo(owner));
        }
    }

    /// Whose key or payload a byte belongs to; the file's header belongs to its first record.
    private static long owner(List<Next.Frame> frames, int at) {
        long owner = 0;
        for (Next.Frame frame : frames) {
            owner = at >= frame.offset() ? frame.index() : owner;
        }
        return owner;
    }

    @Test
    void namesTheFirstOfTwoPayloadsThatWereSwapped() throws IOException {
        byte[] bytes = Files.readAllBytes(vault);
        List<Next.Frame> frames = frames();
        Next.Frame one = frames.get(2);
        Next.Frame other = frames.get(3);
        assertThat(one.body()).hasSameSizeAs(other.body());
        put(bytes, one, other.body());
        put(bytes, other, one.body());
        Files.write(vault, bytes);
        assertAltered(ReadingKeys.NONE, 2, "he payload of record 2 is not the one");
    }

    /// Even the holder of the signing key cannot pass one record's payload off as another's.
    @Test
    void namesARecordWhosePayloadDoesNotOpenToItsUnits() throws IOException {
        forgeSigned(
                2,
                pay ->
                        new Leaf.Commitment(
                                pay.keyRecord(),
                                pay.offset(),
                                pay.length(),
                                pay.sha256(),
                                pay.units(),
                                "00".repeat(32)));
        assertThat(log.verify().verdict()).isEqualTo(new Verdict.Intact());
        assertAltered(
                SampleReaders.keys(),
                2,
                "he payload of record 2 does not open to the units that were recorded");
        try (var reader = log.reader()) {
            assertThatThrownBy(() -> reader.payload(reader.record(2)))
                    .isInstanceOf(LogFailure.class)
                    .hasMessageContaining("does not open to what it commits to");
        }
    }

    @Test
    void namesARecordThatNamesAKeyOfNobodys() throws IOException {
        forgeSigned(
                2,
                pay ->
                        new Leaf.Commitment(
                                0,
                                pay.offset(),
                                pay.length(),
                                pay.sha256(),
                                pay.units(),
                                pay.root()));
        assertAltered(ReadingKeys.NONE, 2, "names a key that is not its session's");
        assertThatThrownBy(log::open).hasMessageContaining("has no key of its session");
        try (var reader = log.reader()) {
            assertThatThrownBy(() -> reader.payload(reader.record(2)))
                    .hasMessageContaining("record 0 has no key of its session");
        }
    }

    @Test
    void refusesAPayloadOutsideASession() throws IOException {
        try (var writer = log.open()) {
            var refused = writer.append(TestLog.heartbeat(1), SampleEvents.payload());
            assertThatThrownBy(refused::join)
                    .hasCauseInstanceOf(LogFailure.class)
                    .hasMessageContaining("A payload belongs to an open session");
        }
    }

    @Test
    void sealsNothingMoreOnceASessionEnded() throws IOException {
        try (var writer = log.open()) {
            var id = new SessionId("01KA5B9ZZ3E5F7G9H1J3K5M7N9");
            writer.append(SampleEvents.opened(id), Payload.NONE).join();
            writer.append(SampleEvents.closed(id), SampleEvents.payload()).join();
            var late = new SessionEvent.ResponseDelivered(id, SampleLogs.START, 1, 1);
            assertThatThrownBy(() -> writer.append(late, SampleEvents.payload()).join())
                    .hasCauseInstanceOf(LogFailure.class);
            var again = writer.append(SampleEvents.opened(id), Payload.NONE);
            assertThatThrownBy(again::join).hasMessageContaining("was opened before");
        }
        assertThat(payloads(verify(SampleReaders.keys()))).contains("5 opened");
    }

    private void forgeSigned(int record, UnaryOperator<Leaf.Commitment> change) throws IOException {
        forge.rewrite(leaves -> {
            leaves.set(record, LogForge.withPayload(leaves.get(record), change));
            LogForge.relink(leaves, 1, 4);
            return leaves;
        });
        forge.signAgain(log.signer());
    }

    private void assertAltered(ReadingKeys keys, long record, String what) throws IOException {
        assertThat(log.verify(log.path(), keys).verdict())
                .isInstanceOfSatisfying(
                        Verdict.Altered.class,
                        altered -> {
                            assertThat(altered.record()).isEqualTo(record);
                            assertThat(altered.what()).contains(what);
                        });
    }

    private List<Next.Frame> frames() throws IOException {
        var frames = new java.util.ArrayList<Next.Frame>();
        try (var scanner = FrameScanner.openAt(FileKind.VAULT, vault, SegmentFormat.HEADER_BYTES)) {
            while (scanner.next() instanceof Next.Frame frame) {
                frames.add(frame);
            }
        }
        return frames;
    }

    private static void put(byte[] bytes, Next.Frame at, byte[] body) {
        var out = java.nio.ByteBuffer.wrap(bytes).position((int) at.offset());
        SegmentFormat.putFrame(out, at.type(), at.index(), body);
    }

    @Test
    void payloadsOfEveryLengthAreSealedInTheirOrder() throws IOException {
        var random = new SplittableRandom(7);
        var told = new ArrayList<Payload>();
        var id = new SessionId("01KA5B3V8G7Q9X2M4N6P8R0S1V");
        try (var writer = log.open()) {
            writer.append(SampleEvents.opened(id), Payload.NONE).join();
            for (int part = 1; part <= 60; part++) {
                byte[] bytes = new byte[random.nextInt(3) == 0 ? 200_000 : 200];
                random.nextBytes(bytes);
                told.add(new Payload(List.of(new WireFrame(Direction.TO_AGENT, 0, bytes))));
                var _ =
                        writer.append(
                                new SessionEvent.ResponseDelivered(id, SampleLogs.START, 1, part),
                                told.getLast());
            }
            writer.append(SampleEvents.closed(id), Payload.NONE).join();
        }
        assertThat(log.verify(log.path(), SampleReaders.keys()).verdict())
                .isEqualTo(new Verdict.Intact());
        try (var reader = log.reader()) {
            var all = new ArrayList<LogRecord>();
            reader.forEach(0, all::add);
            var parts =
                    all.stream()
                            .filter(record ->
                                    record.event() instanceof SessionEvent.ResponseDelivered part
                                            && part.session().equals(id))
                            .toList();
            var read = new ArrayList<Payload>();
            for (LogRecord part : parts) {
                read.add(reader.payload(part).payload().orElseThrow());
            }
            assertThat(read).isEqualTo(told);
        }
    }

    @Test
    void aPayloadThatIsTooLongIsRefusedAndTheNextIsNot() throws IOException {
        var id = new SessionId("01KA5B3V8G7Q9X2M4N6P8R0S1V");
        byte[] huge = new byte[33 << 20];
        try (var writer = log.open()) {
            writer.append(SampleEvents.opened(id), Payload.NONE).join();
            var refused =
                    writer.append(
                            new SessionEvent.ResponseDelivered(id, SampleLogs.START, 1, 1),
                            new Payload(List.of(new WireFrame(Direction.TO_AGENT, 0, huge))));
            assertThatThrownBy(refused::join)
                    .hasCauseInstanceOf(LogFailure.class)
                    .hasMessageContaining("Split it");
            writer.append(
                            new SessionEvent.ResponseDelivered(id, SampleLogs.START, 1, 2),
                            SampleEvents.payload())
                    .join();
        }
    }
}
