package org.affidavit.sessionlog;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.affidavit.sessionlog.samples.SampleLogs;
import org.affidavit.sessionlog.segment.FileKind;
import org.affidavit.sessionlog.segment.LogLayout;
import org.affidavit.sessionlog.verify.CheckResult;
import org.affidavit.sessionlog.verify.CheckResult.Check;
import org.affidavit.sessionlog.verify.SessionLogVerifier;
import org.affidavit.sessionlog.verify.SessionLogVerifier.Progress;
import org.affidavit.sessionlog.verify.Verdict;
import org.affidavit.sessionlog.verify.VerificationReport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResumedVerificationTest {
    private static final String RESUMED = "by a verification that was cut short";

    @TempDir Path folder;
    private TestLog log;
    private Path notes;

    @BeforeEach
    void writeALogOfSeveralSegments() throws LogFailure {
        log = new TestLog(folder);
        notes = folder.resolve("notes");
        try (var writer = log.openInSmallSegments()) {
            log.writeSession(writer);
        }
    }

    private VerificationReport verify(Progress progress) throws IOException {
        return new SessionLogVerifier(List.of(log.signer().verifierKey()), Duration.ZERO)
                .resuming(notes, Clock.fixed(SampleLogs.START, ZoneOffset.UTC))
                .verify(log.path(), progress);
    }

    private VerificationReport verify() throws IOException {
        return verify((_, _, _) -> true);
    }

    /// Progress is told at the end of so short a log, when all of it has been read.
    private void cutShort() {
        assertThatThrownBy(() -> verify((_, _, _) -> false))
                .isInstanceOf(CancellationException.class);
    }

    private static String payloads(VerificationReport report) {
        return report.checks().stream()
                .filter(check -> check.check() == Check.PAYLOADS)
                .map(CheckResult::detail)
                .findFirst()
                .orElseThrow();
    }

    /// The vault files that hold a payload.
    private List<Path> vaults() throws IOException {
        var layout = new LogLayout(log.path());
        var files = new ArrayList<Path>();
        for (long first : layout.list(FileKind.VAULT).numbers()) {
            Path file = layout.file(FileKind.VAULT, first);
            if (Files.size(file) > 300) {
                files.add(file);
            }
        }
        return files;
    }

    private static void flipLastByte(Path file) throws IOException {
        try (var channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            var one = ByteBuffer.allocate(1);
            long at = channel.size() - 1;
            channel.read(one, at);
            channel.write(ByteBuffer.wrap(new byte[] {(byte) (one.get(0) ^ 1)}), at);
        }
    }

    @Test
    void passesOverWhatWasReadBeforeItWasCutShort() throws IOException {
        VerificationReport whole = log.verify();
        cutShort();
        VerificationReport resumed = verify();
        assertThat(resumed.verdict()).isEqualTo(new Verdict.Intact());
        assertThat(payloads(resumed)).contains(RESUMED, SampleLogs.START.toString());
        assertThat(resumed.payloadBytes()).isEqualTo(whole.payloadBytes());
    }

    @Test
    void saysNothingOfAnEarlierReadingWhereThereWasNone() throws IOException {
        assertThat(payloads(verify())).doesNotContain(RESUMED);
    }

    @Test
    void keepsNothingOnceItCameToItsEnd() throws IOException {
        cutShort();
        assertThat(notes).exists();
        verify();
        assertThat(notes).doesNotExist();
        assertThat(payloads(verify())).doesNotContain(RESUMED);
    }

    @Test
    void readsAFileAgainThatWasChangedSince() throws IOException {
        cutShort();
        flipLastByte(vaults().getFirst());
        assertThat(verify().verdict()).isInstanceOf(Verdict.Altered.class);
    }

    @Test
    void readsAFileAgainThatWasReplacedByOneOfTheSameLengthAndTime() throws IOException {
        cutShort();
        Path file = vaults().getFirst();
        var modified = Files.getLastModifiedTime(file);
        Path copy = Files.copy(file, folder.resolve("copy"));
        flipLastByte(copy);
        Files.move(copy, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(file, modified);
        assertThat(verify().verdict()).isInstanceOf(Verdict.Altered.class);
    }

    @Test
    void readsEverythingAgainIfTheNotesAreOfOtherRecords() throws IOException {
        cutShort();
        String text = Files.readString(notes, ISO_8859_1);
        Files.writeString(notes, text.replaceAll(" [0-9a-f]{64} ", " " + "0".repeat(64) + " "));
        VerificationReport report = verify();
        assertThat(report.verdict()).isEqualTo(new Verdict.Intact());
        assertThat(payloads(report)).doesNotContain(RESUMED);
    }

    @Test
    void passesOverLinesThatCannotBeRead() throws IOException {
        cutShort();
        String text = Files.readString(notes, ISO_8859_1);
        Files.writeString(notes, "\u0000\n1 2\nx y z a b\n" + text.substring(0, text.length() - 9));
        assertThat(verify().verdict()).isEqualTo(new Verdict.Intact());
    }

    @Test
    void notesNoFileThatDoesNotHoldWhatWasRecorded() throws IOException {
        flipLastByte(vaults().getFirst());
        cutShort();
        assertThat(verify().verdict()).isInstanceOf(Verdict.Altered.class);
    }

    @Test
    void readsErasedPayloadsAgain() throws IOException {
        try (var writer = log.openInSmallSegments()) {
            var id = new org.affidavit.sessionlog.event.SessionId("01KA5B3V8G7Q9X2M4N6P8R0S1T");
            writer.erase(new Erasure(id, Optional.empty(), "dana", "GDPR Art. 17", "asked"));
        }
        cutShort();
        VerificationReport resumed = verify();
        assertThat(resumed.verdict()).isEqualTo(new Verdict.Intact());
        assertThat(resumed.erased()).isEqualTo(log.verify().erased());
    }
}
