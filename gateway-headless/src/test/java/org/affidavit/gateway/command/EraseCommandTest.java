package org.affidavit.gateway.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.affidavit.sessionlog.SessionLog;
import org.affidavit.sessionlog.event.CommandFacts;
import org.affidavit.sessionlog.event.Payload;
import org.affidavit.sessionlog.event.Principal;
import org.affidavit.sessionlog.event.Resource;
import org.affidavit.sessionlog.event.RuleRef;
import org.affidavit.sessionlog.event.SessionEvent;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.event.WireFrame;
import org.affidavit.sessionlog.key.LogSigner;
import org.affidavit.sessionlog.key.VerifierKey;
import org.affidavit.sessionlog.vault.Recipients;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class EraseCommandTest {
    private static final SessionId SESSION = new SessionId("01KA5B3V8G7Q9X2M4N6P8R0S1T");
    private static final Instant AT = Instant.parse("2026-11-20T14:00:00Z");

    @TempDir Path scratch;
    private TestFolder gateway;

    @BeforeEach
    void recordASession() throws Exception {
        gateway = TestFolder.init(scratch);
        try (var log = open()) {
            var agent = new Principal("https://id.example", "bot", "bot", "dana", List.of());
            var resource = new Resource("prod-db", "postgres");
            log.append(
                            new SessionEvent.SessionOpened(
                                    SESSION, AT, agent, resource, "psql", "ab".repeat(32)),
                            Payload.NONE)
                    .join();
            var facts = new CommandFacts("query", List.of("SELECT"), List.of());
            byte[] query = "Q\0\0\0\15SELECT 1\0".getBytes(UTF_8);
            log.append(
                            new SessionEvent.CommandIntended(
                                    SESSION, AT, 1, facts, RuleRef.DEFAULT, Optional.empty()),
                            new Payload(
                                    List.of(
                                            new WireFrame(
                                                    WireFrame.Direction.FROM_AGENT, 0, query))))
                    .join();
            log.append(
                            new SessionEvent.SessionClosed(
                                    SESSION, AT, SessionEvent.CloseCause.AGENT_LEFT),
                            Payload.NONE)
                    .join();
        }
    }

    private SessionLog open() throws Exception {
        String origin = VerifierKey.read(gateway.folder().resolve("log.vkey")).name();
        LogSigner signer = LogSigner.load(key(), origin);
        var readers = Recipients.read(List.of(gateway.folder().resolve("reader.pub.jwk")));
        return SessionLog.open(
                gateway.log(), signer, SessionLog.Options.of(origin, readers, Clock.systemUTC()));
    }

    private Path key() {
        return gateway.folder().resolve("keys/log.key");
    }

    private CommandRun erase(String... more) {
        var line = new ArrayList<>(List.of("erase", "--session", SESSION.value()));
        line.addAll(List.of("--by", "Dana", "--basis", "GDPR Art. 17", "--reason", "asked"));
        line.addAll(List.of(more));
        return gateway.run(line.toArray(String[]::new));
    }

    private CommandRun hold(String... more) {
        var line = new ArrayList<>(List.of("hold"));
        line.addAll(List.of(more));
        return gateway.run(line.toArray(String[]::new));
    }

    @Test
    void erasesASessionAndSaysWhatItDidAndWhatItDoesNotReach() {
        assertThat(gateway.run("sessions", "show", SESSION.value()).out()).contains("SELECT 1");
        var run = erase("--yes");
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("all payloads of session " + SESSION, "payloads  2", "record    4");
        assertThat(run.err()).contains("Copies and backups of the log are not reached");
        assertThat(gateway.run("sessions", "show", SESSION.value()).out())
                .contains("erased under record 4 by Dana: GDPR Art. 17")
                .doesNotContain("SELECT 1");
    }

    @Test
    void theLogStaysProvenAndSaysHowMuchIsGone() {
        assertThat(erase("--yes").exit()).isZero();
        var text = CommandRun.of("verify", gateway.log().toString());
        assertThat(text.exit()).as(text.out() + text.err()).isZero();
        assertThat(text.out()).contains("2 payloads of 1 session erased, as ordered by record 4");
        var json = CommandRun.of("verify", gateway.log().toString(), "--json");
        assertThat(json.out()).contains("2 payloads of 1 session erased, as ordered by record 4");
        JsonNode erased = Json.JSON.readTree(json.out()).path("erased");
        assertThat(erased.path("payloads").asInt()).isEqualTo(2);
        assertThat(erased.path("sessions").asInt()).isEqualTo(1);
        assertThat(erased.at("/orders/0").asInt()).isEqualTo(4);
        assertThat(erased.path("unfinished")).isEmpty();
    }

    @Test
    void erasesNothingUnlessItIsConfirmed() {
        var run = erase();
        assertThat(run.exit()).isEqualTo(ExitCode.USAGE.code());
        assertThat(run.err()).contains("Nothing was erased yet", "--yes");
        assertThat(gateway.run("sessions", "show", SESSION.value()).out()).contains("SELECT 1");
    }

    @Test
    void needsNoConfigurationButTheLogAndItsKey() {
        String[] erase = {
            "erase",
            "--session",
            SESSION.value(),
            "--record",
            "2",
            "--yes",
            "--by",
            "Dana",
            "--basis",
            "law",
            "--reason",
            "asked",
            "--log",
            gateway.log().toString()
        };
        var keyless = CommandRun.of(erase);
        assertThat(keyless.exit()).isEqualTo(ExitCode.USAGE.code());
        assertThat(keyless.err()).contains("--key FILE");
        var line = new ArrayList<>(List.of(erase));
        line.addAll(List.of("--key", key().toString()));
        var run = CommandRun.of(line.toArray(String[]::new));
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).contains("the payload of record 2 of session " + SESSION);
    }

    @Test
    void changesNothingWhileTheGatewayRuns() throws Exception {
        try (var _ = open()) {
            var run = erase("--yes");
            assertThat(run.exit()).isEqualTo(ExitCode.FAILED.code());
            assertThat(run.err()).contains("its gateway runs", "Stop the gateway");
        }
        assertThat(erase("--yes").exit()).isZero();
        assertThat(erase("--yes").err()).contains("erased before, under record 4 by Dana");
    }

    @Test
    void aHoldForbidsItUntilItIsReleased() {
        var placed = hold("place", "--all", "--by", "Legal", "--reason", "case 12");
        assertThat(placed.exit()).as(placed.err()).isZero();
        String id = placed.out().strip();
        assertThat(hold("list").out()).contains(id, "every session", "Legal", "case 12");
        assertThat(erase("--yes").exit()).isEqualTo(ExitCode.FAILED.code());
        assertThat(erase("--yes").err()).contains("placed by Legal (case 12)");
        assertThat(hold("release", id, "--by", "Legal", "--reason", "settled").exit()).isZero();
        assertThat(hold("list").err()).contains("No hold is in force");
        assertThat(erase("--yes").exit()).isZero();
    }

    @Test
    void aHoldSaysWhatItCovers() {
        var neither = hold("place", "--by", "Legal", "--reason", "case 12");
        assertThat(neither.exit()).isEqualTo(ExitCode.USAGE.code());
        var one = hold("place", "--session", SESSION.value(), "--by", "Legal", "--reason", "case");
        assertThat(one.exit()).as(one.err()).isZero();
        assertThat(hold("list").out()).contains(SESSION.value());
    }
}
