package org.affidavit.sessionlog.vault;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWECryptoParts;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.Base64URL;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;
import org.affidavit.sessionlog.LogFailure;
import org.affidavit.sessionlog.encode.Malformed;
import org.affidavit.sessionlog.encode.WrappedKey;

/// Who may read what is recorded: P-256 public keys. The writer has no others, so it cannot read
/// what it recorded earlier, and neither can a thief of its disk.
public final class Recipients {
    static final JWEHeader HEADER =
            new JWEHeader(JWEAlgorithm.ECDH_ES_A256KW, EncryptionMethod.A256GCM);

    /// The protected header of every wrapped key, as it is written.
    static final String PROTECTED =
            Base64URL.encode("{\"alg\":\"ECDH-ES+A256KW\",\"enc\":\"A256GCM\"}").toString();

    static final int FILE_BYTES_MAX = 16 << 10;

    /// For a writer that opens no session.
    public static final Recipients NOBODY = new Recipients(List.of());

    private final List<ECKey> keys;

    private Recipients(List<ECKey> keys) {
        this.keys = List.copyOf(keys);
    }

    /// @param keys P-256; their private parts, if any, are left out
    /// @throws IllegalArgumentException if there are none, or two have one id
    static Recipients of(List<ECKey> keys) {
        var ids = new HashSet<String>();
        for (ECKey key : keys) {
            if (!ids.add(key.getKeyID())) {
                throw new IllegalArgumentException("Two recipients are named " + key.getKeyID());
            }
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("There is no recipient");
        }
        return new Recipients(keys.stream().map(ECKey::toPublicJWK).toList());
    }

    /// Reads public keys, one JWK a file. A private key is refused: it has no business where
    /// sessions are recorded.
    ///
    /// @throws LogFailure if one cannot be used; the message says how to make one
    public static Recipients read(List<Path> files) throws LogFailure {
        var keys = new ArrayList<ECKey>();
        for (Path file : files) {
            ECKey key = key(file);
            if (key.isPrivate()) {
                throw new LogFailure(
                        file
                                + " holds a private key. Whoever records must not be able to read"
                                + " what was recorded: give the public key, and keep the private"
                                + " one with the auditor.");
            }
            keys.add(key);
        }
        try {
            return of(keys);
        } catch (IllegalArgumentException e) {
            throw new LogFailure(e.getMessage() + ". Name at least one, and each only once.", e);
        }
    }

    static ECKey key(Path file) throws LogFailure {
        try {
            if (Files.isRegularFile(file) && Files.size(file) <= FILE_BYTES_MAX) {
                return named(JWK.parse(Files.readString(file)).toECKey());
            }
            throw new LogFailure(
                    "There is no key in "
                            + file
                            + ". `affidavit reader create` makes a pair: the private key for"
                            + " whoever may read the log, the public one for the gateway.");
        } catch (ParseException | ClassCastException | IllegalArgumentException e) {
            // The cause may quote a private key: it stays out of the failure.
            throw new LogFailure(
                    file + " holds no P-256 key as a JWK. `affidavit reader create` makes one.");
        } catch (LogFailure e) {
            throw e;
        } catch (IOException e) {
            throw new LogFailure("The key " + file + " cannot be read: " + e, e);
        }
    }

    /// A key that is not named is called by its RFC 7638 thumbprint.
    static ECKey named(ECKey key) {
        if (!Curve.P_256.equals(key.getCurve())) {
            throw new IllegalArgumentException("not on the curve P-256");
        }
        try {
            return key.getKeyID() == null || key.getKeyID().isBlank()
                    ? new ECKey.Builder(key).keyIDFromThumbprint().build()
                    : key;
        } catch (JOSEException e) {
            throw new IllegalArgumentException("no thumbprint", e);
        }
    }

    /// Ids of the keys.
    public List<String> ids() {
        return keys.stream().map(ECKey::getKeyID).toList();
    }

    /// The key of a session that its reader hands on, as [#wrap] wraps it.
    public byte[] handOn(DataKey key) {
        return wrap(key, new SecureRandom());
    }

    /// The key, wrapped for everyone: one ciphertext, and for each recipient the content key under
    /// a key agreed with an ephemeral one.
    byte[] wrap(DataKey key, SecureRandom random) {
        if (keys.isEmpty()) {
            throw new IllegalStateException("A log that was opened for nobody opens no session");
        }
        byte[] content = new byte[DataKey.BYTES];
        random.nextBytes(content);
        var contentKey = new SecretKeySpec(content, "AES");
        byte[] aad = PROTECTED.getBytes(US_ASCII);
        var shares = new ArrayList<WrappedKey.Share>();
        try {
            JWECryptoParts first = encrypted(keys.getFirst(), contentKey, key, aad);
            shares.add(share(keys.getFirst(), first));
            for (ECKey recipient : keys.subList(1, keys.size())) {
                // Its own ciphertext under another nonce is not kept.
                shares.add(share(recipient, encrypted(recipient, contentKey, key, aad)));
            }
            return new WrappedKey(
                            PROTECTED,
                            first.getCipherText().toString(),
                            first.getInitializationVector().toString(),
                            first.getAuthenticationTag().toString(),
                            shares)
                    .bytes();
        } catch (JOSEException | Malformed e) {
            throw new IllegalStateException("A session's key cannot be wrapped", e);
        }
    }

    private static JWECryptoParts encrypted(
            ECKey recipient, SecretKeySpec contentKey, DataKey key, byte[] aad)
            throws JOSEException {
        // The library takes its own additional data for that of a JWE with one recipient, whose
        // ephemeral key is under the protected header, unless it stems from another header.
        var header = new JWEHeader.Builder(HEADER).keyID(recipient.getKeyID()).build();
        return new ECDHEncrypter(recipient.toECPublicKey(), contentKey)
                .encrypt(header, key.bytes(), aad);
    }

    private static WrappedKey.Share share(ECKey recipient, JWECryptoParts parts) {
        ECKey ephemeral = parts.getHeader().getEphemeralPublicKey().toECKey();
        return new WrappedKey.Share(
                recipient.getKeyID(),
                ephemeral.getX().toString(),
                ephemeral.getY().toString(),
                parts.getEncryptedKey().toString());
    }
}
