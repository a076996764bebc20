package org.affidavit.gateway.protocol.postgres.proxy;

import static org.affidavit.gateway.protocol.postgres.proxy.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.affidavit.gateway.config.GatewayConfig.Connection;
import org.affidavit.gateway.config.GatewayConfig.Login;
import org.affidavit.gateway.config.GatewayConfig.UpstreamTls;
import org.affidavit.gateway.config.GatewayConfig.UpstreamTls.OwnCertificate;
import org.affidavit.sessionlog.event.GatewayEvent.AccessRefused;
import org.junit.jupiter.api.Test;

/// How the gateway shows a target who it is.
class TargetLoginTest {
    private static final Login CLEAR = new Login.Sealed(Path.of("none"), true);
    private static final String WHO =
            "SELECT current_user || ' ' || coalesce(client_dn, '-') FROM pg_stat_ssl WHERE pid ="
                    + " pg_backend_pid()";

    @Test
    void showsItsOwnCertificateWhereThatIsEnough() throws Exception {
        var own = EmbeddedTarget.shared().clients;
        try (var gateway = start("cert_user", "", new Login.CertificateAlone(), shows(own))) {
            assertThat(first(gateway, WHO)).isEqualTo("cert_user /CN=cert_user");
        }
    }

    @Test
    void showsItsCertificateBesideAPassword() throws Exception {
        var own = EmbeddedTarget.shared().clients;
        try (var gateway =
                start(
                        EmbeddedTarget.SCRAM_USER,
                        EmbeddedTarget.SCRAM_PASSWORD,
                        new Login.Sealed(Path.of("none")),
                        shows(own))) {
            assertThat(first(gateway, WHO)).isEqualTo("scram_user /CN=cert_user");
        }
    }

    @Test
    void saysWhenTheTargetDoesNotAcceptTheCertificate() throws Exception {
        var other = TestCertificates.in(Files.createTempDirectory("other"), "cert_user");
        refuses(
                start("cert_user", "", new Login.CertificateAlone(), shows(other)),
                "it may not accept the gateway's certificate");
    }

    @Test
    void saysWhenTheTargetWantsACertificateAndThereIsNone() throws Exception {
        refuses(
                start("cert_user", "", new Login.CertificateAlone(), verified(Optional.empty())),
                "does not accept the gateway's credential");
    }

    @Test
    void saysWhenTheTargetWantsAPasswordAndThereIsACertificateOnly() throws Exception {
        var own = EmbeddedTarget.shared().clients;
        for (String user : List.of(EmbeddedTarget.SCRAM_USER, "clear_user")) {
            refuses(
                    start(user, "", new Login.CertificateAlone(), shows(own)),
                    "the gateway has a certificate only");
        }
    }

    @Test
    void givesThePasswordItselfInsideTlsIfThatIsAllowed() throws Exception {
        try (var gateway = start("clear_user", "x", CLEAR, verified(Optional.empty()))) {
            assertThat(first(gateway, WHO)).isEqualTo("clear_user -");
        }
        refuses(
                start(
                        "clear_user",
                        "x",
                        new Login.Sealed(Path.of("none")),
                        verified(Optional.empty())),
                "in clear, which it does not get");
    }

    @Test
    void neverGivesThePasswordItselfOutsideTls() throws Exception {
        refuses(
                start(
                        "clear_user",
                        "x",
                        CLEAR,
                        new UpstreamTls(UpstreamTls.Mode.DISABLE, Optional.empty())),
                "in clear, which it does not get");
    }

    @Test
    void neverGivesThePasswordAsMd5() throws Exception {
        refuses(
                start("md5_user", "x", CLEAR, verified(Optional.empty())),
                "as MD5, which it does not get");
    }

    @Test
    void asksAProgramForThePassword() throws Exception {
        var token = new Login.Command(List.of("/bin/echo", "x"), true);
        try (var gateway = start("clear_user", "", token, verified(Optional.empty()))) {
            assertThat(first(gateway, WHO)).isEqualTo("clear_user -");
        }
        var scram = new Login.Command(List.of("/bin/echo", EmbeddedTarget.SCRAM_PASSWORD), false);
        try (var gateway =
                start(EmbeddedTarget.SCRAM_USER, "", scram, verified(Optional.empty()))) {
            assertThat(first(gateway, WHO)).isEqualTo("scram_user -");
        }
    }

    @Test
    void opensNothingWhenTheProgramFails() throws Exception {
        var failing = new Login.Command(List.of("/bin/sh", "-c", "echo secret; exit 1"), true);
        try (var gateway = start("clear_user", "", failing, verified(Optional.empty()))) {
            assertThatThrownBy(() -> gateway.connect("plain-db"))
                    .hasMessageContaining("no usable credential")
                    .hasMessageNotContaining("secret");
            assertThat(code(gateway)).isEqualTo("credential-unavailable");
        }
    }

    private static void refuses(TestGateway started, String because) throws Exception {
        try (TestGateway gateway = started) {
            assertThatThrownBy(() -> gateway.connect("plain-db")).hasMessageContaining(because);
            assertThat(code(gateway)).startsWith("target-");
        }
    }

    private static TestGateway start(String user, String password, Login login, UpstreamTls tls)
            throws Exception {
        return TestGateway.start(options ->
                options.withUser(user, password)
                        .withTls(tls)
                        .withConnections(plain ->
                                new Connection(
                                        plain.name(),
                                        plain.kind(),
                                        plain.listen(),
                                        plain.agentLogin(),
                                        plain.upstream(),
                                        plain.database(),
                                        plain.user(),
                                        login,
                                        plain.tls())));
    }

    private static UpstreamTls shows(TestCertificates own) throws Exception {
        return verified(Optional.of(new OwnCertificate(own.certificate(), own.key())));
    }

    private static UpstreamTls verified(Optional<OwnCertificate> own) throws Exception {
        return new UpstreamTls(
                UpstreamTls.Mode.VERIFY_FULL,
                Optional.of(EmbeddedTarget.shared().certificates.ca()),
                own);
    }

    private static String first(TestGateway gateway, String sql) throws Exception {
        try (var connection = gateway.connect("plain-db");
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static String code(TestGateway gateway) {
        until("a refusal is recorded", () -> !gateway.recorder.events.isEmpty());
        return ((AccessRefused) gateway.recorder.events.getFirst()).code();
    }
}
