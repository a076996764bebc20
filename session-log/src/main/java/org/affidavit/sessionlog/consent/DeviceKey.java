package org.affidavit.sessionlog.consent;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.util.Set;
import org.affidavit.sessionlog.LogFailure;

/// An approver's own signing key: ECDSA P-256, kept as a private JWK readable by the owner only.
public final class DeviceKey {
    private static final JOSEObjectType DECISION = new JOSEObjectType("affidavit-decision+jws");
    private static final JOSEObjectType STATEMENT = new JOSEObjectType("affidavit-device+jws");
    private static final Set<String> HEADERS = Set.of("alg", "kid", "typ");
    private static final int JWS_CHARS_MAX = 16 * 1024;
    private static final int JWK_CHARS_MAX = 4 * 1024;

    private final ECKey key;

    private DeviceKey(ECKey key) {
        this.key = key;
    }

    /// Loads the key, or makes it on first use. Two processes that make it at once end with one
    /// key.
    public static DeviceKey loadOrCreate(Path file) throws LogFailure {
        try {
            if (!Files.exists(file)) {
                create(file);
            }
            return new DeviceKey(privateKey(Files.readString(file)));
        } catch (IOException | ParseException | JOSEException e) {
            throw new LogFailure(
                    "The device key "
                            + file
                            + " cannot be used; decisions cannot be signed with it."
                            + " Restore the file, or remove it and enrol a new key.",
                    e);
        }
    }

    private static void create(Path file) throws IOException, JOSEException {
        if (file.getParent() != null) {
            Files.createDirectories(file.getParent());
        }
        String jwk =
                new ECKeyGenerator(Curve.P_256).keyIDFromThumbprint(true).generate().toJSONString();
        Path whole = Files.createTempFile(file.toAbsolutePath().getParent(), ".device", ".jwk");
        try {
            Files.setPosixFilePermissions(whole, PosixFilePermissions.fromString("rw-------"));
            Files.writeString(whole, jwk, StandardOpenOption.SYNC);
            Files.createLink(file, whole);
        } catch (FileAlreadyExistsException madeByAnother) {
            // Theirs is whole, because it was linked in one step: use it.
        } finally {
            Files.delete(whole);
        }
    }

    private static ECKey privateKey(String text) throws ParseException {
        ECKey key = ECKey.parse(text);
        if (!key.isPrivate() || !Curve.P_256.equals(key.getCurve())) {
            throw new ParseException("Not a private P-256 key", 0);
        }
        return key;
    }

    /// RFC 7638 SHA-256 thumbprint, base64url: by it people and records name this key.
    public String thumbprint() {
        try {
            return key.computeThumbprint().toString();
        } catch (JOSEException e) {
            throw new IllegalStateException("A loaded P-256 key must have a thumbprint", e);
        }
    }

    /// The public half as JSON, for enrolment.
    public String publicJwk() {
        return key.toPublicJWK().toJSONString();
    }

    /// RFC 7638 SHA-256 thumbprint of a public JWK, base64url.
    ///
    /// @throws ParseException if it is not a public P-256 key
    public static String thumbprint(String jwk) throws ParseException {
        try {
            return publicKey(jwk).computeThumbprint().toString();
        } catch (JOSEException e) {
            throw malformed("Not a key that has a thumbprint");
        }
    }

    private static ECKey publicKey(String jwk) throws ParseException {
        if (jwk.length() > JWK_CHARS_MAX) {
            throw malformed("A key of " + jwk.length() + " characters");
        }
        ECKey key = ECKey.parse(jwk);
        if (key.isPrivate()) {
            throw malformed("A private key was sent where a public one belongs");
        }
        if (!Curve.P_256.equals(key.getCurve())) {
            throw malformed("Not a P-256 key");
        }
        return key;
    }

    /// Signs a decision: compact JWS, `alg` ES256, `kid` the thumbprint, `typ`
    /// `affidavit-decision+jws`.
    public String sign(ConsentDecision decision) {
        return sign(DECISION, new Payload(decision.toJson()));
    }

    /// Signs a statement about this key or another: as a decision, but `typ`
    /// `affidavit-device+jws`.
    public String sign(DeviceStatement statement) {
        return sign(STATEMENT, new Payload(statement.bytes()));
    }

    private String sign(JOSEObjectType type, Payload payload) {
        try {
            var header =
                    new JWSHeader.Builder(JWSAlgorithm.ES256)
                            .type(type)
                            .keyID(thumbprint())
                            .build();
            var jws = new JWSObject(header, payload);
            jws.sign(new ECDSASigner(key));
            return jws.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("A loaded P-256 key must sign", e);
        }
    }

    /// The thumbprint of the key that a decision says it is signed with. Says nothing of whether it
    /// is.
    static String signer(String jws) throws ParseException {
        String kid = parsed(jws).getHeader().getKeyID();
        if (kid == null) {
            throw malformed("It names no key");
        }
        return kid;
    }

    private static JWSObject parsed(String jws) throws ParseException {
        if (jws.length() > JWS_CHARS_MAX) {
            throw malformed("A decision of " + jws.length() + " characters");
        }
        return JWSObject.parse(jws);
    }

    /// Checks a decision against an enrolled public key.
    ///
    /// @throws ParseException if it is malformed, of another type or algorithm, or not signed by
    ///   that key
    public static ConsentDecision verify(String jws, String jwk) throws ParseException {
        return ConsentDecision.parse(verified(jws, jwk, DECISION).toString());
    }

    /// Checks a statement about a device key against the public key that is to have signed it.
    ///
    /// @throws ParseException if it is malformed, of another type or algorithm, or not signed by
    ///   that key
    public static DeviceStatement verifyStatement(String jws, String jwk) throws ParseException {
        return DeviceStatement.parse(verified(jws, jwk, STATEMENT).toBytes());
    }

    private static Payload verified(String jws, String jwk, JOSEObjectType type)
            throws ParseException {
        JWSObject signed = parsed(jws);
        ECKey key = publicKey(jwk);
        checkHeader(signed.getHeader(), key, type);
        try {
            if (!signed.verify(new ECDSAVerifier(key))) {
                throw malformed("The signature does not match the key");
            }
        } catch (JOSEException e) {
            throw malformed("The signature cannot be checked");
        }
        return signed.getPayload();
    }

    /// Only what [#sign] writes: no embedded keys, no URLs, no critical extensions.
    private static void checkHeader(JWSHeader header, ECKey key, JOSEObjectType type)
            throws ParseException {
        if (!HEADERS.equals(header.toJSONObject().keySet())
                || !JWSAlgorithm.ES256.equals(header.getAlgorithm())
                || !type.equals(header.getType())) {
            throw malformed("Not the header of " + type.getType());
        }
        try {
            if (!key.computeThumbprint().toString().equals(header.getKeyID())) {
                throw malformed("Signed by another key");
            }
        } catch (JOSEException e) {
            throw malformed("Not a key that has a thumbprint");
        }
    }

    private static ParseException malformed(String message) {
        return new ParseException(message, 0);
    }
}
