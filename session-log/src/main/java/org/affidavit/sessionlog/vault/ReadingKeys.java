package org.affidavit.sessionlog.vault;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.affidavit.sessionlog.LogFailure;
import org.affidavit.sessionlog.encode.Malformed;
import org.affidavit.sessionlog.encode.WrappedKey;

/// The private keys of one who reads a log; there may be none, and then the records can be read and
/// no payload. Its text form never shows a key.
public final class ReadingKeys {
    /// Opens nothing.
    public static final ReadingKeys NONE = new ReadingKeys(List.of());

    private final List<ECKey> keys;

    private ReadingKeys(List<ECKey> keys) {
        this.keys = List.copyOf(keys);
    }

    /// @param keys private, P-256, named
    static ReadingKeys of(List<ECKey> keys) {
        return new ReadingKeys(keys);
    }

    /// Reads private keys, one JWK a file.
    ///
    /// @throws LogFailure if one cannot be used
    public static ReadingKeys read(List<Path> files) throws LogFailure {
        var keys = new ArrayList<ECKey>();
        for (Path file : files) {
            ECKey key = Recipients.key(file);
            if (!key.isPrivate()) {
                throw new LogFailure(
                        file
                                + " holds a public key, which opens nothing. Give the private key"
                                + " of the pair.");
            }
            keys.add(key);
        }
        return new ReadingKeys(keys);
    }

    /// The reader's key that lies near a log's folder, where `affidavit init` puts it for
    /// evaluation: `reader.jwk` or `keys/reader.jwk` beside the folder.
    public static Optional<Path> beside(Path log) {
        Path folder = log.toAbsolutePath().normalize();
        return List.of("reader.jwk", "keys/reader.jwk").stream()
                .map(folder::resolveSibling)
                .filter(Files::isRegularFile)
                .filter(Files::isReadable)
                .findFirst();
    }

    /// Whether there is none.
    public boolean isEmpty() {
        return keys.isEmpty();
    }

    /// Tells one set of keys from another without telling the keys: RFC 7638 thumbprints.
    public String fingerprint() {
        return keys.stream().map(ReadingKeys::thumbprint).sorted().collect(Collectors.joining(" "));
    }

    private static String thumbprint(ECKey key) {
        try {
            return key.computeThumbprint().toString();
        } catch (JOSEException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /// Ids of the keys.
    public List<String> ids() {
        return keys.stream().map(ECKey::getKeyID).toList();
    }

    /// What unwrapping a session's key came to.
    public sealed interface Unwrapping {
        record Unwrapped(DataKey key) implements Unwrapping {}

        /// It was wrapped for others.
        record ForOthers(List<String> recipients) implements Unwrapping {
            public ForOthers {
                recipients = List.copyOf(recipients);
            }
        }

        /// It is no wrapped key, or was not wrapped for whom it names.
        record Broken(String what) implements Unwrapping {}
    }

    /// Tries the keys that the wrapped key names.
    public Unwrapping unwrap(byte[] wrapped) {
        try {
            WrappedKey key = WrappedKey.read(wrapped);
            if (!key.header().equals(Recipients.PROTECTED)) {
                return new Unwrapping.Broken("a session's key is wrapped in a way not known here");
            }
            for (WrappedKey.Share share : key.shares()) {
                for (ECKey own : keys) {
                    if (own.getKeyID().equals(share.recipient())) {
                        return unwrap(key, share, own);
                    }
                }
            }
            return new Unwrapping.ForOthers(
                    key.shares().stream().map(WrappedKey.Share::recipient).toList());
        } catch (Malformed e) {
            return new Unwrapping.Broken("a session's key cannot be read: " + e.what());
        }
    }

    private static Unwrapping unwrap(WrappedKey key, WrappedKey.Share share, ECKey own) {
        try {
            var ephemeral =
                    new ECKey.Builder(
                                    Curve.P_256, new Base64URL(share.x()), new Base64URL(share.y()))
                            .build();
            var header = new JWEHeader.Builder(Recipients.HEADER).ephemeralPublicKey(ephemeral);
            byte[] bytes =
                    new ECDHDecrypter(own)
                            .decrypt(
                                    header.build(),
                                    new Base64URL(share.encryptedKey()),
                                    new Base64URL(key.iv()),
                                    new Base64URL(key.ciphertext()),
                                    new Base64URL(key.tag()),
                                    key.header().getBytes(US_ASCII));
            return DataKey.of(bytes)
                    .<Unwrapping>map(Unwrapping.Unwrapped::new)
                    .orElseGet(() -> new Unwrapping.Broken("a session's key has another length"));
        } catch (JOSEException | IllegalArgumentException | IllegalStateException e) {
            return new Unwrapping.Broken(
                    "a session's key was not wrapped for the key named " + share.recipient());
        }
    }

    @Override
    public String toString() {
        return "ReadingKeys" + ids();
    }
}
