package org.affidavit.gateway.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealedCredentialsTest {
    private static final String SECRET = "pässword-1";

    @TempDir Path folder;
    private SealedCredentials credentials;

    @BeforeEach
    void seal() throws Exception {
        SealedCredentials.createKey(folder.resolve("sealing.key"), new SecureRandom());
        credentials = new SealedCredentials(folder.resolve("sealing.key"), new SecureRandom());
        Files.write(
                folder.resolve("prod-db.sealed"),
                credentials.seal("prod-db", SECRET.toCharArray()));
    }

    @Test
    void opensWhatItSealed() throws Exception {
        try (var secret = open("prod-db")) {
            assertThat(secret.reveal()).isEqualTo(SECRET.toCharArray());
            assertThat(secret.toString()).doesNotContain(SECRET);
        }
    }

    @Test
    void neverWritesTheSecretInClear() throws Exception {
        assertThat(Files.readString(folder.resolve("prod-db.sealed"))).doesNotContain("word");
    }

    @Test
    void wipesTheSecretOnClose() throws Exception {
        var secret = open("prod-db");
        char[] live = secret.reveal();
        secret.close();
        assertThat(live).containsOnly('\0');
    }

    @Test
    void refusesAFilePutInAnotherConnectionsPlace() throws Exception {
        Files.copy(folder.resolve("prod-db.sealed"), folder.resolve("other.sealed"));
        refuses("other", "other.sealed");
    }

    @Test
    void refusesEveryFlippedByte() throws Exception {
        Path file = folder.resolve("prod-db.sealed");
        byte[] good = Files.readAllBytes(file);
        for (int i = 0; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= 1;
            Files.write(file, bad);
            try (var secret = open("prod-db")) {
                // A flip inside base64's unused bits or JSON's white space may leave the same
                // content.
                assertThat(secret.reveal()).isEqualTo(SECRET.toCharArray());
            } catch (CredentialUnavailable refused) {
                assertThat(refused).hasMessageContaining("prod-db.sealed");
            }
        }
    }

    @Test
    void refusesAMissingFileAndNamesIt() {
        refuses("gone", "gone.sealed");
    }

    @Test
    void refusesAnotherKey() throws Exception {
        Files.delete(folder.resolve("sealing.key"));
        SealedCredentials.createKey(folder.resolve("sealing.key"), new SecureRandom());
        refuses("prod-db", "prod-db.sealed");
    }

    @Test
    void refusesAKeyThatOthersCanRead() throws Exception {
        Files.setPosixFilePermissions(
                folder.resolve("sealing.key"), PosixFilePermissions.fromString("rw-r--r--"));
        refuses("prod-db", "chmod 600");
    }

    @Test
    void namesTheMissingKeyAndWhatToDo() throws Exception {
        Files.delete(folder.resolve("sealing.key"));
        refuses("prod-db", "sealing.key");
        refuses("prod-db", "add the connections again");
    }

    @Test
    void refusesAKeyOfAnotherLength() throws Exception {
        Files.write(folder.resolve("sealing.key"), new byte[16]);
        refuses("prod-db", "32 bytes");
    }

    @Test
    void neverOverwritesASealingKey() {
        assertThatThrownBy(() ->
                        SealedCredentials.createKey(
                                folder.resolve("sealing.key"), new SecureRandom()))
                .isInstanceOf(java.nio.file.FileAlreadyExistsException.class);
    }

    @Test
    void refusesAnOversizeFile() throws Exception {
        Files.write(
                folder.resolve("prod-db.sealed"),
                "x".repeat(70_000).getBytes(StandardCharsets.US_ASCII));
        refuses("prod-db", "too large");
    }

    private void refuses(String name, String because) {
        assertThatThrownBy(() -> open(name))
                .isInstanceOf(CredentialUnavailable.class)
                .hasMessageContaining(because)
                .message()
                .doesNotContain(SECRET);
    }

    private Secret open(String name) throws CredentialUnavailable {
        return credentials.open(name, folder.resolve(name + ".sealed"));
    }
}
