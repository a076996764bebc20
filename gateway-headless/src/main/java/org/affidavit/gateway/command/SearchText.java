package org.affidavit.gateway.command;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.affidavit.index.SearchResult;
import org.affidavit.index.SearchResult.FrameHit;
import org.affidavit.index.SearchResult.SessionHit;

/// What a search found, for people and for programs.
final class SearchText {
    private static final int MOMENTS_MAX = 3;

    private SearchText() {}

    /// @param sealed true when no reader's key was at hand, so that what was said was not searched
    static void print(SearchResult found, boolean sealed, Terminal terminal) {
        PrintWriter out = terminal.out();
        for (SessionHit session : found.sessions()) {
            out.println(session.session() + "  " + count(session.frames(), "moment"));
            for (FrameHit moment : session.moments().stream().limit(MOMENTS_MAX).toList()) {
                out.println(
                        "  record "
                                + moment.record()
                                + ", command "
                                + moment.command()
                                + ": "
                                + Visible.line(moment.snippet()));
            }
        }
        terminal.err().println(coverage(found));
        if (sealed) {
            terminal.err()
                    .println(
                            "What agents and targets said is sealed, and no key that opens it was"
                                    + " given, so it was not searched: --reader-key FILE");
        }
    }

    /// How much was found, in how much of the log, and how the query was understood.
    private static String coverage(SearchResult found) {
        String shown =
                found.sessionCount() > found.sessions().size()
                        ? ", " + found.sessions().size() + " shown"
                        : "";
        String coverage =
                found.coveredRecords() == found.logRecords()
                        ? "all " + found.logRecords() + " records searched"
                        : found.coveredRecords()
                                + " of "
                                + found.logRecords()
                                + " records searched";
        if (found.unreadableSessions() > 0) {
            coverage +=
                    ", without "
                            + count(found.unreadableSessions(), "session")
                            + " that cannot be read: run affidavit verify";
        }
        return Visible.line(
                count(found.sessionCount(), "session")
                        + shown
                        + "; "
                        + coverage
                        + "; understood as: "
                        + found.understood());
    }

    static String json(SearchResult found) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("sessions", found.sessions().stream().map(SearchText::json).toList());
        json.put("sessionCount", found.sessionCount());
        json.put("frameCount", found.frameCount());
        json.put("coveredRecords", found.coveredRecords());
        json.put("logRecords", found.logRecords());
        json.put("unreadableSessions", found.unreadableSessions());
        json.put("understood", found.understood());
        return Json.JSON.writeValueAsString(json);
    }

    private static Map<String, Object> json(SessionHit session) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("session", session.session().value());
        json.put("frames", session.frames());
        json.put("moments", List.copyOf(session.moments()));
        return json;
    }

    private static String count(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
