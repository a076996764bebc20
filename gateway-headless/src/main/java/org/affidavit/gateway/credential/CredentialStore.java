package org.affidavit.gateway.credential;

import org.affidavit.gateway.config.GatewayConfig;

/// Opens credentials of targets.
public interface CredentialStore {
    /// The secret for a connection. The caller closes it, which wipes it.
    ///
    /// @throws CredentialUnavailable if it is missing or cannot be opened
    Secret open(GatewayConfig.Connection connection) throws CredentialUnavailable;
}
