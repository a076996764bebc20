package org.affidavit.evidence.pdf;

import java.util.List;
import java.util.Locale;
import org.affidavit.evidence.pdf.Tables.Column;
import org.affidavit.evidence.report.Fact;
import org.affidavit.evidence.report.Report;
import org.affidavit.evidence.report.ResultPart;
import org.affidavit.evidence.report.SessionPart;
import org.affidavit.evidence.report.StepPart;
import org.affidavit.evidence.report.Wording;

/// One chapter for each session: who, when, every step in a line, every command in full.
final class SessionPages {
    private SessionPages() {}

    static void write(Sections sections, Report report) {
        Markup page = sections.begin("Sessions");
        for (SessionPart session : report.sessions()) {
            Markup chapter = page.add("div", session.number() == 1 ? "chapter first" : "chapter");
            sections.chapter(
                    chapter,
                    "session-" + session.number(),
                    String.format(
                            Locale.ROOT,
                            "Session %d: %s on %s",
                            session.number(),
                            session.agent(),
                            session.resource()));
            Tables.facts(chapter, session.facts());
            timeline(chapter, session);
            if (!session.steps().isEmpty()) {
                chapter.add("h3").text("Commands");
            }
            session.steps().forEach(step -> step(chapter, step));
        }
    }

    private static void timeline(Markup page, SessionPart session) {
        page.add("h3").text("Timeline");
        Markup body =
                Tables.grid(
                        page,
                        "timeline",
                        List.of(
                                Column.of("No.", 7),
                                Column.of("Time (UTC)", 14),
                                Column.of("Step", 48),
                                Column.of("Outcome", 14),
                                Column.number("Rows", 8),
                                Column.number("Took", 9)));
        for (SessionPart.TimelineRow line : session.timeline()) {
            Markup row = body.add("tr");
            row.add("td", "ref").text(line.ref());
            row.add("td", "time").text(Wording.clock(line.at()));
            Sections.excerpt(row.add("td", line.ref().isEmpty() ? "opening" : "did"), line.what());
            Sections.badge(row.add("td"), line.outcome().tone(), line.outcome().label());
            row.add("td", "number").text(line.rows());
            row.add("td", "number").text(line.took());
        }
    }

    private static void step(Markup page, StepPart step) {
        Markup sheet = page.add("div", "step");
        Markup head = sheet.add("div", "head");
        head.add("span", "ref").text(step.ref());
        Sections.badge(head, step.outcome().tone(), step.outcome().label());
        head.add("span", "when").text(Wording.instant(step.at()) + ", took " + step.took());
        for (StepPart.Block block : step.blocks()) {
            switch (block) {
                case StepPart.StatementPart statement -> statement(sheet, statement);
                case StepPart.Remark remark -> remark(sheet, remark);
                case ResultPart result -> ResultTable.write(sheet, result);
            }
        }
    }

    private static void statement(Markup sheet, StepPart.StatementPart statement) {
        Sections.excerpt(sheet.add("div", "statement"), statement.text());
        if (!statement.parameters().isEmpty()) {
            Markup body = sheet.add("table", "facts bound").add("tbody");
            for (int i = 0; i < statement.parameters().size(); i++) {
                Markup row = body.add("tr");
                row.add("th").set("scope", "row").text("$" + (i + 1));
                ResultTable.value(row.add("td", "code"), statement.parameters().get(i));
            }
        }
    }

    private static void remark(Markup sheet, StepPart.Remark remark) {
        Markup block = sheet.add("div", "remark " + Sections.tone(remark.tone()));
        if (remark.facts().size() == 1) {
            Fact fact = remark.facts().getFirst();
            Markup line = block.add("div", "what");
            line.add("span").text(remark.title() + ":  ");
            line.add("span", fact.style() == Fact.Style.CODE ? "code" : "plainly")
                    .text(fact.value());
            return;
        }
        block.line("div", "what", remark.title());
        Tables.facts(block, remark.facts());
    }
}
