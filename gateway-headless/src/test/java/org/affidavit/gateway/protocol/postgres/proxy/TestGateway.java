package org.affidavit.gateway.protocol.postgres.proxy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.affidavit.gateway.config.GatewayConfig;
import org.affidavit.gateway.config.GatewayConfig.Address;
import org.affidavit.gateway.config.GatewayConfig.AgentLogin;
import org.affidavit.gateway.config.GatewayConfig.UpstreamTls;
import org.affidavit.gateway.credential.CredentialStore;
import org.affidavit.gateway.credential.Secret;
import org.affidavit.gateway.credential.TargetCredentials;
import org.affidavit.gateway.identity.SessionSecrets;
import org.affidavit.gateway.identity.TokenRefused;
import org.affidavit.gateway.identity.TokenVerifier;
import org.affidavit.gateway.identity.VerifiedToken;
import org.affidavit.gateway.listen.EventLoops;
import org.affidavit.gateway.policy.PostgresSqlReader;
import org.affidavit.gateway.policy.SqlReader;
import org.affidavit.gateway.protocol.Gatekeeper;
import org.affidavit.sessionlog.event.Principal;

/// The real data path over hand-written doubles of its neighbours.
final class TestGateway implements AutoCloseable {
    static final String TOKEN = "good-token";
    static final Principal AGENT =
            new Principal(
                    "https://issuer.test",
                    "agent-7",
                    "billing-bot",
                    "Olga Owner",
                    List.of("agents"));

    final InMemoryRecorder recorder = new InMemoryRecorder();
    final ManualApprovals approvals = new ManualApprovals();
    final ScriptedPolicy policy = new ScriptedPolicy();
    final SessionSecrets secrets;
    final TestCertificates certificates;
    final EventLoops loops = EventLoops.start();
    final PostgresProtocol protocol;
    volatile Instant tokenUntil = Instant.MAX;

    private TestGateway(Options options) throws Exception {
        Path folder = Files.createTempDirectory("gateway-tls");
        certificates = TestCertificates.in(folder, "localhost", "127.0.0.1");
        secrets =
                new SessionSecrets(
                        tokens(),
                        Set.of("plain-db", "masked-db"),
                        recorder,
                        Clock.systemUTC(),
                        new SecureRandom());
        var keeper =
                new Gatekeeper(
                        config(options, folder),
                        secrets,
                        policy,
                        options.masking,
                        options.sql,
                        approvals,
                        recorder,
                        credentials(options),
                        Clock.systemUTC());
        protocol = PostgresProtocol.start(keeper, loops, options.limits);
    }

    static TestGateway start() throws Exception {
        return start(UnaryOperator.identity());
    }

    static TestGateway start(UnaryOperator<Options> change) throws Exception {
        return new TestGateway(
                change.apply(
                        new Options(
                                new Address("127.0.0.1", EmbeddedTarget.shared().port()),
                                "postgres",
                                "",
                                new UpstreamTls(UpstreamTls.Mode.DISABLE, Optional.empty()),
                                PostgresLimits.standard(),
                                true,
                                new FirstWordReader(),
                                resource -> new EmailMasking(resource.startsWith("masked")),
                                UnaryOperator.identity())));
    }

    record Options(
            Address upstream,
            String user,
            String password,
            UpstreamTls tls,
            PostgresLimits limits,
            boolean strict,
            SqlReader sql,
            Gatekeeper.MaskingRules masking,
            UnaryOperator<GatewayConfig.Connection> connection) {
        /// With other settings of each connection.
        Options withConnections(UnaryOperator<GatewayConfig.Connection> change) {
            return new Options(upstream, user, password, tls, limits, strict, sql, masking, change);
        }

        Options withUpstream(Address other) {
            return new Options(
                    other, user, password, tls, limits, strict, sql, masking, connection);
        }

        Options withUser(String other, String secret) {
            return new Options(
                    upstream, other, secret, tls, limits, strict, sql, masking, connection);
        }

        Options withTls(UpstreamTls other) {
            return new Options(
                    upstream, user, password, other, limits, strict, sql, masking, connection);
        }

        Options withLimits(PostgresLimits other) {
            return new Options(
                    upstream, user, password, tls, other, strict, sql, masking, connection);
        }

        /// With the product's own reading of SQL and its own masking.
        Options real(Gatekeeper.MaskingRules rules) {
            return new Options(
                    upstream,
                    user,
                    password,
                    tls,
                    limits,
                    strict,
                    new PostgresSqlReader(),
                    rules,
                    connection);
        }

        Options withSql(SqlReader other) {
            return new Options(
                    upstream, user, password, tls, limits, strict, other, masking, connection);
        }

        Options relaxed() {
            return new Options(
                    upstream, user, password, tls, limits, false, sql, masking, connection);
        }
    }

    private GatewayConfig config(Options options, Path folder) {
        Map<String, GatewayConfig.Connection> connections = new LinkedHashMap<>();
        for (String name : List.of("plain-db", "masked-db")) {
            connections.put(
                    name,
                    options.connection.apply(
                            new GatewayConfig.Connection(
                                    name,
                                    PostgresProtocol.KIND,
                                    new Address("127.0.0.1", 0),
                                    AgentLogin.PASSWORD,
                                    options.upstream,
                                    "postgres",
                                    options.user,
                                    new GatewayConfig.Login.Sealed(folder.resolve("credential")),
                                    options.tls)));
        }
        return new GatewayConfig(
                folder.resolve("affidavit.yaml"),
                "0".repeat(64),
                "test",
                new Address("127.0.0.1", 0),
                new GatewayConfig.Tls(
                        certificates.certificate(), certificates.key(), certificates.ca()),
                new GatewayConfig.Log(
                        folder,
                        folder.resolve("log.key"),
                        "test/log",
                        List.of(folder.resolve("reader.pub.jwk")),
                        List.of(),
                        options.strict,
                        GatewayConfig.Anchors.NONE),
                List.of(
                        new GatewayConfig.Issuer(
                                URI.create(AGENT.issuer()),
                                "affidavit",
                                "groups",
                                "owner",
                                "openid agents",
                                Optional.empty())),
                Optional.empty(),
                folder,
                new GatewayConfig.Approval(Duration.ofMinutes(5), List.of("leads")),
                connections);
    }

    /// Programs are run as ever; what would be sealed is given.
    private static CredentialStore credentials(Options options) {
        var real = TargetCredentials.sealedWith(Path.of("none"));
        return connection ->
                connection.login() instanceof GatewayConfig.Login.Command
                        ? real.open(connection)
                        : new Secret(options.password.toCharArray());
    }

    private TokenVerifier tokens() {
        return token ->
                token.equals(TOKEN)
                        ? CompletableFuture.completedFuture(new VerifiedToken(AGENT, tokenUntil))
                        : CompletableFuture.failedFuture(
                                new TokenRefused("token-expired", "it expired at noon"));
    }

    int port() {
        return protocol.listeners().getFirst().address().getPort();
    }

    Connection connect(String resource, String... more) throws Exception {
        return connectAs(AGENT.name(), TOKEN, resource, more);
    }

    Connection connectAs(String user, String token, String resource, String... more)
            throws Exception {
        var properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", token);
        properties.setProperty("sslmode", "verify-full");
        properties.setProperty("sslrootcert", certificates.ca().toString());
        for (int i = 0; i < more.length; i += 2) {
            properties.setProperty(more[i], more[i + 1]);
        }
        return DriverManager.getConnection(
                "jdbc:postgresql://localhost:" + port() + "/" + resource, properties);
    }

    @Override
    public void close() {
        protocol.close();
        loops.close();
    }
}
