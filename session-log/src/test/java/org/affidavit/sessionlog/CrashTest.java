package org.affidavit.sessionlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.affidavit.sessionlog.event.GatewayEvent;
import org.affidavit.sessionlog.event.Payload;
import org.affidavit.sessionlog.event.SessionEvent;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.samples.SampleEvents;
import org.affidavit.sessionlog.samples.SampleLogs;
import org.affidavit.sessionlog.segment.FileKind;
import org.affidavit.sessionlog.segment.LogLayout;
import org.affidavit.sessionlog.tree.TreeHash;
import org.affidavit.sessionlog.verify.Verdict;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A log as a crash leaves it: a copy taken while the writer was at work, with a session open, a
/// signed checkpoint over records 0 to 6 and unsigned records 7 to 9.
class CrashTest {
    @TempDir Path folder;
    private TestLog log;
    private LogLayout layout;
    private Path segment;
    private Path vault;

    @BeforeEach
    void writeAndCrash() throws IOException {
        var alive = new TestLog(Files.createDirectory(folder.resolve("alive")));
        try (var writer = alive.open()) {
            alive.writeSession(writer);
            var id = SessionId.at(SampleLogs.START, ThreadLocalRandom.current());
            writer.append(SampleEvents.opened(id), Payload.NONE).join();
            writer.checkpoint().join();
            for (int part = 1; part <= 3; part++) {
                var event = new SessionEvent.ResponseDelivered(id, SampleLogs.START, 1, part);
                writer.append(event, SampleEvents.payload()).join();
            }
            alive.copyUnsigned(folder.resolve("log"));
        }
        Files.copy(folder.resolve("alive/log.key"), folder.resolve("log.key"));
        log = new TestLog(folder);
        layout = new LogLayout(log.path());
        segment = layout.file(FileKind.SEGMENT, 0);
        vault = layout.file(FileKind.VAULT, 0);
    }

    @Test
    void hasAnUnsignedEndWhenEveryWriteWasComplete() throws IOException {
        var report = log.verify();
        assertThat(report.verdict()).isEqualTo(new Verdict.Unsigned(7, 10));
        assertThat(report.records()).isEqualTo(10);
        assertThat(report.checkpointSize()).isEqualTo(7);
        assertThat(report.openSessions()).isEqualTo(1);
        assertThat(report.checks().get(2).detail()).contains("3 newer ones are not signed");
    }

    @Test
    void isTornWhereARecordAfterTheLastCheckpointIsCutShort() throws IOException {
        long length = Files.size(segment);
        cut(segment, length - 5);
        assertThat(log.verify().verdict()).isInstanceOf(Verdict.Torn.class);
        assertThat(((Verdict.Torn) log.verify().verdict()).records()).isEqualTo(9);
    }

    @Test
    void recoversFromEveryLengthThatACrashCanLeave() throws IOException {
        byte[] whole = Files.readAllBytes(segment);
        Path copies = folder.resolve("copies");
        long unsigned = lengthOfSigned();
        for (long length = unsigned; length <= whole.length; length += 37) {
            var copy = new TestLog(Files.createDirectories(copies.resolve(Long.toString(length))));
            LogForge.copy(log.path(), copy.path());
            Files.copy(folder.resolve("log.key"), copy.path().resolveSibling("log.key"));
            cut(new LogLayout(copy.path()).file(FileKind.SEGMENT, 0), length);
            assertThat(copy.verify().verdict())
                    .isInstanceOfAny(
                            Verdict.Torn.class, Verdict.Unsigned.class, Verdict.Intact.class);
            copy.open().close();
            var report = copy.verify();
            assertThat(report.verdict()).as("cut at %d", length).isEqualTo(new Verdict.Intact());
            assertThat(report.openSessions()).isZero();
            assertThat(report.checkpointSize()).isEqualTo(report.records());
        }
    }

    @Test
    void setsTornBytesAsideAndSaysSo() throws IOException {
        Files.write(segment, new byte[] {1, 2, 3}, StandardOpenOption.APPEND);
        Files.write(vault, new byte[] {9}, StandardOpenOption.APPEND);
        log.open().close();
        try (var reader = SessionLogReader.open(log.path())) {
            var recovered = (GatewayEvent.LogRecovered) reader.record(10).event();
            assertThat(recovered.tornBytes()).isEqualTo(4);
            assertThat(recovered.lastIndex()).isEqualTo(9);
            assertThat(layout.torn(10)).hasBinaryContent(new byte[] {1, 2, 3, 9});
            assertThat(reader.record(11).event()).isInstanceOf(SessionEvent.SessionAborted.class);
            assertThat(reader.record(11).total().orElseThrow().records()).isEqualTo(5);
        }
    }

