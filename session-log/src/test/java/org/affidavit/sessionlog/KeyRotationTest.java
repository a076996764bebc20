package org.affidavit.sessionlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.affidavit.sessionlog.event.GatewayEvent.KeyRotated;
import org.affidavit.sessionlog.event.Payload;
import org.affidavit.sessionlog.key.LogSigner;
import org.affidavit.sessionlog.key.VerifierKey;
import org.affidavit.sessionlog.note.CheckpointText;
import org.affidavit.sessionlog.note.SignedNote;
import org.affidavit.sessionlog.samples.SampleLogs;
import org.affidavit.sessionlog.segment.LogLayout;
import org.affidavit.sessionlog.verify.SessionLogVerifier;
import org.affidavit.sessionlog.verify.Verdict;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyRotationTest {
    @TempDir Path folder;
    private TestLog log;
    private LogLayout layout;
    private LogSigner first;
    private LogSigner second;
    private LogSigner third;

    @BeforeEach
    void makeKeys() throws LogFailure {
        log = new TestLog(folder);
        layout = new LogLayout(log.path());
        first = log.signer();
        second = LogSigner.create(folder.resolve("second.key"), TestLog.ORIGIN);
        third = LogSigner.create(folder.resolve("third.key"), TestLog.ORIGIN);
    }

    /// Record 0, a session in records 1 to 4, a heartbeat; the change in record 6; a heartbeat.
    private void writeAndRotate() throws LogFailure {
        try (var writer = log.open()) {
            log.writeSession(writer);
            writer.rotate(second).join();
            writer.append(TestLog.heartbeat(2), Payload.NONE).join();
        }
    }

    private Verdict verdict(LogSigner... trusted) throws IOException {
        List<VerifierKey> keys = Arrays.stream(trusted).map(LogSigner::verifierKey).toList();
        return new SessionLogVerifier(keys, Duration.ZERO)
                .verify(log.path(), (_, _, _) -> true)
                .verdict();
    }

    @Test
    void recordsTheChangeAndHasBothKeysSignIt() throws Exception {
        writeAndRotate();
        try (var reader = SessionLogReader.open(log.path())) {
            assertThat(reader.record(6).event())
                    .isEqualTo(
                            new KeyRotated(
                                    SampleLogs.START,
                                    first.verifierKey().text(),
                                    second.verifierKey().text()));
        }
        SignedNote both = SignedNote.parse(Files.readAllBytes(layout.checkpoint(7)));
        assertThat(both.signatures()).hasSize(4);
        assertThat(first.verifierKey().opinion(both)).isEqualTo(VerifierKey.Opinion.SIGNED);
        assertThat(second.verifierKey().opinion(both)).isEqualTo(VerifierKey.Opinion.SIGNED);
        SignedNote last = SignedNote.parse(Files.readAllBytes(layout.checkpoint(8)));
        assertThat(first.verifierKey().opinion(last)).isEqualTo(VerifierKey.Opinion.SILENT);
    }

    @Test
    void isProvenByEitherKeyAlone() throws IOException {
        writeAndRotate();
        assertThat(verdict(first)).isEqualTo(new Verdict.Intact());
        assertThat(verdict(second)).isEqualTo(new Verdict.Intact());
        assertThat(verdict(first, second)).isEqualTo(new Verdict.Intact());
        assertThat(verdict(third)).isInstanceOf(Verdict.UnknownKey.class);
    }

    @Test
    void isProvenByAnyKeyOfALongSuccession() throws IOException {
        writeAndRotate();
        try (var writer = log.open(second)) {
            writer.rotate(third).join();
        }
        for (LogSigner key : List.of(first, second, third)) {
            assertThat(verdict(key)).isEqualTo(new Verdict.Intact());
        }
    }

    @Test
    void goesOnOnlyWithTheNewKey() throws Exception {
        writeAndRotate();
        assertThatThrownBy(() -> log.open(first)).isInstanceOf(LogFailure.class);
        log.open(second).close();
        assertThat(verdict(first)).isEqualTo(new Verdict.Intact());
    }

    @Test
    void theOldKeyDoesNotGoOnFromTheCheckpointThatBothSigned() throws Exception {
        try (var writer = log.open()) {
            writer.rotate(second).join();
        }
        assertThatThrownBy(() -> log.open(first)).hasMessageContaining("Its time is over");
        log.open(second).close();
    }

    @Test
    void refusesTheKeyInUseAndKeysOfOtherLogs() throws Exception {
        var other = LogSigner.create(folder.resolve("other.key"), "gw.other.example");
        try (var writer = log.open()) {
            for (LogSigner wrong : List.of(first, other)) {
                assertThatThrownBy(() -> writer.rotate(wrong))
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    @Test
    void findsThatTheOldKeySignedBehindItsEnd() throws Exception {
        writeAndRotate();
        resign(8, first);
        assertAltered("signed by key " + first.verifierKey().id() + " behind its end");
    }

    @Test
    void findsThatTheNewKeySignedBeforeItsTime() throws Exception {
        writeAndRotate();
        resign(4, second);
        assertAltered("signed by key " + second.verifierKey().id() + " before it was in force");
    }

    @Test
    void findsThatOnlyOneKeySignedTheChange() throws Exception {
        writeAndRotate();
        for (LogSigner one : List.of(first, second)) {
            resign(7, one);
            assertAltered("record 6 is not signed by both keys");
        }
    }

    @Test
    void findsThatTheCheckpointOfTheChangeIsGone() throws Exception {
        writeAndRotate();
        Files.delete(layout.checkpoint(7));
        for (LogSigner key : List.of(first, second)) {
            assertThat(verdict(key)).isInstanceOf(Verdict.Altered.class);
        }
    }

    /// Somebody without any of the keys puts his own in place of the next one and signs by it.
    @Test
    void findsAForeignKeyInPlaceOfTheNextOne() throws Exception {
        writeAndRotate();
        var forge = new LogForge(log.path());
        var rotated =
                new KeyRotated(
                        SampleLogs.START, first.verifierKey().text(), third.verifierKey().text());
        forge.rewrite(leaves -> {
            leaves.set(6, LogForge.withEvent(leaves.get(6), rotated));
            return leaves;
        });
        forge.signAgain(third);
        assertThat(verdict(first)).isInstanceOf(Verdict.Altered.class);
        assertThat(verdict(second)).isInstanceOf(Verdict.Altered.class);
    }

    @Test
    void isTheKeyBeforeOrTheNextOneWhereverTheDiskDies() throws Exception {
        boolean died = true;
        for (int steps = 0; died; steps++) {
            Path home = Files.createDirectory(folder.resolve("at-" + steps));
            var one = new TestLog(home);
            one.open(first).close();
            var disk = new DyingDisk(steps, true);
            try (var writer = one.open(first, disk)) {
                writer.rotate(second).join();
                died = false;
            } catch (LogFailure | CompletionException e) {
                assertThat(e).hasStackTraceContaining("the disk died");
            }
            var opened = new ArrayList<LogSigner>();
            for (LogSigner key : List.of(first, second)) {
                try {
                    one.open(key).close();
                    opened.add(key);
                } catch (LogFailure refused) {
                    assertThat(refused).hasMessageContaining("key");
                }
            }
            assertThat(opened).as("dead after %d steps", steps).hasSize(1);
            for (LogSigner key : List.of(first, opened.getFirst())) {
                var report =
                        new SessionLogVerifier(List.of(key.verifierKey()), Duration.ZERO)
                                .verify(one.path(), (_, _, _) -> true);
                assertThat(report.verdict()).as("%d", steps).isEqualTo(new Verdict.Intact());
            }
        }
    }

    @Test
    void theOrderOfSignaturesThatNobodySignedDoesNotDecideWhichKeyIsInForce() throws Exception {
        var attack = new TestLog(Files.createDirectory(folder.resolve("attack")));
        var a = attack.signer();
        var b = LogSigner.create(folder.resolve("attack/b.key"), TestLog.ORIGIN);
        try (var writer = attack.open(a)) {
            attack.writeSession(writer);
            writer.rotate(b).join();
        }
        var layout = new LogLayout(attack.path());
        var file = layout.checkpoint(layout.listCheckpoints().numbers().getLast());
        var note = CheckpointStore.note(file);
        var turned = new SignedNote(note.text(), note.signatures().reversed()).format();
        Files.writeString(file, turned);
        Files.writeString(layout.checkpoint(), turned);
        // The verifier sees nothing wrong, so far so good.
        assertThat(attack.verify().verdict()).isEqualTo(new Verdict.Intact());
        attack.open(b).close();
        assertThatThrownBy(() -> attack.open(a)).isInstanceOf(LogFailure.class);
    }

    /// Puts another key's signatures under a kept checkpoint.
    private void resign(long size, LogSigner signer) throws Exception {
        SignedNote note = SignedNote.parse(Files.readAllBytes(layout.checkpoint(size)));
        String again = signer.sign(CheckpointText.parse(note.text()), SampleLogs.START).format();
        Files.writeString(layout.checkpoint(size), again);
        if (size == layout.listCheckpoints().numbers().getLast()) {
            Files.writeString(layout.checkpoint(), again);
        }
    }

    private void assertAltered(String what) throws IOException {
        for (LogSigner key : List.of(first, second)) {
            assertThat(verdict(key))
                    .isInstanceOfSatisfying(
                            Verdict.Altered.class,
                            altered -> assertThat(altered.what()).contains(what));
        }
    }
}
