package org.affidavit.sessionlog.anchor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Instant;
import java.util.List;
import org.affidavit.sessionlog.LogFailure;
import org.affidavit.sessionlog.key.LogSigner;
import org.affidavit.sessionlog.note.CheckpointText;
import org.affidavit.sessionlog.note.SignedNote;
import org.affidavit.sessionlog.samples.SampleLogs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptCheckpointTest {
    private static final String ORIGIN = "gw.test.example/affidavit";

    @TempDir Path folder;

    static CheckpointText text(SignedNote note) {
        try {
            return CheckpointText.parse(note.text());
        } catch (ParseException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void isReadWhenATrustedKeySignedIt() throws Exception {
        LogSigner signer = signer("a", ORIGIN);
        var kept = KeptCheckpoint.read(file(signer, ORIGIN), List.of(signer.verifierKey()));
        assertThat(kept.text().size()).isEqualTo(7);
        assertThat(kept.signer()).isEqualTo(signer.verifierKey());
    }

    @Test
    void isRefusedWhenAnotherKeySignedIt() throws Exception {
        Path file = file(signer("a", ORIGIN), ORIGIN);
        assertRefused(file, signer("b", ORIGIN), "none of the given keys");
    }

    @Test
    void isRefusedWhenTheKeyIsThatOfAnotherLog() throws Exception {
        LogSigner other = signer("a", "other.example/log");
        assertRefused(file(other, ORIGIN), other, "none of the given keys");
    }

    @Test
    void isRefusedWhenItIsNoNote() throws Exception {
        Path file = Files.writeString(folder.resolve("kept"), "not a note");
        assertRefused(file, signer("a", ORIGIN), "holds no checkpoint");
    }

    @Test
    void isRefusedWhenItIsNotThere() throws Exception {
        assertRefused(folder.resolve("nowhere"), signer("a", ORIGIN), "There is no checkpoint");
    }

    @Test
    void isInTheLogItWasCopiedFromAndStaysThere() throws Exception {
        SampleLogs.Sample sample = SampleLogs.write(folder);
        for (String name : List.of("checkpoint", "checkpoints/1")) {
            Path file = sample.folder().resolve(name);
            KeptCheckpoint.read(file, List.of(sample.verifierKey())).requireIn(sample.folder());
        }
    }

    @Test
    void isNotInALogThatWasPutBack() throws Exception {
        SampleLogs.Sample sample = SampleLogs.write(folder);
        var kept =
                KeptCheckpoint.read(
                        sample.folder().resolve("checkpoint"), List.of(sample.verifierKey()));
        Files.delete(sample.folder().resolve("checkpoints/" + kept.text().size()));
        assertThatThrownBy(() -> kept.requireIn(sample.folder()))
                .isInstanceOf(LogFailure.class)
                .hasMessageContaining("put back to an older state");
        assertThatThrownBy(() -> kept.requireIn(folder.resolve("nothing")))
                .isInstanceOf(LogFailure.class)
                .hasMessageContaining("put back to an older state");
    }

    @Test
    void isNotInALogWithAnotherHistory() throws Exception {
        SampleLogs.Sample sample = SampleLogs.write(folder);
        LogSigner signer = LogSigner.load(folder.resolve("log.key"), SampleLogs.ORIGIN);
        var note =
                signer.sign(
                        new CheckpointText(SampleLogs.ORIGIN, 1, new byte[32]),
                        Instant.EPOCH.plusSeconds(1));
        var kept = KeptCheckpoint.of(note, List.of(sample.verifierKey())).orElseThrow();
        assertThatThrownBy(() -> kept.requireIn(sample.folder()))
                .isInstanceOf(LogFailure.class)
                .hasMessageContaining("another history");
    }

    private static void assertRefused(Path file, LogSigner signer, String why) {
        assertThatThrownBy(() -> KeptCheckpoint.read(file, List.of(signer.verifierKey())))
                .isInstanceOf(LogFailure.class)
                .hasMessageContaining(why);
    }

    private LogSigner signer(String file, String name) throws LogFailure {
        return LogSigner.create(folder.resolve(file), name);
    }

    private Path file(LogSigner signer, String origin) throws Exception {
        SignedNote note =
                signer.sign(
                        new CheckpointText(origin, 7, new byte[32]), Instant.EPOCH.plusSeconds(1));
        return Files.writeString(folder.resolve("kept"), note.format());
    }
}
