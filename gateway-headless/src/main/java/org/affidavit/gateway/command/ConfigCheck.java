package org.affidavit.gateway.command;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import org.affidavit.gateway.config.ConfigInvalid;
import org.affidavit.gateway.config.GatewayConfig;
import org.affidavit.gateway.config.GatewayConfig.Connection;
import org.affidavit.gateway.config.SourceFile;
import org.affidavit.gateway.credential.CredentialUnavailable;
import org.affidavit.gateway.credential.SealedCredentials;
import org.affidavit.gateway.identity.DevelopmentIssuer;
import org.affidavit.gateway.identity.OidcTokens;
import org.affidavit.gateway.listen.TlsMaterial;
import org.affidavit.gateway.policy.Policies;
import org.affidavit.sessionlog.key.LogSigner;

/// Reads every file that a configuration names, as the gateway would, without starting anything.
record ConfigCheck(GatewayConfig config, Clock clock) {
    void run() throws ConfigInvalid, CredentialUnavailable, IOException, CommandFailed {
        var _ = Policies.read(SourceFile.read(config.policy()), config.approvals());
        var _ = TlsMaterial.server(config.tls(), "http/1.1");
        var _ = TrustedHttp.trusting(config.tls().ca());
        var _ = LogSigner.load(config.log().signingKey(), config.log().origin());
        OidcTokens.trusting(config.issuers(), clock).close();
        if (config.developmentIssuer().isPresent()) {
            DevelopmentIssuer.check(config.developmentIssuer().get());
        }
        SealedCredentials credentials =
                new SealedCredentials(config.sealingKey(), new SecureRandom());
        for (Connection connection : config.connections().values()) {
            check(connection, credentials);
        }
    }

    private static void check(Connection connection, SealedCredentials credentials)
            throws CredentialUnavailable, IOException {
        credentials.open(connection).close();
        var _ = TlsMaterial.client(connection.tls());
    }
}
