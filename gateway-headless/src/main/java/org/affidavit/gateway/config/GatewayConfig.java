package org.affidavit.gateway.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.affidavit.sessionlog.anchor.Cosigner;

/// What the operator wrote, checked and typed. Paths are absolute: relative ones were resolved
/// against the file's folder.
///
/// @param digest lower-case hex SHA-256 of the file's bytes
/// @param connections by name, in the order of the file
public record GatewayConfig(
        Path file,
        String digest,
        String name,
        Address control,
        Tls tls,
        Log log,
        List<Issuer> issuers,
        Optional<DevelopmentIssuer> developmentIssuer,
        Path policy,
        Approval approvals,
        Map<String, Connection> connections) {
    public GatewayConfig {
        issuers = List.copyOf(issuers);
        connections = Collections.unmodifiableMap(new LinkedHashMap<>(connections));
    }

    /// How agents on a listener are asked for their token. It is the listener's and not the
    /// resource's: whoever is asked is not known yet, and must not learn what resources there are.
    public AgentLogin agentLogin(Address listen) {
        return connections.values().stream()
                .filter(connection -> connection.listen().equals(listen))
                .map(Connection::agentLogin)
                .findFirst()
                .orElse(AgentLogin.PASSWORD);
    }

    /// The key that seals the credentials of targets: always at this place beside the file.
    public Path sealingKey() {
        return file.resolveSibling("keys").resolve("sealing.key");
    }

    /// What operators say of device keys: always at this place beside the file.
    public Path operatorWord() {
        return file.resolveSibling("operator-devices.txt");
    }

    /// A host and port to listen on or to call. Port 0 means any free one.
    public record Address(String host, int port) {}

    /// The gateway's own certificate chain and key (PEM), and the CA to hand to clients.
    public record Tls(Path certificate, Path key, Path ca) {}

    /// Where the log lies and which key signs it.
    ///
    /// @param recipients files with the public keys of those who may read what is recorded
    /// @param officers groups whose members may erase and hold; nobody if there is none
    /// @param strict true when even a command proven read-only waits for its intent to be durable
    /// @param anchors what ties the log to the world outside it
    public record Log(
            Path folder,
            Path signingKey,
            String origin,
            List<Path> recipients,
            List<String> officers,
            boolean strict,
            Anchors anchors) {
        public Log {
            recipients = List.copyOf(recipients);
            officers = List.copyOf(officers);
        }
    }

    /// @param knownCheckpoint a checkpoint of the log, kept elsewhere, that the log must contain
    /// @param witnesses each asked to cosign the log's checkpoints
    /// @param every how long to wait between two checkpoints that are sent to witnesses
    /// @param timestamps the authority that stamps the log's checkpoints
    public record Anchors(
            Optional<Path> knownCheckpoint,
            List<WitnessSite> witnesses,
            Duration every,
            Optional<StampSite> timestamps) {
        /// None at all.
        public static final Anchors NONE =
                new Anchors(Optional.empty(), List.of(), Duration.ofMinutes(1), Optional.empty());

        public Anchors {
            witnesses = List.copyOf(witnesses);
        }
    }

    /// A time stamp authority, RFC 3161 over HTTP.
    ///
    /// @param ca certificates that its answers must lead to
    public record StampSite(URI url, Duration every, Path ca) {}

    /// A witness.
    ///
    /// @param url its address, to which `/add-checkpoint` is appended
    public record WitnessSite(URI url, Cosigner key) {}

    /// An OIDC issuer whose tokens are accepted.
    ///
    /// @param groupsClaim name of the claim that lists groups
    /// @param scope what clients that ask how to get a token are told to ask for
    /// @param ca CA that signed the issuer's own TLS certificate, if not a public one
    public record Issuer(
            URI issuer,
            String audience,
            String groupsClaim,
            String ownerClaim,
            String scope,
            Optional<Path> ca) {
        /// Where the issuer describes itself.
        public URI discovery() {
            return URI.create(
                    issuer.toString().replaceAll("/$", "") + "/.well-known/openid-configuration");
        }
    }

    /// The built-in issuer, for evaluation only: who it knows and with which secrets.
    ///
    /// @param clients file that lists clients (name, secret file, owner, groups)
    /// @param key file of the private JWK that signs its tokens
    public record DevelopmentIssuer(Address listen, Path clients, Path key, Duration tokenLife) {}

    /// How long held commands wait, and for whom.
    ///
    /// @param firstUse whether a person's first device key counts without an operator's word
    public record Approval(Duration expire, List<String> approverGroups, boolean firstUse) {
        public Approval {
            approverGroups = List.copyOf(approverGroups);
        }

        /// With first keys that count at once.
        public Approval(Duration expire, List<String> approverGroups) {
            this(expire, approverGroups, true);
        }
    }

    /// A resource and how to reach it.
    ///
    /// @param kind protocol, such as `postgres`
    /// @param listen where agents connect for resources of this kind; several may share one
    /// @param agentLogin how agents are asked for their token unless they say otherwise
    /// @param upstream the target
    /// @param database the target's database name
    /// @param user the target's user name
    /// @param login what the gateway shows when the target asks for a password
    public record Connection(
            String name,
            String kind,
            Address listen,
            AgentLogin agentLogin,
            Address upstream,
            String database,
            String user,
            Login login,
            UpstreamTls tls) {}

    /// What the gateway shows when a target asks for a password.
    public sealed interface Login {
        /// Whether the target may see the password itself, inside TLS. Without that only a proof
        /// that the gateway knows it leaves (SCRAM).
        boolean inClear();

        /// A password that is kept sealed.
        record Sealed(Path file, boolean inClear) implements Login {
            /// One that the target never sees.
            public Sealed(Path file) {
                this(file, false);
            }
        }

        /// A password that a program prints for each login, such as a token of a cloud.
        ///
        /// @param line the program, by its whole path, and its arguments; no shell reads them
        record Command(List<String> line, boolean inClear) implements Login {
            public Command {
                line = List.copyOf(line);
            }
        }

        /// None: the gateway's own certificate is enough for the target.
        record CertificateAlone() implements Login {
            @Override
            public boolean inClear() {
                return false;
            }
        }
    }

    /// How an agent shows its token. The token is the same, and so is what is checked.
    public enum AgentLogin {
        /// As a password, which every client can.
        PASSWORD,
        /// By SASL OAUTHBEARER, for clients that fetch tokens themselves.
        OAUTHBEARER
    }

    /// How the target's certificate is checked.
    ///
    /// @param ca the CA to believe (the platform's own ones if empty); the one certificate itself
    ///   when it is pinned
    /// @param own the certificate that the gateway shows itself
    public record UpstreamTls(Mode mode, Optional<Path> ca, Optional<OwnCertificate> own) {
        /// Where the gateway shows no certificate.
        public UpstreamTls(Mode mode, Optional<Path> ca) {
            this(mode, ca, Optional.empty());
        }

        /// A certificate chain and its key (PEM).
        public record OwnCertificate(Path certificate, Path key) {}

        /// The modes there are: nothing in between pretends to be safe.
        public enum Mode {
            /// The certificate leads to the CA and names the host.
            VERIFY_FULL,
            /// The certificate is exactly the one in the file.
            PINNED,
            /// No TLS; for targets on this machine only.
            DISABLE
        }
    }
}
