package org.affidavit.sessionlog;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.affidavit.sessionlog.encode.Disclosure;
import org.affidavit.sessionlog.event.Agent;
import org.affidavit.sessionlog.event.Payload;
import org.affidavit.sessionlog.event.Principal;
import org.affidavit.sessionlog.event.Resource;
import org.affidavit.sessionlog.event.SessionEvent.SessionOpened;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.samples.SampleEvents;
import org.affidavit.sessionlog.samples.SampleLogs;
import org.affidavit.sessionlog.samples.SampleReaders;
import org.affidavit.sessionlog.transcript.Transcripts;
import org.affidavit.sessionlog.vault.PayloadReading;
import org.affidavit.sessionlog.vault.ReadingKeys;
import org.affidavit.sessionlog.vault.ShownUnits;
import org.affidavit.sessionlog.verify.CheckResult;
import org.affidavit.sessionlog.verify.CheckResult.Check;
import org.affidavit.sessionlog.verify.Verdict;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who an agent is, in a log with two sessions: record 1 opens one of an agent with an owner,
/// record 3 one of an agent without.
class AgentNamesTest {
    private static final SessionId FIRST = new SessionId("01KA5B3V8G7Q9X2M4N6P8R0S1T");
    private static final SessionId SECOND = new SessionId("01KA5B9ZZ3E5F7G9H1J3K5M7N9");
    private static final Principal OWNED =
            new Principal(
                    "https://id.example",
                    "agent|Zebra-7",
                    "Ada's Žofie-bot",
                    "Ada Lindqvist",
                    List.of("agents"));
    private static final Principal OWNERLESS =
            new Principal("https://id.example", "agent|9", "report-bot", "", List.of("agents"));

    @TempDir Path folder;
    private TestLog log;

    @BeforeEach
    void writeTwoSessions() throws IOException {
        log = new TestLog(folder);
        try (var writer = log.open()) {
            writer.append(opened(FIRST, OWNED), Payload.NONE).join();
            writer.append(SampleEvents.closed(FIRST), Payload.NONE).join();
            writer.append(opened(SECOND, OWNERLESS), Payload.NONE).join();
            writer.append(SampleEvents.closed(SECOND), Payload.NONE).join();
        }
    }

    private static SessionOpened opened(SessionId session, Principal agent) {
        var db = new Resource("prod-db", "postgres");
        return new SessionOpened(session, SampleLogs.START, agent, db, "client", "ab".repeat(32));
    }

