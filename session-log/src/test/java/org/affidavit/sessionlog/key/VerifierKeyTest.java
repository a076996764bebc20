package org.affidavit.sessionlog.key;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import org.affidavit.sessionlog.LogFailure;
import org.affidavit.sessionlog.key.VerifierKey.Opinion;
import org.affidavit.sessionlog.note.SignedNote;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifierKeyTest {
    /// The example of the C2SP signed-note specification.
    private static final String SPEC_KEY =
            "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

    private static final String SPEC_NOTE =
            """
            This is an example message.

            — example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
            """;

    /// The example of Go's golang.org/x/mod/sumdb/note.
    private static final String GO_KEY =
            "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

    private static final String GO_NOTE =
            """
            If you think cryptography is the answer to your problem,
            then you don't know what your problem is.

            — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
            """;

    @TempDir Path folder;

    @Test
    void readsTheExampleOfTheSpecification() {
        VerifierKey key = VerifierKey.parse(SPEC_KEY);
        assertThat(key.name()).isEqualTo("example.com/foo");
        assertThat(key.id()).isEqualTo("530d903a");
    }

    @Test
    void verifiesNotesOfOthers() throws ParseException {
        assertThat(VerifierKey.parse(SPEC_KEY).opinion(note(SPEC_NOTE))).isEqualTo(Opinion.SIGNED);
        assertThat(VerifierKey.parse(GO_KEY).opinion(note(GO_NOTE))).isEqualTo(Opinion.SIGNED);
    }

    @Test
    void keepsSilentOnNotesThatItDidNotSign() throws ParseException {
        assertThat(VerifierKey.parse(GO_KEY).opinion(note(SPEC_NOTE))).isEqualTo(Opinion.SILENT);
    }

    @Test
    void tellsAForgedText() throws ParseException {
        String forged = SPEC_NOTE.replace("example message", "exampl3 message");
        assertThat(VerifierKey.parse(SPEC_KEY).opinion(note(forged))).isEqualTo(Opinion.FORGED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.com/foo",
                "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/bar+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/foo+530d903a+AukyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U",
                "example.com/foo+530d903a+***",
                "+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
            })
    void refusesWhatIsNoKey(String text) {
        assertThatThrownBy(() -> VerifierKey.parse(text))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void comesBackFromItsFile() throws LogFailure {
        VerifierKey key = VerifierKey.parse(GO_KEY);
        Path file = folder.resolve("log.vkey");
        key.writeTo(file);
        key.writeTo(file);
        assertThat(VerifierKey.read(file)).isEqualTo(key);
        assertThat(VerifierKey.beside(folder.resolve("log"))).contains(file.toAbsolutePath());
    }

    @Test
    void neverReplacesAnotherKeysFile() throws LogFailure {
        Path file = folder.resolve("log.vkey");
        VerifierKey.parse(GO_KEY).writeTo(file);
        assertThatThrownBy(() -> VerifierKey.parse(SPEC_KEY).writeTo(file))
                .isInstanceOf(LogFailure.class);
    }

    @Test
    void saysWhatAFileLacks() throws Exception {
        Path file = Files.writeString(folder.resolve("log.vkey"), "hello");
        assertThatThrownBy(() -> VerifierKey.read(file))
                .isInstanceOf(LogFailure.class)
                .hasMessageContaining("holds no verifier key");
    }

    private static SignedNote note(String text) throws ParseException {
        return SignedNote.parse(text.getBytes(UTF_8));
    }
}
