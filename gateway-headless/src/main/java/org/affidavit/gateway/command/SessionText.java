package org.affidavit.gateway.command;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.affidavit.sessionlog.transcript.SessionSummary;

/// Sessions in a list, for people and for programs.
final class SessionText {
    private SessionText() {}

    static Table table(List<SessionSummary> sessions) {
        Table table =
                new Table(
                        "SESSION",
                        "OPENED",
                        "TOOK",
                        "AGENT",
                        "RESOURCE",
                        "COMMANDS",
                        "DENIED",
                        "HELD",
                        "ROWS",
                        "MASKED",
                        "END");
        for (SessionSummary session : sessions) {
            table.row(
                    session.id().value(),
                    time(session.opened()),
                    session.ended().map(end -> took(session.opened(), end)).orElse("-"),
                    session.agent().shown(),
                    session.resource().name(),
                    String.valueOf(session.commands()),
                    String.valueOf(session.denied()),
                    String.valueOf(session.held()),
                    String.valueOf(session.rows()),
                    String.valueOf(session.maskedCells()),
                    // Nobody can tell from a log whether its gateway still lives.
                    session.ended().isPresent() ? session.end() : "none on record");
        }
        return table;
    }

    static String json(List<SessionSummary> sessions) {
        return Json.JSON.writeValueAsString(sessions.stream().map(SessionText::json).toList());
    }

    private static Map<String, Object> json(SessionSummary session) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("session", session.id().value());
        // Left out where they are withheld: nothing that a program could take for a name.
        session.agent()
                .named()
                .ifPresent(agent -> {
                    json.put("agent", agent.name());
                    json.put("subject", agent.subject());
                    json.put("owner", agent.owner());
                });
        json.put("issuer", session.agent().issuer());
        json.put("resource", session.resource().name());
        json.put("client", session.client());
        json.put("opened", session.opened().toString());
        json.put("ended", session.ended().map(Instant::toString).orElse(""));
        json.put("end", session.end());
        json.put("commands", session.commands());
        json.put("denied", session.denied());
        json.put("held", session.held());
        json.put("failed", session.failed());
        json.put("rows", session.rows());
        json.put("bytes", session.bytes());
        json.put("maskedCells", session.maskedCells());
        json.put("approvers", session.approvers());
        return json;
    }

    /// UTC to the second.
    static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String took(Instant from, Instant to) {
        Duration took = Duration.between(from, to);
        return took.toMinutes() >= 1
                ? took.toMinutes() + "m" + took.toSecondsPart() + "s"
                : took.toMillis() / 1000.0 + "s";
    }
}
