package org.affidavit.sessionlog.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.affidavit.sessionlog.LogFailure;
import org.affidavit.sessionlog.key.VerifierKey.Opinion;
import org.affidavit.sessionlog.note.CheckpointText;
import org.affidavit.sessionlog.note.SignedNote;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A log's key is two keys, and both must have signed.
class TwoHalvesTest {
    private static final String NAME = "gw.test.example/affidavit";
    private static final Instant AT = Instant.parse("2026-11-20T14:00:00Z");

    @TempDir Path folder;
    private VerifierKey key;
    private SignedNote note;

    @BeforeEach
    void sign() throws LogFailure {
        LogSigner signer = LogSigner.create(folder.resolve("log.key"), NAME);
        key = signer.verifierKey();
        note = signer.sign(new CheckpointText(NAME, 42, new byte[32]), AT);
    }

    private SignedNote with(SignedNote.Signature... signatures) {
        return new SignedNote(note.text(), List.of(signatures));
    }

    @Test
    void signsWithBoth() {
        assertThat(note.signatures()).hasSize(2);
        assertThat(key.opinion(note)).isEqualTo(Opinion.SIGNED);
        assertThat(note.signatures().getLast().bytes()).hasSize(8 + 2_420);
    }

    @Test
    void oneSignatureIsHalfOfWhatIsNeeded() {
        for (SignedNote.Signature one : note.signatures()) {
            assertThat(key.opinion(with(one))).isEqualTo(Opinion.HALF);
        }
    }

    @Test
    void eachSignatureIsChecked() {
        for (int forged = 0; forged < 2; forged++) {
            var signatures = note.signatures().toArray(SignedNote.Signature[]::new);
            for (int at : new int[] {0, 7, 8, signatures[forged].bytes().length - 1}) {
                byte[] bytes = note.signatures().get(forged).bytes().clone();
                bytes[at % bytes.length] ^= 1;
                String id = signatures[forged].keyId();
                signatures[forged] = new SignedNote.Signature(NAME, id, bytes);
                assertThat(key.opinion(with(signatures)))
                        .as("byte %d", at)
                        .isEqualTo(Opinion.FORGED);
            }
        }
    }

    @Test
    void aSignatureOverAnotherSizeIsForged() {
        var other = new SignedNote(note.text().replace("42", "43"), note.signatures());
        assertThat(key.opinion(other)).isEqualTo(Opinion.FORGED);
        var ed25519Alone = VerifierKey.parse(key.vkey());
        assertThat(ed25519Alone.opinion(other)).isEqualTo(Opinion.FORGED);
    }

    @Test
    void whoeverHasOnlyTheFirstKeyChecksOnlyThat() {
        assertThat(VerifierKey.parse(key.vkey()).opinion(note)).isEqualTo(Opinion.SIGNED);
    }

    @Test
    void comesBackFromItsTwoLines() throws Exception {
        Path file = folder.resolve("log.vkey");
        key.writeTo(file);
        assertThat(Files.readString(file).lines()).hasSize(2);
        assertThat(VerifierKey.read(file)).isEqualTo(key);
        Files.writeString(file, "# of the gateway in Lyon\n\n" + key.text());
        assertThat(VerifierKey.readAll(file)).containsExactly(key);
    }

    @Test
    void aFileCanHoldSeveralKeys() throws Exception {
        VerifierKey other =
                LogSigner.create(folder.resolve("other.key"), "gw2.test.example").verifierKey();
        Path file = Files.writeString(folder.resolve("all.vkey"), key.text() + other.text());
        assertThat(VerifierKey.readAll(file)).containsExactly(key, other);
        assertThatThrownBy(() -> VerifierKey.read(file)).isInstanceOf(LogFailure.class);
    }

    @Test
    void aSecondLineBelongsToTheFirstOfItsName() throws Exception {
        VerifierKey other =
                LogSigner.create(folder.resolve("other.key"), "gw2.test.example").verifierKey();
        String second = other.second().orElseThrow().vkey();
        for (String text : List.of(key.vkey() + "\n" + second, second, key.text() + second)) {
            assertThatThrownBy(() -> VerifierKey.parse(text))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void satisfiesWhoeverAsksForNoMore() {
        var first = VerifierKey.parse(key.vkey());
        assertThat(key.satisfies(first)).isTrue();
        assertThat(key.satisfies(key)).isTrue();
        assertThat(first.satisfies(key)).isFalse();
    }
}
