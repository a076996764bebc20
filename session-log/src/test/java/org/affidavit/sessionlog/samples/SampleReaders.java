package org.affidavit.sessionlog.samples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.affidavit.sessionlog.vault.ReadingKeys;
import org.affidavit.sessionlog.vault.Recipients;

/// Those who may read sample logs: always the same keys, worthless outside of samples.
public final class SampleReaders {
    /// The auditor's private key.
    public static final String AUDITOR =
            """
            {"kty":"EC","crv":"P-256","use":"enc","kid":"sample-auditor",\
            "d":"zdCLKKVTuioyOfIpJKpk_bx7hA_N70oEgtZH3PfWbJw",\
            "x":"wYhfRhzmvQfVuln1Ef9CIpZMW0fuk6-otAIEzGRc83c",\
            "y":"SM_lpCjpBTUKCNsE912UQ_tqNb6jBw2N91570BiOmLg"}\
            """;

    /// A private key for which nothing in the samples is sealed.
    public static final String STRANGER =
            """
            {"kty":"EC","crv":"P-256","use":"enc","kid":"other-auditor",\
            "d":"ME_YM0pK1AT9bvUStNqDXR9dhhmtbDH2xm92THP2c2w",\
            "x":"1I9I2qw6NJxO36JBdcuq0ukjt4DaWUrbiv5nHlZ9wXI",\
            "y":"m8_Hej8dPEFqj7VxM-_cAfK5ScD4Bh-FbDqa14usOgo"}\
            """;

    private SampleReaders() {}

    /// What sample logs are sealed for.
    public static Recipients recipients() {
        return file(withoutPrivatePart(AUDITOR), file -> Recipients.read(List.of(file)));
    }

    /// What opens sample logs.
    public static ReadingKeys keys() {
        return keys(AUDITOR);
    }

    /// The keys of one reader.
    public static ReadingKeys keys(String jwk) {
        return file(jwk, file -> ReadingKeys.read(List.of(file)));
    }

    /// The public key to a private one.
    public static String withoutPrivatePart(String jwk) {
        return jwk.replaceAll("\"d\":\"[^\"]*\",", "");
    }

    private interface FromFile<T> {
        T read(Path file) throws IOException;
    }

    private static <T> T file(String jwk, FromFile<T> reading) {
        try {
            Path file = Files.createTempFile("sample-reader", ".jwk");
            try {
                return reading.read(Files.writeString(file, jwk));
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
