package org.affidavit.gateway.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;

/// The key that the development issuer signs with: a private JWK in a file (P-256).
final class DevelopmentKey {
    private DevelopmentKey() {}

    static ECKey read(Path file) throws IOException {
        try {
            ECKey key = ECKey.parse(Files.readString(file));
            if (!key.isPrivate() || !Curve.P_256.equals(key.getCurve())) {
                throw new IOException(file + " holds no private P-256 key.");
            }
            return new ECKey.Builder(key).keyUse(KeyUse.SIGNATURE).keyIDFromThumbprint().build();
        } catch (java.nio.file.NoSuchFileException _) {
            throw new IOException(
                    "The development issuer's key is missing: "
                            + file
                            + ". Restore it from a copy.");
        } catch (ParseException | JOSEException | IllegalStateException _) {
            // The parser's message could quote the key.
            throw new IOException(file + " holds no private JWK.");
        }
    }
}
