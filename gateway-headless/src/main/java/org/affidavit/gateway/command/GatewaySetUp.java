package org.affidavit.gateway.command;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.affidavit.gateway.config.ConfigInvalid;
import org.affidavit.gateway.config.ConfigTemplates;
import org.affidavit.gateway.config.GatewayConfig;
import org.affidavit.gateway.config.GatewayConfig.Address;
import org.affidavit.gateway.config.GatewayConfigs;
import org.affidavit.gateway.credential.SealedCredentials;
import org.affidavit.sessionlog.key.LogSigner;
import org.affidavit.sessionlog.vault.ReaderKey;

/// Fills a folder with everything a new gateway needs.
///
/// @param files what was made, by path inside the folder, each with what it is
/// @param authorityFingerprint SHA-256 of the CA certificate
/// @param logKey the key that checks the log, as one line
record GatewaySetUp(Map<String, String> files, String authorityFingerprint, String logKey) {
    private static final Address CONTROL = new Address("127.0.0.1", 8443);
    private static final Address ISSUER = new Address("127.0.0.1", 8444);

    /// @param issuer the issuer to believe; empty for one of the gateway's own
    static GatewaySetUp fill(FreshFolder folder, String name, Optional<URI> issuer, Clock clock)
            throws IOException, GeneralSecurityException, ConfigInvalid {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("affidavit.yaml", "configuration");
        files.put("policy.yaml", "policy");
        String fingerprint = certificates(folder, name, clock, files);
        GatewayConfig config = documents(folder, name, issuer, files);
        LogSigner signer = LogSigner.create(folder.path("keys/log.key"), config.log().origin());
        files.put("keys/log.key", "log key");
        ReaderKey.create(
                name + " reader", folder.path("keys/reader.jwk"), folder.path("reader.pub.jwk"));
        files.put("keys/reader.jwk", "reader key");
        files.put("reader.pub.jwk", "reader public");
        SealedCredentials.createKey(folder.path("keys/sealing.key"), new SecureRandom());
        files.put("keys/sealing.key", "sealing key");
        String logKey = signer.verifierKey().vkey();
        folder.write("log.vkey", signer.verifierKey().text());
        files.put("log.vkey", "log public key");
        // Nothing here belongs into a repository: keys, secrets, and a log of data.
        folder.write(".gitignore", "*\n");
        return new GatewaySetUp(files, fingerprint, logKey);
    }

    private static String certificates(
            FreshFolder folder, String name, Clock clock, Map<String, String> files)
            throws IOException, GeneralSecurityException {
        LocalAuthority authority = new LocalAuthority(name, clock);
        LocalAuthority.Identity itself = authority.itself();
        LocalAuthority.Identity server = authority.server(name);
        folder.write("ca.crt", itself.certificatePem());
        folder.writeSecret("tls/ca.key", itself.keyPem());
        folder.write("tls/server.crt", server.certificatePem());
        folder.writeSecret("tls/server.key", server.keyPem());
        files.put("ca.crt", "CA for clients");
        files.put("tls/ca.key", "CA key");
        files.put("tls/server.crt", "certificate");
        files.put("tls/server.key", "key");
        return itself.fingerprint();
    }

    private static GatewayConfig documents(
            FreshFolder folder, String name, Optional<URI> issuer, Map<String, String> files)
            throws IOException, GeneralSecurityException, ConfigInvalid {
        folder.write("policy.yaml", ConfigTemplates.policy());
        if (issuer.isPresent()) {
            folder.write("affidavit.yaml", ConfigTemplates.production(name, CONTROL, issuer.get()));
        } else {
            folder.write("affidavit.yaml", ConfigTemplates.config(name, CONTROL, ISSUER));
            developmentIssuer(folder, files);
        }
        return GatewayConfigs.read(folder.path("affidavit.yaml"));
    }

    private static void developmentIssuer(FreshFolder folder, Map<String, String> files)
            throws IOException, GeneralSecurityException {
        folder.write("development-clients.yaml", ConfigTemplates.developmentClients());
        files.put("development-clients.yaml", "clients");
        SecureRandom random = new SecureRandom();
        for (String file : ConfigTemplates.DEVELOPMENT_SECRETS) {
            byte[] secret = new byte[32];
            random.nextBytes(secret);
            folder.writeSecret(
                    file, Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
            files.put(file, "client secret");
        }
        folder.writeSecret("keys/issuer.jwk", issuerKey());
        files.put("keys/issuer.jwk", "issuer key");
    }

    private static String issuerKey() throws GeneralSecurityException {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.ES256)
                    .keyIDFromThumbprint(true)
                    .generate()
                    .toJSONString();
        } catch (JOSEException e) {
            throw new GeneralSecurityException("The issuer's key cannot be made", e);
        }
    }
}
