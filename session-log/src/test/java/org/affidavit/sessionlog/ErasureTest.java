package org.affidavit.sessionlog;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.affidavit.sessionlog.event.GatewayEvent.HoldPlaced;
import org.affidavit.sessionlog.event.GatewayEvent.PayloadErased;
import org.affidavit.sessionlog.event.Payload;
import org.affidavit.sessionlog.event.SessionEvent;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.event.WireFrame;
import org.affidavit.sessionlog.event.WireFrame.Direction;
import org.affidavit.sessionlog.samples.SampleEvents;
import org.affidavit.sessionlog.samples.SampleLogs;
import org.affidavit.sessionlog.samples.SampleReaders;
import org.affidavit.sessionlog.segment.FileKind;
import org.affidavit.sessionlog.segment.FrameType;
import org.affidavit.sessionlog.segment.LogLayout;
import org.affidavit.sessionlog.segment.SegmentFormat;
import org.affidavit.sessionlog.vault.PayloadReading;
import org.affidavit.sessionlog.verify.CheckResult;
import org.affidavit.sessionlog.verify.CheckResult.Check;
import org.affidavit.sessionlog.verify.CheckResult.Status;
import org.affidavit.sessionlog.verify.SessionLogVerifier;
import org.affidavit.sessionlog.verify.Verdict;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErasureTest {
    /// Records 1 to 4, with payloads in 1 to 3.
    private static final SessionId FIRST = new SessionId("01KA5B3V8G7Q9X2M4N6P8R0S1T");

    /// Records 6 to 8, with payloads in 6 and 7.
    private static final SessionId SECOND = new SessionId("01KA5B9ZZ3E5F7G9H1J3K5M7N9");

    @TempDir Path folder;
    private TestLog log;
    private LogLayout layout;

    @BeforeEach
    void writeTwoSessions() throws LogFailure {
        log = new TestLog(folder);
        layout = new LogLayout(log.path());
        try (var writer = log.open()) {
            log.writeSession(writer);
            writer.append(SampleEvents.opened(SECOND), Payload.NONE).join();
            writer.append(
                            new SessionEvent.ResponseDelivered(SECOND, SampleLogs.START, 1, 1),
                            SampleEvents.payload())
                    .join();
            writer.append(SampleEvents.closed(SECOND), Payload.NONE).join();
        }
    }

    private static Erasure all(SessionId session) {
        return erasure(session, Optional.empty());
    }

    private static Erasure one(SessionId session, long record) {
        return erasure(session, Optional.of(record));
    }

    private static Erasure erasure(SessionId session, Optional<Long> record) {
        return new Erasure(session, record, "dana", "GDPR Art. 17", "the customer asked");
    }

    private Erasure.Done erase(Erasure wanted) throws LogFailure {
        try (var writer = log.open()) {
            return writer.erase(wanted);
        }
    }

    private List<LogRecord> records() throws LogFailure {
        var records = new ArrayList<LogRecord>();
        try (var reader = log.reader()) {
            reader.forEach(0, records::add);
        }
        return records;
    }

    private PayloadReading payload(long record) throws LogFailure {
        try (var reader = log.reader()) {
            return reader.payload(reader.record(record));
        }
    }

    /// The stored bytes of a payload, and of the key if the record has one.
    private List<byte[]> stored(long record) throws IOException {
        LogRecord found = records().get((int) record);
        var stored = new ArrayList<byte[]>();
        byte[] vault = Files.readAllBytes(vault());
        found.key().ifPresent(key -> stored.add(body(vault, key.offset(), key.length())));
        found.payload().ifPresent(pay -> stored.add(body(vault, pay.offset(), pay.length())));
        return stored;
    }

    private static byte[] body(byte[] vault, long offset, long length) {
        byte[] body = new byte[(int) length];
        ByteBuffer.wrap(vault).get((int) offset + 16, body);
        return body;
    }

    private Path vault() {
        return layout.file(FileKind.VAULT, 0);
    }

    /// Whether the end of these bytes, which is random in payloads and keys, lies in any file of
    /// the log.
    private boolean lies(byte[] bytes) throws IOException {
        String end = new String(bytes, bytes.length - 16, 16, ISO_8859_1);
        try (var files = Files.walk(log.path())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.readString(file, ISO_8859_1).contains(end)) {
                    return true;
                }
            }
        }
        return false;
    }

    private CheckResult payloads() throws IOException {
        return log.verify(log.path(), SampleReaders.keys()).checks().stream()
                .filter(check -> check.check() == Check.PAYLOADS)
                .findFirst()
                .orElseThrow();
    }

    private void assertIntact(String words) throws IOException {
        assertThat(log.verify().verdict()).isEqualTo(new Verdict.Intact());
        assertThat(payloads().status()).isEqualTo(Status.HOLDS);
        assertThat(payloads().detail()).contains(words);
    }

    private void assertUnfinished(long order) throws IOException {
        assertThat(log.verify().verdict()).isEqualTo(new Verdict.Intact());
        assertThat(payloads().status()).isEqualTo(Status.UNKNOWN);
        assertThat(payloads().detail())
                .contains("Record " + order + " orders the erasure of", "which is not finished");
    }

    private void assertAltered(long record, String what) throws IOException {
        assertThat(log.verify().verdict())
                .isInstanceOfSatisfying(
                        Verdict.Altered.class,
                        altered -> {
                            assertThat(altered.record()).isEqualTo(record);
                            assertThat(altered.what()).contains(what);
                        });
    }

    @Test
    void leavesNoStoredByteOfASessionInTheFolder() throws IOException {
        var gone = new ArrayList<>(stored(1));
        gone.addAll(stored(2));
        gone.addAll(stored(3));
        assertThat(gone).hasSize(4);
        for (byte[] bytes : gone) {
            assertThat(lies(bytes)).isTrue();
        }
        long length = Files.size(vault());
        Erasure.Done done = erase(all(FIRST));
        assertThat(done.payloads()).isEqualTo(3);
        assertThat(done.keyGone()).isTrue();
        assertThat(done.resumed()).isFalse();
        for (byte[] bytes : gone) {
            assertThat(lies(bytes)).isFalse();
        }
        for (int record : new int[] {1, 2, 3}) {
            assertThat(stored(record)).allSatisfy(left -> assertThat(left).containsOnly(0));
        }
        assertThat(vault()).hasSize(length);
    }

    @Test
    void saysOnRecordWhoWhyAndUnderWhichBasis() throws IOException {
        long order = erase(all(FIRST)).order();
        assertThat(records().get((int) order).event())
                .isEqualTo(
                        new PayloadErased(
                                SampleLogs.START,
                                FIRST,
                                Optional.empty(),
                                3,
                                "dana",
                                "GDPR Art. 17",
                                "the customer asked"));
        assertThat(payload(2)).isEqualTo(new PayloadReading.Erased(order, "dana", "GDPR Art. 17"));
        assertThat(payload(3).obstacle())
                .isEqualTo("erased under record " + order + " by dana: GDPR Art. 17");
    }

    @Test
    void leavesEverythingElseReadableAndProven() throws IOException {
        erase(all(FIRST));
        assertThat(payload(7).payload()).contains(SampleEvents.payload());
        assertIntact("3 payloads of 1 session erased, as ordered by record 9");
        assertThat(payloads().detail()).contains("2 opened and found to be what was recorded");
    }

    @Test
    void erasesOneRecordAndLeavesTheOthersOfItsSession() throws IOException {
        byte[] gone = stored(3).getFirst();
        Erasure.Done done = erase(one(FIRST, 3));
        assertThat(done.payloads()).isEqualTo(1);
        assertThat(done.keyGone()).isFalse();
        assertThat(lies(gone)).isFalse();
        assertThat(payload(2).payload()).contains(SampleEvents.payload());
        assertThat(payload(3)).isInstanceOf(PayloadReading.Erased.class);
        assertIntact("1 payload of 1 session erased, as ordered by record 9");
    }

    @Test
    void erasesTheRestOfASessionAfterOneRecordOfIt() throws IOException {
        erase(one(FIRST, 3));
        erase(all(FIRST));
        erase(all(SECOND));
        assertIntact("5 payloads of 2 sessions erased, as ordered by records 9, 10, 11");
    }

    @Test
    void goesOnRecordingBehindAnErasure() throws IOException {
        try (var writer = log.open()) {
            writer.erase(all(FIRST));
            writer.append(TestLog.heartbeat(2), Payload.NONE).join();
            writer.append(
                            SampleEvents.opened(new SessionId("01KA5BZZZ3E5F7G9H1J3K5M7N9")),
                            Payload.NONE)
                    .join();
        }
        log.open().close();
        assertIntact("3 payloads of 1 session erased");
    }

    @Test
    void erasesAcrossSegments() throws Exception {
        var small = new TestLog(Files.createDirectory(folder.resolve("small")));
        try (var writer = small.openInSmallSegments()) {
            small.writeSession(writer);
        }
        try (var writer = small.openInSmallSegments()) {
            assertThat(writer.erase(all(FIRST)).payloads()).isEqualTo(3);
        }
        assertThat(small.verify().verdict()).isEqualTo(new Verdict.Intact());
        small.openInSmallSegments().close();
        try (var reader = small.reader()) {
            assertThat(reader.payload(reader.record(3))).isInstanceOf(PayloadReading.Erased.class);
        }
    }

    @Test
    void refusesWhatIsNotThereNotEndedOrGoneAlready() throws Exception {
        var other = new SessionId("01KA5BZZZ3E5F7G9H1J3K5M7N9");
        try (var writer = log.open()) {
            assertThatThrownBy(() -> writer.erase(all(other))).hasMessageContaining("no session");
            writer.append(SampleEvents.opened(other), Payload.NONE).join();
            assertThatThrownBy(() -> writer.erase(all(other)))
                    .hasMessageContaining("has not ended");
            assertThatThrownBy(() -> writer.erase(one(FIRST, 4)))
                    .hasMessageContaining("none of session " + FIRST + " with a payload");
            assertThatThrownBy(() -> writer.erase(one(FIRST, 7)))
                    .hasMessageContaining("none of session " + FIRST + " with a payload");
            writer.erase(all(FIRST));
            assertThatThrownBy(() -> writer.erase(one(FIRST, 3)))
                    .hasMessageContaining("erased before, under record 10 by dana");
            assertThatThrownBy(() -> writer.erase(all(FIRST)))
                    .hasMessageContaining("erased before, under record 10 by dana");
        }
        assertThat(records())
                .filteredOn(record -> record.event() instanceof PayloadErased)
                .hasSize(1);
    }

    @Test
    void refusesWordsThatSayNothingOrTooMuch() throws Exception {
        try (var writer = log.open()) {
            for (String wrong : List.of("", " ", "two\nlines", "x".repeat(2_001))) {
                assertThatThrownBy(() ->
                                writer.erase(
                                        new Erasure(FIRST, Optional.empty(), "dana", "law", wrong)))
                        .hasMessageContaining("The reason goes on record for ever");
            }
        }
    }

    @Test
    void nobodyElseWritesSuchRecords() throws Exception {
        var forged =
                new PayloadErased(
                        SampleLogs.START, FIRST, Optional.empty(), 2, "dana", "law", "because");
        try (var writer = log.open()) {
            assertThatThrownBy(() -> writer.append(forged, Payload.NONE).join())
                    .hasMessageContaining("have calls of their own");
        }
    }

    @Test
    void aHoldBlocksErasureUntilItIsReleased() throws Exception {
        try (var writer = log.open()) {
            HoldPlaced held = writer.placeHold(Optional.of(FIRST), "legal", "case 12");
            HoldPlaced all = writer.placeHold(Optional.empty(), "audit", "year end");
            try (var reader = log.reader()) {
                assertThat(reader.holds()).containsExactly(held, all);
            }
            assertThatThrownBy(() -> writer.erase(all(SECOND)))
                    .hasMessageContaining("placed by audit");
            writer.releaseHold(all.hold(), "audit", "closed");
            assertThat(writer.erase(all(SECOND)).payloads()).isEqualTo(2);
            assertThatThrownBy(() -> writer.erase(one(FIRST, 2)))
                    .hasMessageContaining("placed by legal (case 12)");
            writer.releaseHold(held.hold(), "legal", "settled");
            assertThatThrownBy(() -> writer.releaseHold(held.hold(), "legal", "again"))
                    .hasMessageContaining("in force");
            assertThat(writer.erase(all(FIRST)).payloads()).isEqualTo(3);
        }
        assertIntact("5 payloads of 2 sessions erased");
    }

    @Test
    void placesNoHoldOnASessionThatIsNotThere() throws Exception {
        var other = Optional.of(new SessionId("01KA5BZZZ3E5F7G9H1J3K5M7N9"));
        try (var writer = log.open()) {
            assertThatThrownBy(() -> writer.placeHold(other, "legal", "case 12"))
                    .hasMessageContaining("no session");
        }
    }

    @Test
    void findsAnOrderThatAHoldForbade() throws Exception {
        try (var writer = log.open()) {
            writer.placeHold(Optional.empty(), "legal", "case 12");
        }
        forge(
                new PayloadErased(
                        SampleLogs.START, FIRST, Optional.empty(), 2, "dana", "law", "because"));
        assertAltered(10, "what the hold of record 9 by legal forbids");
    }

    /// What another writer with the key could do.
    private void forge(PayloadErased order) throws Exception {
        try (var writer = log.open()) {
            writer.append(TestLog.heartbeat(2), Payload.NONE).join();
        }
        var forge = new LogForge(log.path());
        forge.rewrite(leaves -> {
            var forged = new ArrayList<>(leaves);
            forged.set(forged.size() - 1, LogForge.withEvent(forged.getLast(), order));
            return forged;
        });
        forge.signAgain(log.signer());
    }

    @Test
    void anErasureWithoutARecordIsAnAlteration() throws IOException {
        overwrite(3, FrameType.ERASED_PAYLOAD, 0);
        assertAltered(3, "was erased, and no record signed before that orders it");
        assertThatThrownBy(() -> payload(3)).hasMessageContaining("cannot be trusted");
        assertThatThrownBy(() -> erase(all(FIRST))).hasMessageContaining("nothing was erased");
    }

    @Test
    void anErasureOfMoreThanWasOrderedIsAnAlteration() throws IOException {
        erase(one(FIRST, 2));
        overwrite(3, FrameType.ERASED_PAYLOAD, 0);
        assertAltered(3, "was erased, and no record signed before that orders it");
    }

    @Test
    void anErasedFrameThatHoldsBytesIsAnAlteration() throws IOException {
        erase(all(FIRST));
        overwrite(3, FrameType.ERASED_PAYLOAD, 1);
        assertAltered(3, "not zeros of its length");
    }

    @Test
    void damageThatNothingOrdersIsStillAnAlteration() throws IOException {
        erase(all(SECOND));
        spoil(3);
        assertAltered(3, "payload of record 3 is missing or damaged");
    }

    @Test
    void anOrderThatNobodySignedExplainsNothing() throws Exception {
        Path before = LogForge.copy(log.path(), folder.resolve("before"));
        erase(all(FIRST));
        // The record and the zeros stay, the checkpoints that cover them go.
        for (String name : List.of("checkpoint", "checkpoints", "tile", "bookmark")) {
            replace(log.path().resolve(name), before.resolve(name));
        }
        assertAltered(1, "was erased, and no record signed before that orders it");
        // Neither does it if the next writer takes it over.
        log.open().close();
        assertAltered(1, "was erased, and no record signed before that orders it");
    }

    private static void replace(Path there, Path with) throws IOException {
        try (var files = Files.walk(there)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        LogForge.copy(with, there);
    }

    @Test
    void finishesWhatACrashLeftBetweenTheRecordAndTheOverwriting() throws Exception {
        Path vault = Files.copy(vault(), folder.resolve("vault"));
        erase(all(FIRST));
        Files.copy(vault, vault(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertUnfinished(9);
        byte[] left = stored(2).getFirst();
        Erasure.Done done = erase(all(FIRST));
        assertThat(done.resumed()).isTrue();
        assertThat(done.order()).isEqualTo(9);
        assertThat(lies(left)).isFalse();
        assertThat(records())
                .filteredOn(record -> record.event() instanceof PayloadErased)
                .hasSize(1);
        assertIntact("3 payloads of 1 session erased, as ordered by record 9");
    }

    @Test
    void finishesAFrameThatWasHalfOverwritten() throws Exception {
        erase(all(FIRST));
        spoil(3);
        assertUnfinished(9);
        assertThat(payload(3)).isInstanceOf(PayloadReading.Erased.class);
        assertThat(payload(7).payload()).contains(SampleEvents.payload());
        assertThat(erase(all(FIRST)).resumed()).isTrue();
        assertIntact("3 payloads of 1 session erased, as ordered by record 9");
    }

    @Test
    void isNeverAlteredWhereverTheDiskDies() throws Exception {
        Path source = LogForge.copy(log.path(), folder.resolve("source"));
        boolean died = true;
        int steps = 0;
        for (; died; steps++) {
            Path home = Files.createDirectory(folder.resolve("at-" + steps));
            Files.copy(folder.resolve("log.key"), home.resolve("log.key"));
            LogForge.copy(source, home.resolve("log"));
            log = new TestLog(home);
            layout = new LogLayout(log.path());
            died = eraseOnDyingDisk(steps);
            assertThat(log.verify().verdict())
                    .as("dead after %d steps", steps)
                    .isInstanceOfAny(
                            Verdict.Intact.class, Verdict.Unsigned.class, Verdict.Torn.class);
            if (died) {
                finish();
            }
            assertThat(log.verify().verdict()).isEqualTo(new Verdict.Intact());
            assertThat(payload(3)).isInstanceOf(PayloadReading.Erased.class);
            assertThat(payloads().detail()).contains("3 payloads of 1 session erased");
        }
        assertThat(steps).isGreaterThan(12);
    }

    private void finish() throws LogFailure {
        try {
            assertThat(erase(all(FIRST)).payloads()).isEqualTo(3);
        } catch (LogFailure e) {
            // The disk died when all was done.
            assertThat(e).hasMessageContaining("erased before");
        }
    }

    private boolean eraseOnDyingDisk(int steps) {
        try (var writer = log.open(new DyingDisk(steps, true))) {
            writer.erase(all(FIRST));
            return false;
        } catch (IOException | RuntimeException e) {
            return true;
        }
    }

    /// The segment is read up to where it ended when reading began, and the vault as it is.
    @Test
    void isNoAlterationToWhoReadsTheLogMeanwhile() throws Exception {
        var live = new TestLog(Files.createDirectory(folder.resolve("live")));
        byte[] noise = new byte[300_000];
        new java.util.Random(7).nextBytes(noise);
        var large = new Payload(List.of(new WireFrame(Direction.TO_AGENT, 0, noise)));
        try (var writer = live.open(Disk.REAL, 64L << 20)) {
            for (int i = 1; i < 1_100; i++) {
                var _ = writer.append(TestLog.heartbeat(i), Payload.NONE);
            }
            writer.append(SampleEvents.opened(SECOND), Payload.NONE).join();
            for (int part = 1; part <= 3; part++) {
                var event = new SessionEvent.ResponseDelivered(SECOND, SampleLogs.START, 1, part);
                writer.append(event, large).join();
            }
            writer.append(SampleEvents.closed(SECOND), Payload.NONE).join();
            writer.checkpoint().join();
            var passes = new ArrayList<Long>();
            var verifier =
                    new SessionLogVerifier(List.of(live.signer().verifierKey()), Duration.ZERO);
            var report =
                    verifier.verify(
                            live.path(),
                            (records, _, _) -> {
                                if (passes.isEmpty()) {
                                    assertThat(eraseNow(writer)).isEqualTo(4);
                                }
                                passes.add(records);
                                return true;
                            });
            assertThat(report.verdict()).isEqualTo(new Verdict.Intact());
            assertThat(passes).hasSizeGreaterThan(2);
        }
    }

    private static int eraseNow(SessionLog writer) {
        try {
            return writer.erase(all(SECOND)).payloads();
        } catch (LogFailure e) {
            throw new AssertionError(e);
        }
    }

    /// Overwrites the payload of a record as an erasure does, and nobody ordered it.
    private void overwrite(long record, FrameType type, int fill) throws IOException {
        LogRecord.PayloadRef pay = records().get((int) record).payload().orElseThrow();
        byte[] body = new byte[(int) pay.length()];
        body[body.length - 1] = (byte) fill;
        var frame = ByteBuffer.allocate(body.length + SegmentFormat.FRAME_EXTRA_BYTES);
        SegmentFormat.putFrame(frame, type, record, body);
        write(pay.offset(), frame.flip());
    }

    /// Overwrites half of the frame of a payload.
    private void spoil(long record) throws IOException {
        LogRecord.PayloadRef pay = records().get((int) record).payload().orElseThrow();
        write(pay.offset(), ByteBuffer.wrap("half a frame, no more".getBytes(UTF_8)));
    }

    private void write(long offset, ByteBuffer bytes) throws IOException {
        try (var channel = FileChannel.open(vault(), StandardOpenOption.WRITE)) {
            channel.write(bytes, offset);
        }
    }
}
