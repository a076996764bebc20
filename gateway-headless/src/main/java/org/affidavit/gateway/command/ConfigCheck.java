package org.affidavit.gateway.command;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.affidavit.gateway.config.ConfigInvalid;
import org.affidavit.gateway.config.ConfigProblem;
import org.affidavit.gateway.config.GatewayConfig;
import org.affidavit.gateway.config.GatewayConfig.Connection;
import org.affidavit.gateway.config.GatewayConfigs;
import org.affidavit.gateway.config.SourceFile;
import org.affidavit.gateway.credential.CredentialUnavailable;
import org.affidavit.gateway.credential.TargetCredentials;
import org.affidavit.gateway.identity.DevelopmentIssuer;
import org.affidavit.gateway.identity.OidcTokens;
import org.affidavit.gateway.listen.TlsMaterial;
import org.affidavit.gateway.policy.Policies;
import org.affidavit.gateway.policy.PolicyDoubts;
import org.affidavit.sessionlog.key.LogSigner;
import org.affidavit.sessionlog.vault.Recipients;

/// Reads every file that a configuration names, as the gateway would, without starting anything.
record ConfigCheck(GatewayConfig config, Clock clock) {
    /// @return what works and is hardly meant
    List<ConfigProblem> run()
            throws ConfigInvalid, CredentialUnavailable, IOException, CommandFailed {
        List<ConfigProblem> doubts = new ArrayList<>(GatewayConfigs.checkFiles(config.file()));
        SourceFile policy = SourceFile.read(config.policy());
        var _ = Policies.read(policy, config.approvals());
        doubts.addAll(PolicyDoubts.in(policy, config.connections().keySet()));
        checkTls();
        var _ = TrustedHttp.trusting(config.tls().ca());
        var _ = LogSigner.load(config.log().signingKey(), config.log().origin());
        var _ = Recipients.read(config.log().recipients());
        OidcTokens.trusting(config.issuers(), clock).close();
        if (config.developmentIssuer().isPresent()) {
            DevelopmentIssuer.check(config.developmentIssuer().get());
        }
        var credentials = TargetCredentials.sealedWith(config.sealingKey());
        for (Connection connection : config.connections().values()) {
            check(connection, credentials);
        }
        return doubts;
    }

    private void checkTls() throws ConfigInvalid, IOException {
        GatewayConfig.Tls tls = config.tls();
        var _ = TlsMaterial.server(tls, "http/1.1");
        if (!new TlsPair(tls.certificate(), tls.key()).fits()) {
            throw GatewayConfigs.invalid(
                    config.file(),
                    "/tls/key",
                    tls.key() + " is not the key of the certificate " + tls.certificate() + ".",
                    "Name the key that the certificate was made for.");
        }
    }

    private static void check(Connection connection, TargetCredentials credentials)
            throws CredentialUnavailable, IOException {
        credentials.check(connection);
        var _ = TlsMaterial.client(connection.tls());
    }
}