    @Test
    void areInNoRecordAndInNoFile() throws IOException {
        try (var reader = log.reader()) {
            String leaf = new String(reader.record(1).leaf(), UTF_8);
            assertThat(leaf)
                    .contains("\"agent\":{\"_sd\":[\"")
                    .contains("\"groups\":[\"agents\"],\"iss\":\"https://id.example\"}")
                    .doesNotContain("\"name\":\"Ada", "\"owner\"", "\"sub\"");
        }
        try (var files = Files.walk(log.path())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, ISO_8859_1))
                        .doesNotContain("Zebra", "Ada", "report-bot");
            }
        }
    }

    @Test
    void areSeenByWhoeverHasAKey() throws IOException {
        try (var reader = log.reader()) {
            assertThat(agent(reader, 1)).isEqualTo(new Agent.Named(OWNED));
            assertThat(agent(reader, 3)).isEqualTo(new Agent.Named(OWNERLESS));
            assertThat(new Transcripts(reader).sessions())
                    .extracting(session -> session.agent().shown())
                    .containsExactly("Ada's Žofie-bot", "report-bot");
        }
    }

    @Test
    void areWithheldFromEverybodyElse() throws IOException {
        for (ReadingKeys keys :
                List.of(ReadingKeys.NONE, SampleReaders.keys(SampleReaders.STRANGER))) {
            try (var reader = SessionLogReader.open(log.path(), keys)) {
                assertThat(agent(reader, 1)).isInstanceOf(Agent.Withheld.class);
                assertThat(agent(reader, 1).groups()).containsExactly("agents");
                var transcript = new Transcripts(reader).transcript(FIRST).orElseThrow();
                assertThat(transcript.session().agent().shown()).isEqualTo("(name withheld)");
                assertThat(transcript.session().agent().shownOwner()).isEqualTo("(name withheld)");
                assertThat(transcript.steps().getFirst().title())
                        .isEqualTo("Session opened by (name withheld) on prod-db");
            }
        }
    }

    @Test
    void nobodyCanCountWhetherThereIsAnOwner() throws IOException {
        try (var reader = log.reader()) {
            for (long record : new long[] {1, 3}) {
                LogRecord found = reader.record(record);
                var agent = (Agent.Withheld) ((SessionOpened) found.event()).agent();
                assertThat(agent.digests()).hasSize(3).isSorted().doesNotHaveDuplicates();
                assertThat(found.payload().orElseThrow().units()).isEqualTo(4);
            }
        }
    }

    @Test
    void oneCanBeShownWithoutTheOthers() throws Exception {
        try (var reader = log.reader()) {
            LogRecord record = reader.record(1);
            var opened = (PayloadReading.Open) reader.payload(record);
            List<Disclosure.Unit> units = ShownUnits.of(opened.opened(), new TreeSet<>(List.of(1)));
            String shown = new String(units.getFirst().bytes(), US_ASCII);
            String plain = new String(java.util.Base64.getUrlDecoder().decode(shown), UTF_8);
            assertThat(plain).endsWith("\",\"name\",\"Ada's Žofie-bot\"]");
            assertThat(plain).doesNotContain("Lindqvist", "Zebra");
            assertThat(units).hasSize(1);
        }
    }

    @Test
    void stayProvenWhenTheyAreErased() throws IOException {
        try (var reader = log.reader();
                var writer = log.open()) {
            var transcripts = new Transcripts(reader);
            assertThat(transcripts.sessions().getFirst().agent().named()).contains(OWNED);
            writer.erase(new Erasure(FIRST, Optional.of(1L), "dana", "GDPR Art. 17", "asked"));
            assertThat(transcripts.sessions())
                    .extracting(session -> session.agent().shown())
                    .containsExactly("(name withheld)", "report-bot");
        }
        assertThat(log.verify(log.path(), SampleReaders.keys()).verdict())
                .isEqualTo(new Verdict.Intact());
        try (var reader = log.reader()) {
            assertThat(agent(reader, 1)).isInstanceOf(Agent.Withheld.class);
            assertThat(agent(reader, 3)).isEqualTo(new Agent.Named(OWNERLESS));
            assertThat(reader.payload(reader.record(1)).obstacle())
                    .startsWith("erased under record 5 by dana");
        }
    }

    @Test
    void goWithTheirSession() throws IOException {
        try (var writer = log.open()) {
            var all = new Erasure(SECOND, Optional.empty(), "dana", "GDPR Art. 17", "asked");
            assertThat(writer.erase(all).payloads()).isEqualTo(1);
        }
        assertThat(log.verify().verdict()).isEqualTo(new Verdict.Intact());
        try (var reader = log.reader()) {
            assertThat(agent(reader, 3)).isInstanceOf(Agent.Withheld.class);
        }
    }

    /// Whoever has the signing key has to say for ever what the log said when it was written.
    @Test
    void doNotHoldWhereTheRecordHasOtherDigests() throws IOException {
        swapAgents();
        assertThat(log.verify().verdict()).isEqualTo(new Verdict.Intact());
        assertThat(log.verify(log.path(), SampleReaders.keys()).verdict())
                .isInstanceOfSatisfying(
                        Verdict.Altered.class,
                        found -> {
                            assertThat(found.record()).isEqualTo(1);
                            assertThat(found.what())
                                    .startsWith(
                                            "The disclosures of record 1 are not those that it"
                                                + " commits to: the record does not have the digest"
                                                + " of name");
                        });
        try (var reader = log.reader()) {
            assertThat(agent(reader, 1)).isInstanceOf(Agent.Withheld.class);
        }
    }

    private void swapAgents() throws IOException {
        var forge = new LogForge(log.path());
        forge.rewrite(leaves -> {
            byte[] first = leaves.get(1);
            byte[] second = leaves.get(3);
            leaves.set(1, LogForge.withEvent(first, withAgentOf(first, second)));
            LogForge.relink(leaves, 1, 2);
            return leaves;
        });
        forge.signAgain(log.signer());
    }

    private static SessionOpened withAgentOf(byte[] leaf, byte[] other) {
        var agent = ((SessionOpened) LogForge.event(other)).agent();
        return ((SessionOpened) LogForge.event(leaf)).of(agent);
    }

    @Test
    void areCheckedWithAKeyOnly() throws IOException {
        var payloads = new ArrayList<String>();
        for (ReadingKeys keys : List.of(ReadingKeys.NONE, SampleReaders.keys())) {
            log.verify(log.path(), keys).checks().stream()
                    .filter(check -> check.check() == Check.PAYLOADS)
                    .map(CheckResult::detail)
                    .forEach(payloads::add);
        }
        assertThat(payloads.get(0)).endsWith("none was opened, as no reader's key was given.");
        assertThat(payloads.get(1)).contains("2 opened and found to be what was recorded");
    }

    @Test
    void areThereWheneverASessionIsOpened() throws IOException {
        var nameless =
                new Agent.Withheld("https://id.example", List.of(), Collections.nCopies(3, "x"));
        var id = new SessionId("01KA5BZZZ3E5F7G9H1J3K5M7N9");
        try (var writer = log.open()) {
            var opening = opened(id, OWNED);
            for (var refused :
                    List.of(
                            writer.append(opening.of(nameless), Payload.NONE),
                            writer.append(opening, SampleEvents.payload()))) {
                assertThatThrownBy(refused::join).hasMessageContaining("whose name is known");
            }
            assertThat(writer.append(opening, Payload.NONE).join().index()).isEqualTo(5);
        }
    }

    private static Agent agent(SessionLogReader reader, long index) throws LogFailure {
        LogRecord record = reader.record(index);
        return reader.agent(record, (SessionOpened) record.event());
    }
}
