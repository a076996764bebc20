package org.affidavit.evidence.pdf;

import java.util.List;
import org.affidavit.evidence.pdf.Tables.Column;
import org.affidavit.evidence.report.Attachment;
import org.affidavit.evidence.report.Integrity;
import org.affidavit.evidence.report.Report;
import org.affidavit.evidence.report.Wording;

/// The integrity statement, the limitations and the annex.
final class ClosingPages {
    private ClosingPages() {}

    static void integrity(Sections sections, Report report) {
        Integrity integrity = report.integrity();
        Markup page = sections.begin("Integrity statement");
        String tone = Sections.tone(Sections.tone(integrity.verdict().standing()));
        page.add("div", "verdict " + tone)
                .line("div", "headline", integrity.verdict().headline())
                .line("div", "sentence", integrity.verdict().sentence());
        Tables.facts(page, integrity.facts());
        page.add("h2").set("class", "plain").text("Checks");
        Markup body =
                Tables.grid(
                        page,
                        "checks",
                        List.of(
                                Column.of("Check", 28),
                                Column.of("Answer", 14),
                                Column.of("Finding", 58)));
        for (Integrity.Check check : integrity.checks()) {
            Markup row = body.add("tr");
            row.add("th", "rowhead").set("scope", "row").text(check.name());
            Sections.badge(row.add("td"), check.tone(), check.answer());
            row.add("td").text(check.detail());
        }
        Markup signed = page.add("div", "keep");
        signed.add("h2").set("class", "plain").text("Signed checkpoint");
        signed.line("pre", "shell", integrity.note().stripTrailing());
    }

    static void limitations(Sections sections, Report report) {
        Markup page = sections.begin("What this does not prove");
        Markup body = page.add("table", "facts wide").add("tbody");
        for (Report.Limitation limitation : report.limitations()) {
            Markup row = body.add("tr");
            row.add("th").set("scope", "row").text(limitation.claim());
            row.add("td", "prose").text(limitation.truth());
        }
    }

    static void annex(Sections sections, Report report) {
        Markup page = sections.begin("Annex: attachments");
        page.line(
                "p",
                "lead",
                "These files are inside this PDF. Every PDF reader with an attachments pane can"
                        + " save them.");
        Markup body =
                Tables.grid(
                        page, "annex", List.of(Column.of("File", 78), Column.number("Bytes", 22)));
        for (Attachment attachment : report.annex()) {
            Markup row = body.add("tr");
            row.add("td")
                    .line("div", "code", attachment.name())
                    .line("div", "muted", attachment.what())
                    .line("div", "code hash", "SHA-256 " + attachment.sha256());
            row.add("td", "number").text(Wording.number(attachment.bytes()));
        }
    }
}
