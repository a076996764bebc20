package org.affidavit.gateway.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.affidavit.gateway.Composition;
import org.affidavit.gateway.config.GatewayConfigs;
import org.affidavit.sessionlog.LogRecord;
import org.affidavit.sessionlog.SessionLogReader;
import org.affidavit.sessionlog.event.SessionEvent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Erasures and holds through a gateway that runs.
class LiveOrdersTest {
    private static final int TRIES_MAX = 500;
    private static final int FRAME_HEADER_BYTES = 16;

    @TempDir static Path scratch;
    private static TestDatabase database;
    private static TestFolder gateway;
    private static Composition running;

    @BeforeAll
    static void startEverything() throws Exception {
        database = TestDatabase.withoutTls(scratch);
        gateway = TestFolder.init(scratch);
        assertThat(gateway.add(database).exit()).isZero();
        edit(gateway.config(), "[reader.pub.jwk]", "[reader.pub.jwk], officers: [privacy]");
        edit(
                gateway.folder().resolve("development-clients.yaml"),
                "lee.secret, groups: [db-approvers",
                "lee.secret, groups: [privacy");
        running =
                Composition.start(GatewayConfigs.read(gateway.config()), "test", Clock.systemUTC());
    }

    private static void edit(Path file, String from, String to) throws Exception {
        String text = Files.readString(file);
        assertThat(text).contains(from);
        Files.writeString(file, text.replace(from, to));
    }

    @AfterAll
    static void stopEverything() throws Exception {
        running.close();
        database.close();
        var verified = CommandRun.of("verify", gateway.log().toString());
        assertThat(verified.exit()).as(verified.out() + verified.err()).isZero();
    }

    /// A command of somebody whom the development issuer knows.
    private static CommandRun as(String name, String... words) {
        String token = gateway.run("token", "--agent", name).out().strip();
        var line = new ArrayList<>(List.of(words));
        line.addAll(List.of("--gateway", "https://localhost:" + gateway.control()));
        line.addAll(List.of("--ca", gateway.folder().resolve("ca.crt").toString()));
        return CommandRun.in(Map.of("AFFIDAVIT_TOKEN", token), line.toArray(String[]::new));
    }

    private static CommandRun erase(String name, String session) {
        return as(
                name,
                "erase",
                "--session",
                session,
                "--basis",
                "GDPR Art. 17",
                "--reason",
                "request 4711",
                "--yes");
    }

    /// The newest session, when it is open or has ended, as wanted.
    private static String newest(boolean ended) {
        for (int i = 0; i < TRIES_MAX; i++) {
            JsonNode sessions = Json.JSON.readTree(gateway.run("sessions", "list", "--json").out());
            JsonNode newest = sessions.path(0);
            if (ended != newest.path("ended").asString("").isEmpty()) {
                return newest.path("session").asString();
            }
        }
        throw new AssertionError("There is no such session");
    }

    private static String ended(String sql) throws Exception {
        try (var agent = gateway.connect()) {
            run(agent, sql);
        }
        return newest(true);
    }

