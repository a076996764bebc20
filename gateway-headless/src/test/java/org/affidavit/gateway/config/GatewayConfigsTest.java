package org.affidavit.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.affidavit.gateway.config.GatewayConfig.Address;
import org.affidavit.gateway.config.GatewayConfig.AgentLogin;
import org.affidavit.gateway.config.GatewayConfig.Connection;
import org.affidavit.gateway.config.GatewayConfig.Login;
import org.affidavit.gateway.config.GatewayConfig.UpstreamTls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayConfigsTest {
    static final String GOOD =
            """
            version: 1
            name: localhost
            control: { listen: "127.0.0.1:8443" }
            tls: { certificate: tls/server.crt, key: tls/server.key, ca: ca.crt }
            log: { folder: log, signing_key: keys/log.key, origin: localhost/affidavit, recipients: [keys/reader.pub.jwk] }
            identity:
              issuers:
                - { issuer: "https://127.0.0.1:8444", audience: affidavit, ca: ca.crt }
              development: { listen: "127.0.0.1:8444", clients: c.yaml, key: keys/issuer.jwk }
            policy: policy.yaml
            approvals: { expire: 10m, approvers: [db-approvers] }
            connections:
              # production
              prod-db: { kind: postgres, listen: "127.0.0.1:6432", upstream: "127.0.0.1:5432", database: db, user: user, credential: credentials/prod-db.sealed, tls: { mode: verify-full, ca: target-ca.crt } }
            """;

    @TempDir Path folder;

    @Test
    void readsEverySetting() throws Exception {
        GatewayConfig config = read(GOOD);

        assertThat(config.name()).isEqualTo("localhost");
        assertThat(config.control()).isEqualTo(new Address("127.0.0.1", 8443));
        assertThat(config.tls().key()).isEqualTo(folder.resolve("tls/server.key"));
        assertThat(config.log().origin()).isEqualTo("localhost/affidavit");
        assertThat(config.log().recipients())
                .containsExactly(folder.resolve("keys/reader.pub.jwk"));
        assertThat(config.log().strict()).isFalse();
        assertThat(config.issuers())
                .containsExactly(
                        new GatewayConfig.Issuer(
                                URI.create("https://127.0.0.1:8444"),
                                "affidavit",
                                "groups",
                                "owner",
                                "openid",
                                Optional.of(folder.resolve("ca.crt"))));
        assertThat(config.developmentIssuer().orElseThrow().tokenLife())
                .isEqualTo(Duration.ofHours(1));
        assertThat(config.approvals().expire()).isEqualTo(Duration.ofMinutes(10));
        assertThat(config.connections().get("prod-db"))
                .isEqualTo(
                        new Connection(
                                "prod-db",
                                "postgres",
                                new Address("127.0.0.1", 6432),
                                AgentLogin.PASSWORD,
                                new Address("127.0.0.1", 5432),
                                "db",
                                "user",
                                new Login.Sealed(folder.resolve("credentials/prod-db.sealed")),
                                new UpstreamTls(
                                        UpstreamTls.Mode.VERIFY_FULL,
                                        Optional.of(folder.resolve("target-ca.crt")))));
        assertThat(config.digest()).matches("[0-9a-f]{64}");
    }

    @Test
    void asksAgentsForTheirTokenAsTheListenerSays() throws Exception {
        String bearer =
                GOOD.replace("kind: postgres,", "kind: postgres, agent_login: oauthbearer,");
        Address listen = new Address("127.0.0.1", 6432);

        assertThat(read(GOOD).agentLogin(listen)).isEqualTo(AgentLogin.PASSWORD);
        assertThat(read(bearer).agentLogin(listen)).isEqualTo(AgentLogin.OAUTHBEARER);
    }

    @Test
    void refusesTwoWaysOfAskingOnOneListener() {
        String line = GOOD.lines().filter(each -> each.contains("prod-db: {")).findFirst().get();
        String other =
                line.replace("prod-db: {", "test-db: {")
                        .replace("kind: postgres,", "kind: postgres, agent_login: oauthbearer,");

        assertThat(only(GOOD + other + "\n").toString())
                .contains("must ask agents for their token");
    }

    @Test
    void readsHowTheGatewayLogsInToTheTarget() throws Exception {
        String sealed = "credential: credentials/prod-db.sealed";
        String command =
                "password_command: [/usr/bin/db-token, --for, prod], password_in_clear: true";
        var own = ", certificate: client.crt, key: client.key } }";

        assertThat(login(GOOD.replace(sealed, sealed + ", password_in_clear: true")))
                .isEqualTo(new Login.Sealed(folder.resolve("credentials/prod-db.sealed"), true));
        assertThat(login(GOOD.replace(sealed, command)))
                .isEqualTo(new Login.Command(List.of("/usr/bin/db-token", "--for", "prod"), true));
        String alone = GOOD.replace(", " + sealed, "").replace(" } }\n", own + "\n");
        assertThat(login(alone)).isEqualTo(new Login.CertificateAlone());
        assertThat(read(alone).connections().get("prod-db").tls().own())
                .contains(
                        new UpstreamTls.OwnCertificate(
                                folder.resolve("client.crt"), folder.resolve("client.key")));
    }

    @Test
    void refusesWaysToLogInThatDoNotGoTogether() {
        String sealed = "credential: credentials/prod-db.sealed";
        String none = "tls: { mode: disable }";
        String verified = "tls: { mode: verify-full, ca: target-ca.crt }";

        assertThat(only(GOOD.replace(sealed, sealed + ", password_command: [/bin/x]")).toString())
                .contains("Both a credential and a command");
        assertThat(only(GOOD.replace(", " + sealed, "")).toString())
                .contains("Nothing says how the gateway logs in");
        assertThat(only(GOOD.replace(sealed, "password_command: [db-token]")).toString())
                .contains("`db-token` is not the whole path");
        assertThat(
                        only(GOOD.replace(sealed, sealed + ", password_in_clear: true")
                                        .replace(verified, none))
                                .toString())
                .contains("never sent in clear where there is no TLS");
        assertThat(only(GOOD.replace("ca: target-ca.crt", "certificate: c.crt")).toString())
                .contains("belong together");
        assertThat(
                        only(GOOD.replace(
                                        verified, "tls: { mode: disable, certificate: c, key: k }"))
                                .toString())
                .contains("nothing to show a certificate in");
    }

    private Login login(String text) throws Exception {
        return read(text).connections().get("prod-db").login();
    }

    @Test
    void isStrictAboutTheRecordIfAskedTo() throws Exception {
        assertThat(read(strict("true")).log().strict()).isTrue();
        assertThat(read(strict("false")).log().strict()).isFalse();
        assertThat(only(strict("sometimes")).toString()).contains("true");
    }

    @Test
    void letsOnlyThoseEraseAndHoldWhomItNames() throws Exception {
        assertThat(read(GOOD).log().officers()).isEmpty();
        assertThat(read(officers("officers: [privacy, legal]")).log().officers())
                .containsExactly("privacy", "legal");
        assertThat(only(officers("oficers: [privacy]")).toString())
                .contains("Did you mean `officers`?");
        assertThat(only(officers("officers: privacy")).toString()).contains("a list of groups");
    }

    private static String officers(String setting) {
        return GOOD.replace("reader.pub.jwk] }", "reader.pub.jwk], " + setting + " }");
    }

    private static String strict(String value) {
        return GOOD.replace("reader.pub.jwk] }", "reader.pub.jwk], strict: " + value + " }");
    }

    @Test
    void saysHowToMakeAKeyWhereNobodyCouldReadWhatIsRecorded() {
        String none = GOOD.replace(", recipients: [keys/reader.pub.jwk]", "");
        assertThat(only(none).toString())
                .contains("no recipient is named")
                .contains("affidavit reader create");
        assertThat(only(GOOD.replace("[keys/reader.pub.jwk]", "[]")).toString())
                .contains("affidavit reader create");
    }

    @Test
    void showsThePlaceOfAnUnknownSettingAndWhatWasMeant() {
        ConfigProblem problem = only(GOOD.replace("control: { listen", "control: { lisen"));

        assertThat(problem.line()).isEqualTo(3);
        assertThat(problem.column()).isEqualTo(12);
        assertThat(problem.text())
                .isEqualTo(
                        """
                        affidavit.yaml:3:12: `lisen` is not a setting here.
                          3 | control: { lisen: "127.0.0.1:8443" }
                            |            ^^^^^
                          Did you mean `listen`? Known here: listen.\
                        """);
    }

    @Test
    void reportsEveryProblemAtOnce() {
        List<ConfigProblem> problems =
                problems(
                        GOOD.replace("name: localhost\n", "")
                                .replace("expire: 10m", "expire: ten")
                                .replace("kind: postgres", "kind: oracle")
                                .replace("policy: policy.yaml", "polcy: policy.yaml"));

        assertThat(problems)
                .extracting(ConfigProblem::what)
                .containsExactlyInAnyOrder(
                        "`name` is missing from this file.",
                        "`polcy` is not a setting here.",
                        "`expire` cannot be this text.",
                        "`kind` cannot be this text.");
        assertThat(problems)
                .extracting(ConfigProblem::instead)
                .contains("Write a number and a unit (ms, s, m, h, d), such as 15m.");
    }

    @Test
    void neverRepeatsASecretThatWasWrittenIntoTheFile() {
        ConfigProblem problem = only(GOOD.replace("user: user", "user: user, password: hunter2"));

        assertThat(problem.what()).contains("Secrets are never written in this file");
        assertThat(problem.text()).doesNotContain("hunter2").contains("password: ***");
    }

    @Test
    void refusesAConnectionThatIsNotProtectedOnTheWay() {
        ConfigProblem problem =
                only(
                        GOOD.replace("127.0.0.1:5432", "db.corp.example:5432")
                                .replace("mode: verify-full, ca: target-ca.crt", "mode: disable"));

        assertThat(problem.what()).startsWith("TLS cannot be disabled for db.corp.example");
    }

    @Test
    void refusesAnIssuerWithoutTls() {
        assertThat(only(GOOD.replace("https://127", "http://127")).instead())
                .contains("an https URL");
    }

    @Test
    void refusesAKeyWrittenTwice() {
        assertThat(only(GOOD + "name: other\n").what()).isEqualTo("`name` is written twice.");
    }

    @Test
    void refusesAliases() {
        assertThat(
                        problems(
                                GOOD.replace("name: localhost", "name: &n localhost")
                                        .replace("policy: policy.yaml", "policy: *n")))
                .extracting(ConfigProblem::what)
                .contains("Anchors and aliases are not used here.");
    }

    @Test
    void readsYamlOneTwoWhereNoIsAWord() {
        assertThat(only(GOOD.replace("mode: verify-full", "mode: no")).what())
                .isEqualTo("`mode` cannot be this text.");
    }

    @Test
    void pointsAtBrokenYaml() {
        ConfigProblem problem = only(GOOD.replace("listen: \"127.0.0.1:8443\" }", "listen: \"12"));

        assertThat(problem.what()).startsWith("This is not YAML");
        assertThat(problem.line()).isPositive();
    }

    @Test
    void saysWhatToDoWhenTheFileIsMissing() {
        ConfigInvalid invalid =
                catchThrowableOfType(
                        ConfigInvalid.class,
                        () -> GatewayConfigs.read(folder.resolve("none.yaml")));

        assertThat(invalid).hasMessageContaining("does not exist").hasMessageContaining("init");
    }

    @Test
    void refusesTwoListenersOnOneAddress() {
        assertThat(only(GOOD.replace("127.0.0.1:6432", "127.0.0.1:8443")).what())
                .isEqualTo("127.0.0.1:8443 is taken by the control API.");
    }

    @Test
    void theTemplatesAreValid() throws Exception {
        GatewayConfig config =
                read(
                        ConfigTemplates.config(
                                "gw.corp.example",
                                new Address("127.0.0.1", 8443),
                                new Address("127.0.0.1", 8444)));

        assertThat(config.connections()).isEmpty();
        assertThat(config.issuers().getFirst().issuer())
                .isEqualTo(URI.create("https://127.0.0.1:8444"));
    }

    @Test
    void addsAConnectionAndKeepsComments() throws Exception {
        Path file = write(GOOD + "# the end\n");
        Connection added = connection("reports");

        GatewayConfig config = ConnectionFile.add(file, added);

        assertThat(config.connections()).containsOnlyKeys("prod-db", "reports");
        assertThat(config.connections().get("reports")).isEqualTo(added);
        assertThat(Files.readString(file))
                .startsWith(GOOD.substring(0, GOOD.length() - 1))
                .endsWith("\n# the end\n");
        assertThat(GatewayConfigs.read(file)).isEqualTo(config);
    }

    @Test
    void addsTheFirstConnectionToATemplate() throws Exception {
        Path file =
                write(
                        ConfigTemplates.config(
                                "localhost",
                                new Address("127.0.0.1", 8443),
                                new Address("127.0.0.1", 8444)));

        ConnectionFile.add(file, connection("one"));
        GatewayConfig config = ConnectionFile.add(file, connection("two"));

        assertThat(config.connections()).containsOnlyKeys("one", "two");
        assertThat(Files.readString(file)).contains("# The signed log.");
    }

    @Test
    void addsAConnectionWhereThereIsNoSectionYet() throws Exception {
        Path file = write(GOOD.substring(0, GOOD.indexOf("connections:")));

        assertThat(ConnectionFile.add(file, connection("one")).connections())
                .containsOnlyKeys("one");
    }

    @Test
    void leavesTheFileAloneWhenTheNameIsTaken() throws Exception {
        Path file = write(GOOD);

        ConfigInvalid invalid =
                catchThrowableOfType(
                        ConfigInvalid.class, () -> ConnectionFile.add(file, connection("prod-db")));

        assertThat(invalid).hasMessageContaining("already");
        assertThat(Files.readString(file)).isEqualTo(GOOD);
    }

    private Connection connection(String name) {
        return new Connection(
                name,
                "postgres",
                new Address("127.0.0.1", 6433),
                AgentLogin.PASSWORD,
                new Address("127.0.0.1", 5432),
                "a \"quoted\" db",
                "user",
                new Login.Sealed(folder.resolve("credentials/" + name + ".sealed")),
                new UpstreamTls(UpstreamTls.Mode.DISABLE, Optional.empty()));
    }

    private ConfigProblem only(String text) {
        List<ConfigProblem> problems = problems(text);
        assertThat(problems).hasSize(1);
        return problems.getFirst();
    }

    private List<ConfigProblem> problems(String text) {
        ConfigInvalid invalid = catchThrowableOfType(ConfigInvalid.class, () -> read(text));
        assertThat(invalid).isNotNull();
        return invalid.problems();
    }

    private GatewayConfig read(String text) throws Exception {
        return GatewayConfigs.read(
                SourceFile.of(
                        folder.resolve("affidavit.yaml"), text.getBytes(StandardCharsets.UTF_8)));
    }

    private Path write(String text) throws Exception {
        return Files.writeString(folder.resolve("affidavit.yaml"), text);
    }
}
