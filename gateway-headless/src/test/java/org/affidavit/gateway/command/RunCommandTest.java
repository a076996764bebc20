package org.affidavit.gateway.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCommandTest {
    private static final Path PSQL = Path.of("/usr/bin/psql");

    @TempDir static Path shared;
    private static TestDatabase database;

    @TempDir Path scratch;
    private TestFolder gateway;

    @BeforeAll
    static void startADatabase() throws Exception {
        database = TestDatabase.withTls(shared);
    }

    @AfterAll
    static void stopIt() throws Exception {
        database.close();
    }

    @BeforeEach
    void makeAGateway() throws Exception {
        gateway = TestFolder.init(scratch);
        var added = gateway.add(database);
        assertThat(added.exit()).as(added.err()).isZero();
    }

    private static String name(TestFolder gateway) throws Exception {
        try (var agent = gateway.connect();
                var statement = agent.createStatement();
                var rows = statement.executeQuery("SELECT name FROM customers")) {
            rows.next();
            return rows.getString(1);
        }
    }

    private void assertIntact() {
        var verdict = CommandRun.of("verify", gateway.log().toString());
        assertThat(verdict.exit()).as(verdict.out() + verdict.err()).isZero();
    }

    @Test
    void servesAndStopsInOrderWhenItIsTold() throws Exception {
        try (var running = GatewayProcess.ready(gateway)) {
            assertThat(name(gateway)).isEqualTo("Ada Lindqvist");
            assertThat(running.terminate()).as(running.text()).isZero();
            assertThat(running.text()).contains("postgres ").contains("control ");
            assertThat(running.text()).contains("stopped").doesNotContain("\tat ");
        }
        assertIntact();
    }

    @Test
    void anOpenSessionIsEndedOnTheRecordWhenItStops() throws Exception {
        try (var running = GatewayProcess.ready(gateway);
                var agent = gateway.connect()) {
            agent.createStatement().execute("SELECT 1");
            assertThat(running.terminate()).isZero();
        }
        assertIntact();
        assertThat(CommandRun.of("verify", gateway.log().toString()).out())
                .contains("of which 0 without an end on record");
    }

    @Test
    void saysWhichRecordsNobodyHadSignedWhenItStarts() throws Exception {
        try (var running = GatewayProcess.ready(gateway)) {
            assertThat(running.terminate()).isZero();
        }
        keepOnlyTheFirstCheckpoint();
        Files.delete(gateway.log().resolve("bookmark"));
        try (var again = GatewayProcess.ready(gateway)) {
            assertThat(again.text())
                    .containsPattern(
                            "recovered {3}records 1 to \\d were signed by nobody.*[0-9a-f]{64}");
            assertThat(again.terminate()).isZero();
        }
        assertIntact();
    }

    @Test
    void doesNotGoOnWithALogWhoseNewestCheckpointsAreGone() throws Exception {
        try (var running = GatewayProcess.ready(gateway)) {
            assertThat(running.terminate()).isZero();
        }
        keepOnlyTheFirstCheckpoint();
        try (var again = GatewayProcess.start(gateway)) {
            assertThat(again.end()).isEqualTo(7);
            assertThat(again.text()).contains("its newest checkpoint covers 1 records");
        }
    }

    private void keepOnlyTheFirstCheckpoint() throws Exception {
        Path checkpoints = gateway.log().resolve("checkpoints");
        try (var kept = Files.list(checkpoints)) {
            for (Path file : kept.toList()) {
                if (!file.endsWith("1")) {
                    Files.delete(file);
                }
            }
        }
        Files.copy(
                checkpoints.resolve("1"),
                gateway.log().resolve("checkpoint"),
                StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void toldToStopWhileItStartsItStopsInOrder() throws Exception {
        for (String begun : List.of("lock", "segments/00000000000000000000.seg", "checkpoint")) {
            try (var running = GatewayProcess.start(gateway)) {
                while (Files.notExists(gateway.log().resolve(begun))) {
                    assertThat(running.process().isAlive()).as(running.text()).isTrue();
                }
                assertThat(running.terminate()).as(running.text()).isZero();
            }
            assertIntact();
            Files.move(gateway.log(), gateway.log().resolveSibling("log-" + begun.hashCode()));
        }
    }

    @Test
    void runsAgainWithoutHelpAfterKillNine() throws Exception {
        try (var running = GatewayProcess.ready(gateway);
                var agent = gateway.connect()) {
            agent.createStatement().execute("SELECT 1");
            running.kill();
        }
        try (var again = GatewayProcess.ready(gateway)) {
            assertThat(name(gateway)).isEqualTo("Ada Lindqvist");
            assertThat(again.terminate()).isZero();
        }
        assertIntact();
    }

    @Test
    void aLogThatCannotGrowStopsTheGatewayAndIsStillGenuine() throws Exception {
        try (var running =
                GatewayProcess.ready(gateway, "sh", "-c", "ulimit -f 2000; exec \"$@\"", "sh")) {
            try (var agent = gateway.connect()) {
                assertThatThrownBy(
                                () -> {
                                    while (true) {
                                        agent.createStatement()
                                                .execute("SELECT '" + "x".repeat(400) + "'");
                                    }
                                })
                        .isInstanceOf(SQLException.class);
            }
            assertThat(running.end()).as(running.text()).isEqualTo(1);
            assertThat(running.text())
                    .contains("The gateway stopped:")
                    .doesNotContain("\tat ")
                    .doesNotContain("xxxx");
        }
        var verified = CommandRun.of("verify", gateway.log().toString());
        assertThat(verified.exit()).as(verified.out()).isIn(0, 8, 11);
    }

    @Test
    void aSecondGatewayOnTheSameLogIsRefused() throws Exception {
        try (var running = GatewayProcess.ready(gateway)) {
            var second = gateway.run("run");
            assertThat(second.exit()).isEqualTo(1);
            assertThat(second.err())
                    .contains("A gateway already runs on the log " + gateway.log())
                    .doesNotContain("port")
                    .doesNotContain("\tat ");
            assertThat(running.terminate()).isZero();
        }
        assertIntact();
    }

    @Test
    void aLogThatWasPutBackBeforeAKnownCheckpointIsNotGoneOnWith() throws Exception {
        try (var running = GatewayProcess.ready(gateway)) {
            assertThat(running.terminate()).isZero();
        }
        Path checkpoint = gateway.log().resolve("checkpoint");
        Files.copy(checkpoint, gateway.folder().resolve("known"));
        Path config = gateway.folder().resolve("affidavit.yaml");
        Files.writeString(
                config,
                Files.readString(config).replace("log: { ", "log: { known_checkpoint: known, "));
        try (var again = GatewayProcess.ready(gateway)) {
            assertThat(again.terminate()).isZero();
        }
        Path kept = gateway.log().resolve("checkpoints/" + Files.readAllLines(checkpoint).get(1));
        Files.copy(
                checkpoint, gateway.folder().resolve("known"), StandardCopyOption.REPLACE_EXISTING);
        Files.delete(kept);
        var refused = gateway.run("run");
        assertThat(refused.exit()).isEqualTo(7);
        assertThat(refused.err()).contains("put back to an older state").contains("new origin");
    }

    @Test
    void aPortInUseIsNamed() throws Exception {
        try (var _ = new ServerSocket(gateway.agents(), 1, InetAddress.getByName("127.0.0.1"))) {
            var run = gateway.run("run");
            assertThat(run.exit()).isEqualTo(1);
            assertThat(run.err())
                    .contains("127.0.0.1:" + gateway.agents() + ": the port is taken.")
                    .contains("another port")
                    .doesNotContain("bind");
        }
        try (var _ = new ServerSocket(gateway.control(), 1, InetAddress.getByName("127.0.0.1"))) {
            assertThat(gateway.run("run").err()).contains("127.0.0.1:" + gateway.control());
        }
        try (var _ = new ServerSocket(gateway.issuer(), 1, InetAddress.getByName("127.0.0.1"))) {
            assertThat(gateway.run("run").err()).contains("127.0.0.1:" + gateway.issuer());
        }
        assertIntact();
    }

    @Test
    void eachMissingFileIsNamedByCheckAndByRun() throws Exception {
        var whole = gateway.run("run", "--check");
        assertThat(whole.out()).startsWith("ok ");
        assertThat(whole.err()).isEmpty();
        for (String file :
                new String[] {
                    "keys/log.key",
                    "keys/issuer.jwk",
                    "keys/sealing.key",
                    "tls/server.key",
                    "tls/server.crt",
                    "ca.crt",
                    "policy.yaml",
                    "development-clients.yaml",
                    "clients/dana.secret",
                    "credentials/prod-db.sealed",
                    "credentials/prod-db.crt"
                }) {
            Path path = gateway.folder().resolve(file);
            Path aside = Files.move(path, gateway.folder().resolve("aside"));
            var run = gateway.run("run", "--check");
            assertThat(run.exit()).as(file).isNotZero();
            assertThat(run.err()).as(file).contains(path.getFileName().toString());
            assertThat(run.err()).as(file).doesNotContain("fault of the program");
            Files.move(aside, path);
        }
        Files.delete(gateway.folder().resolve("keys/log.key"));
        var run = gateway.run("run");
        assertThat(run.exit()).isNotZero();
        assertThat(run.err()).contains("log.key");
    }

    @Test
    void aMissingFileIsNamedWithItsLineAndItsPurpose() throws Exception {
        Files.delete(gateway.folder().resolve("ca.crt"));
        var run = gateway.run("run");
        assertThat(run.exit()).isEqualTo(3);
        assertThat(run.err())
                .containsPattern("affidavit\\.yaml:\\d+:\\d+: .*ca\\.crt does not exist")
                .contains("the CA that clients are told to trust");
    }

    @Test
    void nothingStartsWithoutItsSealingKeyOrCredential() throws Exception {
        Path key = gateway.folder().resolve("keys/sealing.key");
        byte[] sealing = Files.readAllBytes(key);
        Files.writeString(key, "hi");
        var run = gateway.run("run");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("sealing key").contains("32 bytes");
        assertThat(gateway.log()).doesNotExist();
        Files.write(key, sealing);
        Files.writeString(gateway.folder().resolve("credentials/prod-db.sealed"), "{}");
        assertThat(gateway.run("run").err()).contains("prod-db.sealed");
    }

    @Test
    void aKeyOfAnotherCertificateIsRefused() throws Exception {
        var other = TestFolder.init(Files.createDirectory(scratch.resolve("another")));
        Files.copy(
                other.folder().resolve("tls/server.key"),
                gateway.folder().resolve("tls/server.key"),
                StandardCopyOption.REPLACE_EXISTING);
        for (var run : List.of(gateway.run("run", "--check"), gateway.run("run"))) {
            assertThat(run.exit()).isEqualTo(3);
            assertThat(run.err())
                    .containsPattern("affidavit\\.yaml:\\d+:\\d+: ")
                    .contains("is not the key of the certificate");
        }
    }

    @Test
    void privateKeysThatOthersCanReadAreWarnedOf() throws Exception {
        Path key = gateway.folder().resolve("keys/log.key");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        var run = gateway.run("run", "--check");
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.err())
                .containsPattern("warning: affidavit\\.yaml:\\d+:\\d+: .*log\\.key")
                .contains("can forge the log")
                .contains("chmod 600 " + key);
    }

    @Test
    void aPolicyThatCanNeverHoldIsWarnedOf() throws Exception {
        Path policy = gateway.folder().resolve("policy.yaml");
        Files.writeString(
                policy,
                Files.readString(policy)
                        .replace(
                                "id: mask-email, resource: \"*\"",
                                "id: mask-email, resource: prd-db")
                        .replace("['UPDATE', 'DELETE']", "['UPDATE', 'DELTE']"));
        var run = gateway.run("run", "--check");
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.err())
                .contains("`prd-db`, so this rule masks nothing")
                .contains("Did you mean `prod-db`?")
                .contains("No statement has the verb `DELTE`")
                .contains("Did you mean `DELETE`?")
                .containsPattern("warning: policy\\.yaml:\\d+:\\d+: ");
    }

    @Test
    void psqlDescribesWhatIsThere() throws Exception {
        assumeTrue(Files.isExecutable(PSQL), "psql is not installed");
        try (var running = GatewayProcess.ready(gateway)) {
            assertThat(psql("\\d customers"))
                    .contains("Table \"public.customers\"")
                    .contains("customers_pkey");
            assertThat(psql("\\d+ customers")).contains("Table \"public.customers\"");
            assertThat(psql("\\dt")).contains("payments");
            assertThat(psql("\\di")).contains("payments_pkey");
            assertThat(psql("\\dn")).contains("public");
            assertThat(psql("\\df lower")).contains("pg_catalog");
            assertThat(psql("\\z")).contains("customers");
            assertThat(running.terminate()).isZero();
        }
    }

    private String psql(String command) throws Exception {
        var token = gateway.run("token", "--agent", "billing-bot");
        var builder =
                new ProcessBuilder(
                        PSQL.toString(),
                        "-X",
                        "host=127.0.0.1 port="
                                + gateway.port()
                                + " dbname=prod-db user=billing-bot sslmode=verify-full"
                                + " sslrootcert="
                                + gateway.folder().resolve("ca.crt"),
                        "-c",
                        command);
        builder.environment().put("PGPASSWORD", token.out().strip());
        builder.environment().put("LC_ALL", "C");
        Process process = builder.redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return out;
    }

    @Test
    void theHintForWhatIsAskedOfTheCatalogIsGood() throws Exception {
        try (var running = GatewayProcess.ready(gateway);
                var agent = gateway.connect();
                var statement = agent.createStatement()) {
            assertThatThrownBy(() ->
                            statement.execute("SELECT (c).relname FROM pg_catalog.pg_class c"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("information_schema");
            try (var rows =
                    statement.executeQuery(
                            "SELECT column_name, data_type FROM information_schema.columns WHERE"
                                    + " table_name = 'customers'")) {
                assertThat(rows.next()).isTrue();
            }
            assertThat(running.terminate()).isZero();
        }
    }

    @Test
    void aListEntryIsNamedByItsList() throws Exception {
        Path policy = gateway.folder().resolve("policy.yaml");
        Files.writeString(
                policy, Files.readString(policy).replace("detect: [email,", "detect: [emial,"));
        assertThat(gateway.run("run", "--check").err())
                .contains("an entry of `detect` cannot be this text");
    }

    @Test
    void aFolderIsNotSaidToBeUnreadable() {
        var run = CommandRun.of("run", "--config", gateway.folder().toString());
        assertThat(run.exit()).isEqualTo(3);
        assertThat(run.err()).contains("is a folder").doesNotContain("Exception");
    }

    @Test
    void aPolicyErrorHasItsPlace() throws Exception {
        Path policy = gateway.folder().resolve("policy.yaml");
        Files.writeString(
                policy,
                Files.readString(policy).replace("statement.read_only\"", "statement.reed_only\""));
        var run = gateway.run("run");
        assertThat(run.exit()).isEqualTo(3);
        assertThat(run.err()).containsPattern("policy\\.yaml:\\d+:\\d+: ").contains("read_only");
    }

    @Test
    void aConfigurationThatIsNotThereIsSaidToBeSo() {
        var run = CommandRun.of("run", "--config", scratch.resolve("none.yaml").toString());
        assertThat(run.exit()).isEqualTo(3);
        assertThat(run.err()).contains("does not exist").contains("affidavit init");
    }
}