    @Test
    void recordsHowManyRecordsNobodyHadSignedAndWhichTheyWere() throws IOException {
        var digest = TreeHash.sha256();
        try (var reader = SessionLogReader.open(log.path())) {
            for (long index = 7; index < 10; index++) {
                digest.update(TreeHash.leaf(reader.record(index).leaf()));
            }
        }
        try (var writer = log.open()) {
            var recovered = writer.recovered().orElseThrow();
            assertThat(recovered.adopted()).isEqualTo(3);
            assertThat(recovered.adoptedSha256())
                    .isEqualTo(HexFormat.of().formatHex(digest.digest()));
        }
        try (var reader = SessionLogReader.open(log.path());
                var again = log.open()) {
            assertThat(((GatewayEvent.LogRecovered) reader.record(10).event()).adopted())
                    .isEqualTo(3);
            assertThat(again.recovered()).isEmpty();
        }
    }

    @Test
    void findsThatARecoveryTookOverOtherRecordsThanItSays() throws IOException {
        log.open().close();
        var forge = new LogForge(log.path());
        forge.rewrite(leaves -> {
            leaves.set(10, LogForge.withEvent(leaves.get(10), adopting("00".repeat(32))));
            return leaves;
        });
        forge.signAgain(log.signer());
        assertThat(log.verify().verdict())
                .isInstanceOfSatisfying(
                        Verdict.Altered.class,
                        altered -> assertThat(altered.record()).isEqualTo(10));
    }

    @Test
    void readsARecoveryThatDoesNotSayWhichRecordsItTookOver() throws IOException {
        log.open().close();
        var forge = new LogForge(log.path());
        forge.rewrite(leaves -> {
            leaves.set(10, LogForge.withEvent(leaves.get(10), adopting("")));
            return leaves;
        });
        forge.signAgain(log.signer());
        assertThat(log.verify().verdict()).isEqualTo(new Verdict.Intact());
    }

    private static GatewayEvent.LogRecovered adopting(String sha256) {
        return new GatewayEvent.LogRecovered(SampleLogs.START, 0, "", 9, 3, sha256);
    }

    @Test
    void refusesDamageThatWholeRecordsFollow() throws IOException {
        byte[] bytes = Files.readAllBytes(segment);
        bytes[(int) lengthOfSigned() + 30] ^= 1;
        Files.write(segment, bytes);
        assertThatThrownBy(log::open)
                .isInstanceOf(LogFailure.class)
                .hasMessageContaining("record 7 is damaged");
        assertThat(log.verify().verdict()).isInstanceOf(Verdict.Altered.class);
        assertThat(segment).hasBinaryContent(bytes);
    }

    @Test
    void refusesAVaultThatLacksWhatADurableRecordCommitsTo() throws IOException {
        cut(vault, Files.size(vault) - 1);
        assertThatThrownBy(log::open).isInstanceOf(LogFailure.class);
        assertThat(log.verify().verdict()).isInstanceOf(Verdict.Altered.class);
    }

    @Test
    void goesOnWithARecoveryThatACrashInterrupted() throws IOException {
        Files.write(layout.torn(10), new byte[] {5});
        Files.write(segment, new byte[] {6}, StandardOpenOption.APPEND);
        assertThat(log.verify().verdict()).isEqualTo(new Verdict.Torn(10, 2));
        log.open().close();
        assertThat(layout.torn(10)).hasBinaryContent(new byte[] {5, 6});
        assertThat(log.verify().verdict()).isEqualTo(new Verdict.Intact());
    }

    @Test
    void dropsASegmentThatWasBegunWithoutARecord() throws IOException {
        for (String kind :
                List.of("vault/00000000000000000010.vlt", "segments/00000000000000000010.seg")) {
            byte[] header = Files.readAllBytes(segment);
            Files.write(log.path().resolve(kind), java.util.Arrays.copyOf(header, 40));
            assertThat(log.verify().verdict()).isInstanceOf(Verdict.Torn.class);
        }
        log.open().close();
        assertThat(log.verify().verdict()).isEqualTo(new Verdict.Intact());
    }

    @Test
    void publishesTheNewestCheckpointAgainAfterACrashBetweenItsTwoSteps() throws IOException {
        List<Long> sizes = layout.listCheckpoints().numbers();
        Files.copy(
                layout.checkpoint(sizes.get(sizes.size() - 2)),
                layout.checkpoint(),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThat(log.verify().verdict()).isEqualTo(new Verdict.Unsigned(7, 10));
        log.open().close();
        assertThat(log.verify().verdict()).isEqualTo(new Verdict.Intact());
    }

    /// Where record 7 begins.
    private long lengthOfSigned() throws IOException {
        try (var scanner =
                org.affidavit.sessionlog.segment.FrameScanner.open(FileKind.SEGMENT, segment)) {
            scanner.header();
            for (int i = 0; i < 7; i++) {
                scanner.next();
            }
            return scanner.offset();
        }
    }

    private static void cut(Path file, long length) throws IOException {
        try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
            channel.truncate(length);
        }
    }
}
