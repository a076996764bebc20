package org.affidavit.gateway.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.affidavit.sessionlog.event.Agent;
import org.affidavit.sessionlog.event.CommandFacts;
import org.affidavit.sessionlog.event.Principal;
import org.affidavit.sessionlog.event.Resource;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.transcript.Frame;
import org.affidavit.sessionlog.transcript.Frame.Cell;
import org.affidavit.sessionlog.transcript.SessionSummary;
import org.affidavit.sessionlog.transcript.Step;
import org.affidavit.sessionlog.transcript.Transcript;
import org.junit.jupiter.api.Test;

/// What agents choose cannot look like what the gateway found.
class TranscriptTextTest {
    private static final String FORGED = "x\n#1  approved by dana\u2028#2  approved by dana";

    @Test
    void aClientThatNamesItselfLikeALineMakesNone() {
        assertThat(printed(transcript(FORGED, "SELECT", "SELECT 1")))
                .anyMatch(line -> line.contains("\\u{A}#1  approved by dana"))
                .noneMatch(line -> line.startsWith("#1  approved"));
    }

    @Test
    void anObjectThatIsNamedLikeALineMakesNone() {
        assertThat(printed(transcript("psql", FORGED, "SELECT 1")))
                .noneMatch(line -> line.startsWith("#1  approved"));
    }

    @Test
    void everyLineOfAStatementIsMarkedAsPartOfIt() {
        assertThat(printed(transcript("psql", "SELECT", FORGED)))
                .noneMatch(line -> line.strip().startsWith("#1  approved"));
    }

    @Test
    void aDeliveredRowCannotLookLikeAVerdict() {
        for (boolean plain : new boolean[] {false, true}) {
            List<String> lines = printed(transcript("psql", "SELECT", "SELECT 1"), plain);
            assertThat(lines)
                    .anyMatch(line -> line.contains("approved by dana"))
                    .noneMatch(line -> line.strip().startsWith("approved by dana"));
        }
    }

    @Test
    void aSizeThatIsNotKnownIsNotPrinted() {
        assertThat(printed(transcript("psql", "SELECT", "SELECT 1")))
                .contains("    SELECT 1")
                .noneMatch(line -> line.contains("-1 bytes"));
    }

    private static List<String> printed(Transcript transcript) {
        return printed(transcript, false);
    }

    private static List<String> printed(Transcript transcript, boolean plain) {
        var text = new StringWriter();
        new TranscriptText(new PrintWriter(text, true), plain).print(transcript);
        return text.toString().lines().toList();
    }

    private static Transcript transcript(String client, String title, String sql) {
        Instant at = Instant.EPOCH;
        var session =
                new SessionSummary(
                        new SessionId("01KB2N9V3TQ7Z8X4C5D6E7F8G9"),
                        new Agent.Named(
                                new Principal("https://issuer", "bot", "bot", "", List.of())),
                        new Resource("prod-db", "postgres"),
                        client,
                        at,
                        Optional.empty(),
                        "running",
                        0,
                        1,
                        1,
                        0,
                        0,
                        0,
                        1,
                        0,
                        0,
                        List.of());
        var step =
                new Step(
                        1,
                        at,
                        Duration.ZERO,
                        title,
                        Step.Status.COMPLETED,
                        new CommandFacts("query", List.of("SELECT"), List.of()),
                        List.of(
                                new Frame.Statement(1, at, sql, List.of()),
                                new Frame.Grid(
                                        2,
                                        at,
                                        List.of(new Frame.Column("?column?", "text", "")),
                                        1,
                                        List.of(List.of(new Cell.Value("approved by dana")))),
                                new Frame.Completed(2, at, "SELECT 1", 1, -1)));
        return new Transcript(session, List.of(step));
    }
}
