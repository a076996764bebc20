package org.affidavit.sessionlog.key;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.affidavit.sessionlog.LogFailure;
import org.affidavit.sessionlog.note.CheckpointText;
import org.affidavit.sessionlog.note.SignedNote;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogSignerTest {
    private static final String NAME = "gw.test.example/affidavit";
    private static final Instant AT = Instant.parse("2026-11-20T14:00:00Z");

    @TempDir Path folder;

    @Test
    void writesAKeyForItsOwnerOnly() throws Exception {
        Path file = folder.resolve("log.key");
        LogSigner.create(file, NAME);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void isTheSameKeyAfterLoading() throws LogFailure {
        Path file = folder.resolve("log.key");
        LogSigner made = LogSigner.create(file, NAME);
        LogSigner loaded = LogSigner.load(file, NAME);
        assertThat(loaded.verifierKey()).isEqualTo(made.verifierKey());
        var note = loaded.sign(new CheckpointText(NAME, 3, new byte[32]), AT);
        assertThat(made.verifierKey().opinion(note)).isEqualTo(VerifierKey.Opinion.SIGNED);
    }

    @Test
    void neverOverwritesAKey() throws Exception {
        Path file = folder.resolve("log.key");
        LogSigner.create(file, NAME);
        String before = Files.readString(file);
        assertThatThrownBy(() -> LogSigner.create(file, NAME)).isInstanceOf(LogFailure.class);
        assertThat(Files.readString(file)).isEqualTo(before);
    }

    @Test
    void keepsItsSecretOutOfTextAndErrors() throws Exception {
        Path file = folder.resolve("log.key");
        LogSigner signer = LogSigner.create(file, NAME);
        String secret = Files.readString(file).lines().skip(1).findFirst().orElseThrow();
        assertThat(signer.toString()).doesNotContain(secret);
        Path broken = Files.writeString(folder.resolve("broken.key"), secret);
        assertThatThrownBy(() -> LogSigner.load(broken, NAME))
                .isInstanceOf(LogFailure.class)
                .hasMessageNotContaining(secret)
                .hasNoCause();
    }

    @Test
    void refusesANameThatNotesCannotCarry() {
        assertThatThrownBy(() -> LogSigner.create(folder.resolve("k"), "two words"))
                .isInstanceOf(LogFailure.class);
    }

    @Test
    void signsWhatOpensslVerifies() throws Exception {
        assumeTrue(openssl("version") == 0, "SKIPPED: openssl is not installed");
        LogSigner signer = LogSigner.create(folder.resolve("log.key"), NAME);
        SignedNote note = signer.sign(new CheckpointText(NAME, 42, new byte[32]), AT);
        Path text = Files.writeString(folder.resolve("text"), note.text(), UTF_8);
        Path signature = Files.write(folder.resolve("sig"), note.signatures().getFirst().bytes());
        Path publicKey =
                Files.write(
                        folder.resolve("pub.der"), signer.verifierKey().publicKey().getEncoded());
        String[] verify = {
            "pkeyutl",
            "-verify",
            "-rawin",
            "-pubin",
            "-keyform",
            "DER",
            "-inkey",
            publicKey.toString(),
            "-in",
            text.toString(),
            "-sigfile",
            signature.toString()
        };
        assertThat(openssl(verify)).isZero();
        Files.writeString(text, note.text().replace("42", "43"), UTF_8);
        assertThat(openssl(verify)).isNotZero();
    }

    @Test
    void refusesAPublicKeyThatIsNotThatOfThePrivateOne() throws Exception {
        Path file = folder.resolve("log.key");
        LogSigner.create(file, NAME);
        LogSigner.create(folder.resolve("other.key"), NAME);
        String other = Files.readString(folder.resolve("other.key"));
        String mixed =
                Files.readString(file).replaceFirst("(?s)-----BEGIN PUBLIC KEY-----.*", "")
                        + other.substring(other.indexOf("-----BEGIN PUBLIC KEY-----"));
        Path broken = Files.writeString(folder.resolve("mixed.key"), mixed);
        assertThatThrownBy(() -> LogSigner.load(broken, NAME)).isInstanceOf(LogFailure.class);
    }

    @Test
    void refusesAKeyWithoutItsSecondHalf() throws Exception {
        assumeTrue(openssl("version") == 0, "SKIPPED: openssl is not installed");
        Path file = folder.resolve("made.key");
        assertThat(openssl("genpkey", "-algorithm", "ed25519", "-out", file.toString())).isZero();
        assertThatThrownBy(() -> LogSigner.load(file, NAME))
                .isInstanceOf(LogFailure.class)
                .hasMessageContaining("ML-DSA-44");
    }

    @Test
    void beginsItsFileWithAKeyThatOpensslReads() throws Exception {
        assumeTrue(openssl("version") == 0, "SKIPPED: openssl is not installed");
        Path file = folder.resolve("log.key");
        LogSigner signer = LogSigner.create(file, NAME);
        Path der = folder.resolve("pub.der");
        openssl(
                "pkey",
                "-in",
                file.toString(),
                "-pubout",
                "-outform",
                "DER",
                "-out",
                der.toString());
        assertThat(signer.verifierKey().publicKey().getEncoded())
                .isEqualTo(Files.readAllBytes(der));
    }

    private static int openssl(String... arguments) throws Exception {
        var command = new java.util.ArrayList<String>(List.of("openssl"));
        command.addAll(List.of(arguments));
        try {
            var process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return process.waitFor();
        } catch (java.io.IOException e) {
            return 127;
        }
    }
}
