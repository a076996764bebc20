package org.affidavit.gateway.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/// Checks signatures. The key's own type must fit the algorithm, so that no key is ever used in a
/// way it was not made for.
final class Signatures {
    private static final int RSA_BITS_MIN = 2048;

    /// What stands before the 32 bytes of an Ed25519 key in its X.509 form (RFC 8410).
    private static final byte[] ED25519 = HexFormat.of().parseHex("302a300506032b6570032100");

    private Signatures() {}

    /// True when a key may have made signatures with an algorithm.
    static boolean fits(JWK key, String algorithm) {
        if (key.getKeyUse() != null && !key.getKeyUse().equals(KeyUse.SIGNATURE)) {
            return false;
        }
        boolean sameName =
                key.getAlgorithm() == null || key.getAlgorithm().getName().equals(algorithm);
        return sameName
                && switch (algorithm) {
                    case "RS256", "PS256" ->
                            key instanceof RSAKey rsa && rsa.size() >= RSA_BITS_MIN;
                    case "ES256" -> key instanceof ECKey ec && Curve.P_256.equals(ec.getCurve());
                    case "EdDSA", "Ed25519" ->
                            key instanceof OctetKeyPair pair
                                    && Curve.Ed25519.equals(pair.getCurve());
                    default -> false;
                };
    }

    /// True when the signature over the token was made with the key.
    static boolean good(SignedToken token, JWK key) {
        try {
            return switch (key) {
                case RSAKey rsa -> good(token, new RSASSAVerifier(rsa.toRSAPublicKey()));
                case ECKey ec -> good(token, new ECDSAVerifier(ec.toECPublicKey()));
                case OctetKeyPair pair -> good(token, pair);
                default -> false;
            };
        } catch (JOSEException | GeneralSecurityException _) {
            return false;
        }
    }

    private static boolean good(SignedToken token, JWSVerifier verifier) throws JOSEException {
        JWSHeader header = new JWSHeader(JWSAlgorithm.parse(token.algorithm()));
        return verifier.verify(header, token.signed(), Base64URL.encode(token.signature()));
    }

    private static boolean good(SignedToken token, OctetKeyPair pair)
            throws GeneralSecurityException {
        byte[] raw = pair.getDecodedX();
        byte[] encoded = Arrays.copyOf(ED25519, ED25519.length + raw.length);
        System.arraycopy(raw, 0, encoded, ED25519.length, raw.length);
        PublicKey key =
                KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
        Signature signature = Signature.getInstance("Ed25519");
        signature.initVerify(key);
        signature.update(token.signed());
        return signature.verify(token.signature());
    }
}
