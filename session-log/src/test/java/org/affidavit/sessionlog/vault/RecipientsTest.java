package org.affidavit.sessionlog.vault;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import org.affidavit.sessionlog.LogFailure;
import org.affidavit.sessionlog.samples.SampleReaders;
import org.affidavit.sessionlog.vault.ReadingKeys.Unwrapping;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecipientsTest {
    @TempDir Path folder;
    private final SecureRandom random = new SecureRandom();
    private final DataKey key = DataKey.fresh(random);

    @Test
    void wrapsForEveryRecipient() throws IOException {
        byte[] wrapped = both().wrap(key, random);
        for (String reader : List.of(SampleReaders.AUDITOR, SampleReaders.STRANGER)) {
            assertThat(SampleReaders.keys(reader).unwrap(wrapped))
                    .isInstanceOfSatisfying(
                            Unwrapping.Unwrapped.class,
                            it -> assertThat(it.key().bytes()).isEqualTo(key.bytes()));
        }
    }

    @Test
    void tellsForWhomItWasWrapped() {
        byte[] wrapped = SampleReaders.recipients().wrap(key, random);
        var forOthers = new Unwrapping.ForOthers(List.of("sample-auditor"));
        assertThat(SampleReaders.keys(SampleReaders.STRANGER).unwrap(wrapped)).isEqualTo(forOthers);
        assertThat(ReadingKeys.NONE.unwrap(wrapped)).isEqualTo(forOthers);
    }

    @Test
    void doesNotUnwrapWithAnotherKeyOfTheSameName() {
        byte[] wrapped = SampleReaders.recipients().wrap(key, random);
        String impostor = SampleReaders.STRANGER.replace("other-auditor", "sample-auditor");
        assertThat(SampleReaders.keys(impostor).unwrap(wrapped))
                .isEqualTo(
                        new Unwrapping.Broken(
                                "a session's key was not wrapped for the key named"
                                        + " sample-auditor"));
    }

    @Test
    void unwrapsNothingElseWhateverByteWasChanged() {
        byte[] wrapped = SampleReaders.recipients().wrap(key, random);
        for (int at = 0; at < wrapped.length; at++) {
            byte[] changed = wrapped.clone();
            changed[at] ^= 1;
            var unwrapping = SampleReaders.keys().unwrap(changed);
            // The last character of a base64url text has bits that say nothing.
            if (unwrapping instanceof Unwrapping.Unwrapped(DataKey same)) {
                assertThat(same.bytes()).as("byte %d", at).isEqualTo(key.bytes());
            }
        }
    }

    @Test
    void refusesAPrivateKeyWhereSessionsAreRecorded() throws IOException {
        Path file = Files.writeString(folder.resolve("reader.jwk"), SampleReaders.AUDITOR);
        assertThatThrownBy(() -> Recipients.read(List.of(file)))
                .isInstanceOf(LogFailure.class)
                .hasMessageContaining("holds a private key");
    }

    @Test
    void refusesNobody() {
        assertThatThrownBy(() -> Recipients.read(List.of()))
                .isInstanceOf(LogFailure.class)
                .hasMessageContaining("There is no recipient");
    }

    @Test
    void refusesTwoKeysOfOneName() throws IOException {
        String jwk = SampleReaders.withoutPrivatePart(SampleReaders.AUDITOR);
        Path file = Files.writeString(folder.resolve("reader.pub.jwk"), jwk);
        assertThatThrownBy(() -> Recipients.read(List.of(file, file)))
                .hasMessageContaining("Two recipients are named sample-auditor");
    }

    @Test
    void refusesOtherCurvesAndWhatIsNoKey() throws IOException {
        for (String text :
                List.of("", "{}", "[]", "hello", "{\"kty\":\"oct\",\"k\":\"AAAA\"}", p384())) {
            Path file = Files.writeString(folder.resolve("other.jwk"), text);
            assertThatThrownBy(() -> Recipients.read(List.of(file)))
                    .as(text)
                    .isInstanceOf(LogFailure.class)
                    .hasMessageContaining("holds no P-256 key");
        }
    }

    private static String p384() {
        try {
            return new com.nimbusds.jose.jwk.gen.ECKeyGenerator(com.nimbusds.jose.jwk.Curve.P_384)
                    .generate()
                    .toPublicJWK()
                    .toJSONString();
        } catch (com.nimbusds.jose.JOSEException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aPublicKeyOpensNothing() throws IOException {
        String jwk = SampleReaders.withoutPrivatePart(SampleReaders.AUDITOR);
        Path file = Files.writeString(folder.resolve("reader.pub.jwk"), jwk);
        assertThatThrownBy(() -> ReadingKeys.read(List.of(file)))
                .hasMessageContaining("opens nothing");
    }

    @Test
    void makesAPairThatNobodyElseCanRead() throws IOException {
        Path secret = folder.resolve("reader.jwk");
        Path open = folder.resolve("reader.pub.jwk");
        ReaderKey.create("auditor-2027", secret, open);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
                .isEqualTo("rw-------");
        assertThat(open).content().doesNotContain("\"d\"");
        byte[] wrapped = Recipients.read(List.of(open)).wrap(key, random);
        assertThat(ReadingKeys.read(List.of(secret)).unwrap(wrapped))
                .isInstanceOf(Unwrapping.Unwrapped.class);
        assertThatThrownBy(() -> ReaderKey.create("again", secret, open))
                .hasMessageContaining("already lies");
    }

    @Test
    void callsAKeyWithoutANameByItsThumbprint() throws IOException {
        String jwk = SampleReaders.withoutPrivatePart(SampleReaders.AUDITOR);
        String nameless = jwk.replace("\"kid\":\"sample-auditor\",", "");
        Path file = Files.writeString(folder.resolve("reader.pub.jwk"), nameless);
        assertThat(Recipients.read(List.of(file)).ids().getFirst()).hasSize(43);
    }

    /// José reads what Java's library wrote.
    @Test
    void isWhatJoseUnwraps() throws Exception {
        assumeTrue(
                new ProcessBuilder("sh", "-c", "command -v jose >&2").start().waitFor() == 0,
                "SKIPPED: jose is not installed (Debian: apt install jose)");
        for (Recipients recipients : List.of(SampleReaders.recipients(), both())) {
            Path wrapped = Files.write(folder.resolve("key.jwe"), recipients.wrap(key, random));
            Path reader = Files.writeString(folder.resolve("reader.jwk"), SampleReaders.AUDITOR);
            Process jose =
                    new ProcessBuilder(
                                    "jose",
                                    "jwe",
                                    "dec",
                                    "-i",
                                    wrapped.toString(),
                                    "-k",
                                    reader.toString())
                            .start();
            byte[] out = jose.getInputStream().readAllBytes();
            assertThat(jose.waitFor())
                    .as(new String(jose.getErrorStream().readAllBytes(), US_ASCII))
                    .isZero();
            assertThat(out).isEqualTo(key.bytes());
        }
    }

    private Recipients both() throws IOException {
        var files = new java.util.ArrayList<Path>();
        for (String jwk : List.of(SampleReaders.AUDITOR, SampleReaders.STRANGER)) {
            files.add(
                    Files.writeString(
                            folder.resolve(files.size() + ".jwk"),
                            SampleReaders.withoutPrivatePart(jwk)));
        }
        return Recipients.read(files);
    }
}
