package org.affidavit.sessionlog.key;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.affidavit.sessionlog.LogFailure;
import org.affidavit.sessionlog.note.CheckpointText;
import org.affidavit.sessionlog.note.SignedNote;
import org.affidavit.sessionlog.tree.TreeHash;

/// The gateway's signing key for checkpoints: an Ed25519 key and an ML-DSA-44 key. Its text form
/// never shows the private parts.
public final class LogSigner {
    private static final int KEY_BYTES = 32;

    private final PrivateKey key;
    private final PrivateKey secondKey;
    private final MlDsaKey second;
    private final VerifierKey verifierKey;

    private LogSigner(KeyPair pair, KeyPair secondPair, String name) {
        this.key = pair.getPrivate();
        this.secondKey = secondPair.getPrivate();
        this.second = MlDsaKey.of(name, secondPair.getPublic());
        byte[] spki = pair.getPublic().getEncoded();
        byte[] raw = Arrays.copyOfRange(spki, spki.length - KEY_BYTES, spki.length);
        this.verifierKey = VerifierKey.of(name, raw, second);
    }

    /// Makes a new key and writes it as PEM, readable by the owner only. Never overwrites.
    public static LogSigner create(Path privateKey, String name) throws LogFailure {
        checkName(name);
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            KeyPair second = KeyPairGenerator.getInstance(MlDsaKey.ALGORITHM).generateKeyPair();
            KeyFile.write(privateKey, pair, second);
            return new LogSigner(pair, second, name);
        } catch (FileAlreadyExistsException e) {
            throw new LogFailure(
                    "A signing key already lies at "
                            + privateKey
                            + ". It is never replaced, because the log that it signed would lose"
                            + " its signer; load it, or choose another file.",
                    e);
        } catch (IOException | GeneralSecurityException e) {
            throw new LogFailure(
                    "No signing key could be written to "
                            + privateKey
                            + ". Check the free space and the rights of its folder.",
                    e);
        }
    }

    /// Loads a key written by [#create].
    public static LogSigner load(Path privateKey, String name) throws LogFailure {
        checkName(name);
        try {
            KeyFile file = KeyFile.read(privateKey);
            return proven(new LogSigner(pair(file.key()), file.second(), name));
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            // The cause may quote the file: it stays out of the failure.
            throw new LogFailure(
                    privateKey
                            + " does not hold an Ed25519 and an ML-DSA-44 private key in PEM, so no"
                            + " checkpoint can be signed. Restore the file, or begin a new log with"
                            + " a new key.");
        } catch (LogFailure e) {
            throw e;
        } catch (IOException e) {
            throw new LogFailure(
                    "The signing key "
                            + privateKey
                            + " cannot be read, so no checkpoint can be signed. Restore the file or"
                            + " its permissions.",
                    e);
        }
    }

    /// A public key that is not that of the private key beside it would never verify.
    private static LogSigner proven(LogSigner signer) throws GeneralSecurityException {
        String name = signer.verifierKey.name();
        var nothing = new CheckpointText(name, 0, TreeHash.empty());
        SignedNote note = signer.sign(nothing, Instant.EPOCH);
        if (signer.verifierKey.opinion(note) != VerifierKey.Opinion.SIGNED) {
            throw new GeneralSecurityException("The public key is not that of the private key");
        }
        return signer;
    }

    /// The public half.
    public VerifierKey verifierKey() {
        return verifierKey;
    }

    /// Signs a checkpoint with both keys.
    ///
    /// @param at when, which only the second signature says
    public SignedNote sign(CheckpointText checkpoint, Instant at) {
        String text = checkpoint.format();
        try {
            return new SignedNote(
                    text, List.of(ed25519(text), second.sign(checkpoint, secondKey, at)));
        } catch (GeneralSecurityException e) {
            throw cannotSign(e);
        }
    }

    /// Signs what the writer leaves for its own next life, with the first key alone.
    ///
    /// @param heading its first line, with a space in it, so that it can never pass for the origin
    ///   of a checkpoint
    /// @param text the lines behind it
    public SignedNote signOwn(String heading, String text) {
        if (CheckpointText.isOrigin(heading)) {
            throw new IllegalArgumentException(heading + " could be the name of a log");
        }
        String whole = heading + "\n" + text;
        try {
            return new SignedNote(whole, List.of(ed25519(whole)));
        } catch (GeneralSecurityException e) {
            throw cannotSign(e);
        }
    }

    /// Ed25519 has one signature for a text (RFC 8032), so [#signOwn] of the same text is the same.
    private SignedNote.Signature ed25519(String text) throws GeneralSecurityException {
        var signature = Signature.getInstance("Ed25519");
        signature.initSign(key);
        signature.update(text.getBytes(UTF_8));
        return new SignedNote.Signature(verifierKey.name(), verifierKey.id(), signature.sign());
    }

    private static IllegalStateException cannotSign(GeneralSecurityException why) {
        return new IllegalStateException("The platform cannot sign with its own key", why);
    }

    @Override
    public String toString() {
        return "LogSigner[" + verifierKey.name() + " " + verifierKey.id() + "]";
    }

    private static void checkName(String name) throws LogFailure {
        if (!CheckpointText.isOrigin(name)) {
            throw new LogFailure(
                    "A log's name is a URL without scheme, such as gw.corp.example/affidavit: no"
                            + " spaces, no plus sign, at most 255 characters.");
        }
    }

    /// The JDK gives no public key for a private one. Its generator makes a pair from 32 random
    /// bytes, which are the private key: given those, it makes the same pair again.
    private static KeyPair pair(PrivateKey key) throws GeneralSecurityException {
        byte[] seed = ((EdECPrivateKey) key).getBytes().orElseThrow();
        var generator = KeyPairGenerator.getInstance("Ed25519");
        generator.initialize(NamedParameterSpec.ED25519, new GivenBytes(seed));
        KeyPair pair = generator.generateKeyPair();
        PublicKey derived = pair.getPublic();
        if (!Arrays.equals(pair.getPrivate().getEncoded(), key.getEncoded())) {
            throw new GeneralSecurityException("The public key cannot be derived");
        }
        return new KeyPair(derived, key);
    }

    /// Hands out the bytes that it was given, once.
    private static final class GivenBytes extends SecureRandom {
        @java.io.Serial private static final long serialVersionUID = 1;

        private final byte[] given;

        GivenBytes(byte[] given) {
            this.given = given.clone();
        }

        @Override
        public void nextBytes(byte[] bytes) {
            if (bytes.length != given.length) {
                throw new IllegalStateException("The generator asks for other bytes than a seed");
            }
            System.arraycopy(given, 0, bytes, 0, bytes.length);
        }
    }
}
