package org.affidavit.gateway.protocol;

import java.time.Clock;
import org.affidavit.gateway.approval.Approvals;
import org.affidavit.gateway.config.GatewayConfig;
import org.affidavit.gateway.credential.CredentialStore;
import org.affidavit.gateway.identity.TokenVerifier;
import org.affidavit.gateway.masking.Masking;
import org.affidavit.gateway.policy.PolicyEngine;
import org.affidavit.gateway.policy.SqlReader;
import org.affidavit.gateway.recording.Recorder;

/// Everything a protocol asks before it lets a byte through.
public record Gatekeeper(
        GatewayConfig config,
        TokenVerifier tokens,
        PolicyEngine policy,
        MaskingRules masking,
        SqlReader sql,
        Approvals approvals,
        Recorder recorder,
        CredentialStore credentials,
        Clock clock) {
    /// The masking rules by resource.
    @FunctionalInterface
    public interface MaskingRules {
        Masking of(String resource);
    }
}
