package org.affidavit.gateway.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Matcher;
import org.affidavit.gateway.config.GatewayConfig.Login;
import org.affidavit.gateway.config.GatewayConfig.UpstreamTls.Mode;
import org.affidavit.gateway.config.GatewayConfigs;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionCommandTest {
    @TempDir static Path shared;
    private static TestDatabase plain;
    private static TestDatabase secure;

    @TempDir Path scratch;
    private TestFolder gateway;

    @BeforeAll
    static void startDatabases() throws Exception {
        plain = TestDatabase.withoutTls(Files.createDirectory(shared.resolve("plain")));
        secure = TestDatabase.withTls(Files.createDirectory(shared.resolve("secure")));
    }

    @AfterAll
    static void stopDatabases() throws Exception {
        plain.close();
        secure.close();
    }

    @BeforeEach
    void makeAGateway() throws Exception {
        gateway = TestFolder.init(scratch);
    }

    @Test
    void aTargetHereWithoutTlsIsAddedAndSaidToBeWithout() throws Exception {
        var run = gateway.add(plain);
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.err()).contains("offers no TLS").contains("PostgreSQL 18");
        assertThat(run.out()).contains("psql \"host=127.0.0.1").contains("jdbc:postgresql://");
        var connection = GatewayConfigs.read(gateway.config()).connections().get("prod-db");
        assertThat(connection.tls().mode()).isEqualTo(Mode.DISABLE);
        assertThat(gateway.run("connection", "test", "prod-db").out()).startsWith("ok prod-db");
        assertThat(gateway.run("connection", "list", "--json").out()).contains("\"prod-db\"");
    }

    @Test
    void theUnknownCertificateOfATargetHereIsPinnedWithItsFingerprint() throws Exception {
        var run = gateway.add(secure);
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.err()).contains("pinned").contains(secure.fingerprint());
        var tls = GatewayConfigs.read(gateway.config()).connections().get("prod-db").tls();
        assertThat(tls.mode()).isEqualTo(Mode.PINNED);
        assertThat(gateway.run("connection", "test", "prod-db").exit()).isZero();
    }

    @Test
    void anotherCertificateThanThePinnedIsRefused() throws Exception {
        assertThat(gateway.add(secure).exit()).isZero();
        var tls = GatewayConfigs.read(gateway.config()).connections().get("prod-db").tls();
        Files.copy(
                gateway.folder().resolve("ca.crt"),
                tls.ca().orElseThrow(),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        var run = gateway.run("connection", "test", "prod-db");
        assertThat(run.exit()).isEqualTo(6);
        assertThat(run.err()).contains("is not accepted");
    }

    @Test
    void aNamedCaIsVerifiedWithTheHostsName() throws Exception {
        var run = gateway.add(secure, "--upstream-ca", shared.resolve("secure/db.crt").toString());
        assertThat(run.exit()).isEqualTo(6);
        assertThat(run.err()).contains("is not accepted");
        assertThat(inFolder("credentials")).isFalse();
    }

    private boolean inFolder(String name) throws Exception {
        Path folder = gateway.folder().resolve(name);
        if (!Files.exists(folder)) {
            return false;
        }
        try (var files = Files.list(folder)) {
            return files.findAny().isPresent();
        }
    }

    @Test
    void thePasswordIsNowhereInTheGatewaysFolder() throws Exception {
        assertThat(gateway.add(plain).exit()).isZero();
        try (var files = Files.walk(gateway.folder())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), "ISO-8859-1"))
                        .as(file.toString())
                        .doesNotContain(TestDatabase.PASSWORD);
            }
        }
    }

    @Test
    void aWrongPasswordIsNotAllowedAndLeavesNothing() throws Exception {
        String before = Files.readString(gateway.config());
        var run = gateway.add("prod-db", plain.url(), "wrong");
        assertThat(run.exit()).isEqualTo(5);
        assertThat(run.err()).contains("28P01").doesNotContain("wrong");
        assertThat(Files.readString(gateway.config())).isEqualTo(before);
        assertThat(inFolder("credentials")).isFalse();
    }

    @Test
    void anUnknownDatabaseIsNotFound() throws Exception {
        var run =
                gateway.add(
                        "prod-db",
                        "postgres://app@127.0.0.1:" + plain.port() + "/nowhere",
                        TestDatabase.PASSWORD);
        assertThat(run.exit()).as(run.err()).isEqualTo(4);
        assertThat(run.err()).contains("3D000");
    }

    @Test
    void aClosedPortCannotBeReached() throws Exception {
        var run =
                gateway.add(
                        "prod-db", "postgres://app@127.0.0.1:" + TestFolder.freePort() + "/x", "p");
        assertThat(run.exit()).isEqualTo(6);
        assertThat(run.err()).contains("No connection to").contains("--no-test");
    }

    @Test
    void aNameThatDoesNotResolveSaysSo() throws Exception {
        var run = gateway.add("prod-db", "postgres://app@db.invalid/x", "p");
        assertThat(run.exit()).isEqualTo(6);
        assertThat(run.err()).contains("db.invalid does not resolve");
    }

    @Test
    void aServerThatHangsUpIsNotTakenForPostgres() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofPlatform()
                    .daemon()
                    .start(() -> {
                        try (var accepted = server.accept()) {
                            accepted.getInputStream().read();
                        } catch (java.io.IOException closed) {
                            // The test is over.
                        }
                    });
            var run =
                    gateway.add(
                            "prod-db",
                            "postgres://app@127.0.0.1:" + server.getLocalPort() + "/x",
                            "p");
            assertThat(run.exit()).isEqualTo(6);
            assertThat(run.err()).contains("says nothing");
        }
    }

    @Test
    void tlsIsNeverDisabledForAnotherMachine() throws Exception {
        var run =
                gateway.add(
                        "prod-db",
                        "postgres://app@db.corp.example/x",
                        "p",
                        "--upstream-tls",
                        "disable");
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("others can read");
    }

    @Test
    void aPasswordInTheUrlIsRefusedAndNotRepeated() throws Exception {
        var run = gateway.add("prod-db", "postgres://app:hunter2@127.0.0.1/x", "p");
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("--credential-file").doesNotContain("hunter2");
    }

    @Test
    void eachPartOfTheUrlThatIsMissingIsNamed() throws Exception {
        assertThat(gateway.add("prod-db", "mysql://app@h/x", "p").err()).contains("postgres://");
        assertThat(gateway.add("prod-db", "postgres://h/x", "p").err()).contains("no user");
        assertThat(gateway.add("prod-db", "postgres://app@h", "p").err()).contains("no database");
        assertThat(gateway.add("prod-db", "postgres://app@h/x?a=b", "p").err())
                .contains("not understood");
    }

    @Test
    void aNameIsTakenOnce() throws Exception {
        assertThat(gateway.add(plain).exit()).isZero();
        var run = gateway.add(plain);
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("already");
    }

    @Test
    void aMissingOrEmptyCredentialFileIsSaidToBeSo() throws Exception {
        var missing =
                gateway.run(
                        "connection", "add", "prod-db", plain.url(), "--credential-file", "/nope");
        assertThat(missing.exit()).isEqualTo(4);
        assertThat(missing.err()).contains("no credential file");
        assertThat(gateway.add("prod-db", plain.url(), "").err()).contains("is empty");
    }

    @Test
    void aMissingSealingKeySaysWhatItMeans() throws Exception {
        Files.delete(gateway.folder().resolve("keys/sealing.key"));
        var run = gateway.add(plain);
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("sealing key");
    }

    @Test
    void aTargetIsTriedWithWhatAProgramPrints() throws Exception {
        gateway.add(secure);
        logInWith("password_command: [/bin/echo, \"" + TestDatabase.PASSWORD + "\"]");
        assertThat(gateway.run("connection", "test", "prod-db").out()).startsWith("ok prod-db");
        assertThat(gateway.run("run", "--check").exit()).isZero();

        logInWith("password_command: [/bin/sh, -c, \"echo secret; exit 3\"]");
        var failed = gateway.run("connection", "test", "prod-db");
        assertThat(failed.exit()).isNotZero();
        assertThat(failed.err()).contains("ended with exit code 3").doesNotContain("secret");

        logInWith("password_command: [/no/such/program]");
        assertThat(gateway.run("run", "--check").err()).contains("cannot be run");
    }

    @Test
    void aTargetSeesThePasswordItselfOnlyIfThatIsAllowed() throws Exception {
        gateway.add(secure);
        Files.writeString(
                gateway.config(),
                Files.readString(gateway.config()).replace("user: \"app\"", "user: \"clear\""));
        String program = "password_command: [/bin/echo, \"" + TestDatabase.PASSWORD + "\"]";
        logInWith(program);
        var refused = gateway.run("connection", "test", "prod-db");
        assertThat(refused.exit()).isEqualTo(5);
        assertThat(refused.err()).contains("password_in_clear: true");

        logInWith(program + ", password_in_clear: true");
        assertThat(gateway.run("connection", "test", "prod-db").out()).startsWith("ok prod-db");
    }

    @Test
    void theGatewaysOwnCertificateIsShownAndItsKeyKept() throws Exception {
        gateway.add(secure);
        Path certificate = gateway.folder().resolve("tls/server.crt");
        Path key = gateway.folder().resolve("tls/server.key");
        Files.writeString(
                gateway.config(),
                Files.readString(gateway.config())
                        .replace(
                                "mode: pinned,",
                                "mode: pinned, certificate: "
                                        + certificate
                                        + ", key: "
                                        + key
                                        + ","));
        assertThat(gateway.run("connection", "test", "prod-db").out()).startsWith("ok prod-db");

        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        for (String[] line :
                new String[][] {{"connection", "test", "prod-db"}, {"run", "--check"}}) {
            var open = gateway.run(line);
            assertThat(open.exit()).isNotZero();
            assertThat(open.err()).contains("is open to others", "chmod 600");
        }
    }

    @Test
    void aMissingFileOfTheGatewaysOwnCertificateIsNamedWithItsLine() throws Exception {
        gateway.add(secure);
        Files.writeString(
                gateway.config(),
                Files.readString(gateway.config())
                        .replace(
                                "mode: pinned,",
                                "mode: pinned, certificate: gw.crt, key: gw.key,"));
        assertThat(gateway.run("run", "--check").err())
                .containsPattern("affidavit\\.yaml:\\d+:\\d+: .*gw\\.crt does not exist")
                .containsPattern("affidavit\\.yaml:\\d+:\\d+: .*gw\\.key does not exist");
    }

    private CommandRun addOther(String url, String... more) {
        var line = new java.util.ArrayList<>(List.of("connection", "add", "other-db", url));
        line.addAll(List.of("--listen", "127.0.0.1:" + gateway.agents()));
        line.addAll(List.of(more));
        return gateway.run(line.toArray(String[]::new));
    }

    @Test
    void aTargetIsAddedWithAProgramThatPrintsItsPassword() throws Exception {
        var run =
                addOther(
                        secure.url().replace("app@", "clear@"),
                        "--password-command",
                        "/bin/echo",
                        "--password-argument",
                        TestDatabase.PASSWORD,
                        "--password-in-clear");
        assertThat(run.exit()).as(run.err()).isZero();
        var connection = GatewayConfigs.read(gateway.config()).connections().get("other-db");
        assertThat(connection.login())
                .isEqualTo(new Login.Command(List.of("/bin/echo", TestDatabase.PASSWORD), true));
        assertThat(gateway.run("connection", "test", "other-db").out()).startsWith("ok other-db");
        assertThat(gateway.run("run", "--check").exit()).isZero();
        assertThat(inFolder("credentials")).isTrue();
    }

    @Test
    void aTargetIsAddedWithTheGatewaysOwnCertificate() throws Exception {
        Path certificate = gateway.folder().resolve("tls/server.crt");
        Path key = gateway.folder().resolve("tls/server.key");
        var run =
                addOther(
                        secure.url().replace("app@", "postgres@"),
                        "--upstream-certificate",
                        certificate.toString(),
                        "--upstream-key",
                        key.toString());
        assertThat(run.exit()).as(run.err()).isZero();
        var connection = GatewayConfigs.read(gateway.config()).connections().get("other-db");
        assertThat(connection.login()).isInstanceOf(Login.CertificateAlone.class);
        assertThat(connection.tls().own().orElseThrow().key()).isEqualTo(key);
        assertThat(Files.readString(gateway.config())).contains("key: \"tls/server.key\"");
        assertThat(gateway.run("connection", "test", "other-db").out()).startsWith("ok other-db");
    }

    @Test
    void whatDoesNotGoTogetherIsSaidBeforeAnythingIsTried() throws Exception {
        String before = Files.readString(gateway.config());
        String[][] lines = {
            {"Nothing says how"},
            {"either in a file or printed", "--credential-file", "x", "--password-command", "/x"},
            {"not the whole path", "--password-command", "db-token"},
            {"belong together", "--upstream-certificate", "x"},
            {
                "no password that could",
                "--password-in-clear",
                "--upstream-certificate",
                "x",
                "--upstream-key",
                "y"
            },
            {"no program for these", "--credential-file", "x", "--password-argument", "y"},
            {
                "Without TLS no certificate",
                "--upstream-tls",
                "disable",
                "--upstream-certificate",
                "x",
                "--upstream-key",
                "y"
            },
        };
        for (String[] line : lines) {
            var run = addOther(plain.url(), java.util.Arrays.copyOfRange(line, 1, line.length));
            assertThat(run.exit()).as(line[0]).isEqualTo(2);
            assertThat(run.err()).contains(line[0]);
        }
        var clear =
                addOther(
                        plain.url(),
                        "--password-command",
                        "/bin/echo",
                        "--password-argument=x",
                        "--password-in-clear");
        assertThat(clear.err()).contains("offers no TLS");
        assertThat(Files.readString(gateway.config())).isEqualTo(before);
    }

    /// Writes another way to log in than the sealed password, or another than that.
    private void logInWith(String setting) throws Exception {
        String text = Files.readString(gateway.config());
        Files.writeString(
                gateway.config(),
                text.replaceFirst(
                        "(credential: \"[^\"]*\"|password_command: \\[[^]]*\\])",
                        Matcher.quoteReplacement(setting)));
    }

    @Test
    void anUnknownConnectionCannotBeTested() throws Exception {
        var run = gateway.run("connection", "test", "nowhere");
        assertThat(run.exit()).isEqualTo(4);
        assertThat(run.err()).contains("connection list");
    }

    @Test
    void aConfigurationErrorHasItsPlace() throws Exception {
        Files.writeString(
                gateway.config(),
                Files.readString(gateway.config()).replace("policy: policy.yaml", "polcy: x"));
        var run = gateway.run("connection", "list");
        assertThat(run.exit()).isEqualTo(3);
        assertThat(run.err()).containsPattern("affidavit\\.yaml:\\d+:\\d+: ").contains("polcy");
    }
}
