package org.affidavit.evidence.pdf;

import java.util.List;
import org.affidavit.evidence.pdf.Tables.Column;
import org.affidavit.evidence.report.Report;
import org.affidavit.evidence.report.SessionPart;
import org.affidavit.evidence.report.Totals;
import org.affidavit.evidence.report.Wording;

/// Scope and method, and the figures.
final class SummaryPages {
    private SummaryPages() {}

    static void scope(Sections sections, Report report) {
        Markup page = sections.begin("Scope and method");
        Tables.facts(page, report.scope().facts());
        page.add("h2").set("class", "plain").text("How this packet was made");
        Markup list = page.add("ol", "method");
        report.scope().method().forEach(step -> list.add("li").text(step));
    }

    static void results(Sections sections, Report report) {
        Markup page = sections.begin("Result summary");
        figures(page, report.totals());
        Markup body =
                Tables.grid(
                        page,
                        "sessions",
                        List.of(
                                Column.number("No.", 5),
                                Column.of("Session", 29),
                                Column.of("Agent, resource", 18),
                                Column.number("Cmds", 7),
                                Column.number("Denied", 8),
                                Column.number("Held", 7),
                                Column.number("Appr.", 7),
                                Column.number("Failed", 8),
                                Column.number("Masked", 11)));
        for (SessionPart session : report.sessions()) {
            row(body.add("tr"), session);
        }
        total(body.add("tr", "total"), report.totals());
        page.line(
                "p",
                "note",
                "Cmds: commands asked. Denied: refused by policy or by a person, never forwarded."
                        + " Held: stopped until a person decided. Appr.: held, approved and run."
                        + " Failed: the target reported an error. Masked: values replaced before"
                        + " delivery.");
    }

    private static void row(Markup row, SessionPart session) {
        row.add("td", "number")
                .add("a")
                .set("href", "#session-" + session.number())
                .set("title", "Session " + session.number())
                .text(Integer.toString(session.number()));
        row.add("td")
                .line("div", "code small", session.id())
                .line("div", "muted", Wording.second(session.opened()));
        row.add("td").line("div", "", session.agent()).line("div", "muted", session.resource());
        numbers(row, session.totals());
    }

    private static void total(Markup row, Totals totals) {
        row.add("td", "number");
        row.add("th", "rowhead").set("scope", "row").text("Total");
        row.add("td");
        numbers(row, totals);
    }

    private static void numbers(Markup row, Totals totals) {
        for (long value :
                new long[] {
                    totals.commands(),
                    totals.denied(),
                    totals.held(),
                    totals.approved(),
                    totals.failed(),
                    totals.masked()
                }) {
            row.add("td", value == 0 ? "number zero" : "number").text(Wording.number(value));
        }
    }

    private static void figures(Markup page, Totals totals) {
        Markup row = page.add("table", "figures").add("tbody").add("tr");
        figure(row, totals.sessions(), totals.sessions() == 1 ? "session" : "sessions");
        figure(row, totals.commands(), totals.commands() == 1 ? "command" : "commands");
        figure(row, totals.denied(), "denied");
        figure(row, totals.held(), "held");
        figure(row, totals.approved(), "approved");
        figure(row, totals.failed(), "failed");
        figure(row, totals.masked(), totals.masked() == 1 ? "value masked" : "values masked");
    }

    private static void figure(Markup row, long value, String label) {
        row.add("td").line("div", "value", Wording.number(value)).line("div", "label", label);
    }
}
