package org.affidavit.sessionlog.anchor;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.stream.Collectors;
import org.affidavit.sessionlog.tree.TreeHash;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;

/// RFC 3161: what a time stamp authority signs of some bytes, namely that they existed by a time.
/// The JDK has no public code for it.
public final class Timestamp {
    /// Longest answer of an authority, in bytes.
    public static final int BYTES_MAX = 64 << 10;

    private Timestamp() {}

    /// What to send to an authority, as `application/timestamp-query`.
    ///
    /// @param nonce positive; comes back in the answer
    public static byte[] query(byte[] stamped, BigInteger nonce) {
        var generator = new TimeStampRequestGenerator();
        generator.setCertReq(true);
        try {
            return generator.generate(TSPAlgorithms.SHA256, sha256(stamped), nonce).getEncoded();
        } catch (IOException e) {
            throw new IllegalStateException("A query has one form", e);
        }
    }

    /// Checks the answer to a query, and what it says.
    ///
    /// @param authorities CA certificates that are believed for this
    /// @return when the authority says that the bytes existed
    /// @throws NotGenuine if this is not a stamp of these bytes by such an authority, in answer to
    ///   that query
    public static Instant answered(
            byte[] answer, byte[] query, byte[] stamped, List<X509Certificate> authorities)
            throws NotGenuine {
        try {
            new TimeStampResponse(answer).validate(new TimeStampRequest(query));
            return check(answer, stamped, authorities);
        } catch (TSPException | IOException | RuntimeException e) {
            throw new NotGenuine("it does not answer the query: " + e.getMessage(), e);
        }
    }

    /// Checks a kept answer.
    ///
    /// @return when the authority says that the bytes existed
    /// @throws NotGenuine if this is not a stamp of these bytes by such an authority
    public static Instant check(byte[] answer, byte[] stamped, List<X509Certificate> authorities)
            throws NotGenuine {
        if (answer.length > BYTES_MAX) {
            throw new NotGenuine("it is too long");
        }
        try {
            var response = new TimeStampResponse(answer);
            TimeStampToken token = response.getTimeStampToken();
            if (token == null) {
                throw new NotGenuine("the authority refused: " + response.getStatusString());
            }
            var info = token.getTimeStampInfo();
            if (!info.getMessageImprintAlgOID().equals(TSPAlgorithms.SHA256)
                    || !Arrays.equals(info.getMessageImprintDigest(), sha256(stamped))) {
                throw new NotGenuine("it is a stamp of something else");
            }
            if (!Arrays.equals(answer, response.getEncoded())) {
                throw new NotGenuine("it is not in its one form");
            }
            checkSigner(token, info.getGenTime(), authorities);
            return info.getGenTime().toInstant();
        } catch (NotGenuine e) {
            throw e;
        } catch (TSPException | IOException | RuntimeException e) {
            // The library answers some nonsense with exceptions of no declared kind.
            throw new NotGenuine("it is no stamp: " + e.getMessage(), e);
        }
    }

    private static void checkSigner(
            TimeStampToken token, Date at, List<X509Certificate> authorities) throws NotGenuine {
        try {
            var converter = new JcaX509CertificateConverter();
            var certificates = new ArrayList<X509Certificate>();
            for (X509CertificateHolder holder : token.getCertificates().getMatches(null)) {
                certificates.add(converter.getCertificate(holder));
            }
            X509CertificateHolder signer =
                    token.getCertificates().getMatches(null).stream()
                            .filter(token.getSID()::match)
                            .findFirst()
                            .orElseThrow(() -> new NotGenuine("it has no signer's certificate"));
            token.validate(new JcaSimpleSignerInfoVerifierBuilder().build(signer));
            checkPath(converter.getCertificate(signer), certificates, at, authorities);
        } catch (TSPException | OperatorCreationException | CertificateException e) {
            throw new NotGenuine("its signature is not genuine: " + e.getMessage(), e);
        }
    }

    /// At the time of the stamp: an authority's certificate runs out long before its stamps lose
    /// their worth.
    private static void checkPath(
            X509Certificate signer,
            List<X509Certificate> certificates,
            Date at,
            List<X509Certificate> authorities)
            throws NotGenuine {
        if (authorities.isEmpty()) {
            throw new NotGenuine("no authority is believed");
        }
        try {
            var target = new X509CertSelector();
            target.setCertificate(signer);
            var parameters =
                    new PKIXBuilderParameters(
                            authorities.stream()
                                    .map(each -> new TrustAnchor(each, null))
                                    .collect(Collectors.toSet()),
                            target);
            parameters.addCertStore(
                    CertStore.getInstance(
                            "Collection", new CollectionCertStoreParameters(certificates)));
            parameters.setDate(at);
            parameters.setRevocationEnabled(false);
            var _ = CertPathBuilder.getInstance("PKIX").build(parameters);
        } catch (InvalidAlgorithmParameterException e) {
            throw new IllegalStateException("There is at least one authority", e);
        } catch (GeneralSecurityException e) {
            throw new NotGenuine(
                    "its signer's certificate leads to no authority that is believed", e);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        return TreeHash.sha256().digest(bytes);
    }

    /// Something is not the stamp that it should be; the message completes "the stamp does not
    /// count: ".
    public static final class NotGenuine extends Exception {
        @java.io.Serial private static final long serialVersionUID = 1;

        NotGenuine(String message) {
            super(message);
        }

        NotGenuine(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
