package org.affidavit.sessionlog.anchor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.List;
import org.affidavit.sessionlog.LogFailure;
import org.affidavit.sessionlog.key.LogSigner;
import org.affidavit.sessionlog.note.CheckpointText;
import org.affidavit.sessionlog.note.SignedNote;
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

    private static void assertRefused(Path file, LogSigner signer, String why) {
        assertThatThrownBy(() -> KeptCheckpoint.read(file, List.of(signer.verifierKey())))
                .isInstanceOf(LogFailure.class)
                .hasMessageContaining(why);
    }

    private LogSigner signer(String file, String name) throws LogFailure {
        return LogSigner.create(folder.resolve(file), name);
    }

    private Path file(LogSigner signer, String origin) throws Exception {
        SignedNote note = signer.sign(new CheckpointText(origin, 7, new byte[32]));
        return Files.writeString(folder.resolve("kept"), note.format());
    }
}