    private static void run(Connection agent, String sql) throws Exception {
        try (var statement = agent.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String show(String session) {
        return gateway.run("sessions", "show", session).out();
    }

    private static List<byte[]> stored(String session) throws Exception {
        var records = new ArrayList<LogRecord>();
        try (var reader = SessionLogReader.open(gateway.log())) {
            reader.forEach(0, records::add);
        }
        byte[] vault = Files.readAllBytes(vault());
        var stored = new ArrayList<byte[]>();
        for (LogRecord record : records) {
            if (record.event() instanceof SessionEvent event
                    && event.session().value().equals(session)) {
                record.key().ifPresent(key -> stored.add(body(vault, key.offset(), key.length())));
                record.payload()
                        .ifPresent(pay -> stored.add(body(vault, pay.offset(), pay.length())));
            }
        }
        return stored;
    }

    private static Path vault() throws Exception {
        try (var files = Files.walk(gateway.log())) {
            return files.filter(file -> file.toString().endsWith(".vlt")).findFirst().orElseThrow();
        }
    }

    private static byte[] body(byte[] vault, long offset, long length) {
        int from = (int) offset + FRAME_HEADER_BYTES;
        return Arrays.copyOfRange(vault, from, from + (int) length);
    }

    @Test
    void whatWasSaidIsGoneWhileAnotherSessionGoesOn() throws Exception {
        String session = ended("SELECT 'forget me'");
        assertThat(show(session)).contains("forget me");
        assertThat(stored(session)).noneSatisfy(bytes -> assertThat(bytes).containsOnly(0));
        try (var other = gateway.connect()) {
            run(other, "SELECT 'before'");
            var erased = erase("lee", session);
            assertThat(erased.exit()).as(erased.err()).isZero();
            assertThat(erased.out()).contains("all payloads of session " + session, "with the key");
            run(other, "SELECT 'after'");
        }
        assertThat(stored(session))
                .hasSizeGreaterThan(1)
                .allSatisfy(bytes -> assertThat(bytes).containsOnly(0));
        assertThat(show(session))
                .contains("by lee at https://127.0.0.1:" + gateway.issuer() + ": GDPR Art. 17")
                .doesNotContain("forget me");
        assertThat(show(newest(true))).contains("'before'", "'after'");
        var verified = CommandRun.of("verify", gateway.log().toString());
        assertThat(verified.exit()).as(verified.out() + verified.err()).isZero();
    }

    @Test
    void neitherAnApproverNorAnAgentMayErase() throws Exception {
        String session = ended("SELECT 'stays'");
        for (String name : List.of("dana", "billing-bot")) {
            var refused = erase(name, session);
            assertThat(refused.exit()).isEqualTo(ExitCode.NOT_ALLOWED.code());
            assertThat(refused.err()).contains("not-officer", "members of privacy");
        }
        assertThat(show(session)).contains("stays");
    }

    @Test
    void aSessionThatHasNotEndedIsRefused() throws Exception {
        try (var agent = gateway.connect()) {
            run(agent, "SELECT 'at work'");
            var refused = erase("lee", newest(false));
            assertThat(refused.exit()).isEqualTo(ExitCode.FAILED.code());
            assertThat(refused.err()).contains("has not ended", "session-open");
        }
        assertThat(show(newest(true))).contains("at work");
    }

    @Test
    void aHoldForbidsItUntilItIsReleased() throws Exception {
        String session = ended("SELECT 'kept'");
        var placed = as("lee", "hold", "place", "--session", session, "--reason", "case 12");
        assertThat(placed.exit()).as(placed.err()).isZero();
        String hold = placed.out().strip();
        assertThat(as("lee", "hold", "list").out()).contains(hold, session, "lee at https://");
        assertThat(erase("lee", session).err()).contains("(case 12)", "held");
        var released = as("lee", "hold", "release", hold, "--reason", "settled");
        assertThat(released.exit()).as(released.err()).isZero();
        assertThat(as("lee", "hold", "list").err()).contains("No hold is in force");
        assertThat(erase("lee", session).exit()).isZero();
    }

    @Test
    void nobodyGivesAnotherNameToTheGateway() {
        var run = as("lee", "hold", "place", "--all", "--by", "Court", "--reason", "r");
        assertThat(run.exit()).isEqualTo(ExitCode.USAGE.code());
        assertThat(run.err()).contains("your token says who you are");
    }

    @Test
    void aLogThatIsBeingWrittenNamesTheWayThroughItsGateway() throws Exception {
        String session = ended("SELECT 'later'");
        var locked =
                gateway.run(
                        "erase",
                        "--session",
                        session,
                        "--by",
                        "Lee",
                        "--basis",
                        "law",
                        "--reason",
                        "it's asked",
                        "--yes");
        assertThat(locked.exit()).isEqualTo(ExitCode.FAILED.code());
        assertThat(locked.err())
                .contains(
                        "affidavit erase --session "
                                + session
                                + " --basis law --reason 'it'\\''s asked' --yes --gateway https://",
                        ":" + gateway.control() + " --ca " + gateway.folder().resolve("ca.crt"),
                        "--token-file token");
    }
}
