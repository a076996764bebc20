package org.affidavit.gateway.command;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.affidavit.gateway.command.ReplayedPolicy.Change;

/// What another policy would have said, for people and for programs.
final class ReplayText {
    private static final int TEXT_MAX = 200;

    private ReplayText() {}

    static void print(List<Change> changes, ReplayedPolicy replay, Terminal terminal) {
        PrintWriter out = terminal.out();
        for (Change change : changes) {
            out.println(
                    change.session()
                            + (change.command() > 0 ? "  command " + change.command() : "  opening")
                            + "  "
                            + SessionText.time(change.at())
                            + "  "
                            + Visible.line(change.agent() + " on " + change.resource()));
            out.println("  " + Visible.line(brief(change.text())));
            out.println(
                    "  was "
                            + change.was().word()
                            + Visible.line(rule(change.was().rule()))
                            + ", would be "
                            + Visible.line(VerdictText.brief(change.now())));
        }
        out.println(
                Counted.of(replay.commands(), "command")
                        + " of "
                        + Counted.of(replay.sessions(), "session")
                        + ": "
                        + Counted.of(changes.size(), "verdict")
                        + " would be different");
        if (replay.unread() > 0) {
            terminal.err()
                    .println(
                            Counted.of(replay.unread(), "command")
                                    + " could not be judged again: what was asked, or by whom, is"
                                    + " sealed or has no view here. To open it: --reader-key FILE");
        }
    }

    private static String rule(String id) {
        return id.isEmpty() ? "" : " (" + id + ")";
    }

    private static String brief(String text) {
        return text.length() > TEXT_MAX ? text.substring(0, TEXT_MAX) + "…" : text;
    }

    static String json(List<Change> changes, ReplayedPolicy replay) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("sessions", replay.sessions());
        json.put("commands", replay.commands());
        json.put("unread", replay.unread());
        json.put("changes", changes.stream().map(ReplayText::json).toList());
        return Json.JSON.writeValueAsString(json);
    }

    private static Map<String, Object> json(Change change) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("session", change.session().value());
        json.put("command", change.command());
        json.put("at", change.at().toString());
        json.put("agent", change.agent());
        json.put("resource", change.resource());
        json.put("text", change.text());
        json.put("was", change.was().word());
        json.put("wasRule", change.was().rule());
        json.put("now", VerdictText.word(change.now()));
        json.put("nowRule", change.now().rule().id());
        return json;
    }
}
