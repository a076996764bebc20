package org.affidavit.evidence.pdf;

import java.util.ArrayList;
import java.util.List;
import org.affidavit.evidence.pdf.Tables.Column;
import org.affidavit.evidence.report.ApprovalEntry;
import org.affidavit.evidence.report.Fact;
import org.affidavit.evidence.report.MaskingEntry;
import org.affidavit.evidence.report.Report;
import org.affidavit.evidence.report.Tone;
import org.affidavit.evidence.report.Wording;

/// The approvals and the masked values of all sessions.
final class RegisterPages {
    private RegisterPages() {}

    static void approvals(Sections sections, Report report) {
        Markup page = sections.begin("Approvals register");
        List<ApprovalEntry> entries = report.registers().approvals();
        if (entries.isEmpty()) {
            page.line("p", "lead", "No command of these sessions was held for approval.");
            return;
        }
        page.line(
                "p",
                "lead",
                Wording.count(entries.size(), "command")
                        + (entries.size() == 1 ? " was" : " were")
                        + " held. The consent digest binds a decision to the exact bytes of the"
                        + " command, the agent, the resource, the policy and the expiry.");
        for (ApprovalEntry entry : entries) {
            approval(page.add("div", "approval"), entry);
        }
    }

    private static void approval(Markup block, ApprovalEntry entry) {
        Markup head = block.add("div", "head");
        head.add("span", "ref").text(entry.ref());
        Tone tone = entry.decision().map(ApprovalEntry.Decision::tone).orElse(Tone.CAUTION);
        Sections.badge(
                head, tone, entry.decision().map(ApprovalEntry.Decision::word).orElse("Undecided"));
        head.add("span", "when").text("asked " + Wording.instant(entry.asked()));
        Sections.excerpt(block.add("div", "statement"), entry.statement());
        Tables.facts(block, facts(entry));
    }

    private static List<Fact> facts(ApprovalEntry entry) {
        var facts = new ArrayList<Fact>();
        entry.decision().ifPresent(decision -> decision(facts, decision));
        facts.add(Fact.code("Rule", entry.rule()));
        facts.add(Fact.prose("Would expire", Wording.instant(entry.expires())));
        facts.add(Fact.code("Request", entry.request()));
        facts.add(Fact.code("Consent digest", entry.digest()));
        return facts;
    }

    private static void decision(List<Fact> facts, ApprovalEntry.Decision decision) {
        String end = decision.approver().isEmpty() ? "Lapsed" : "Decided";
        facts.add(Fact.prose(end, Wording.instant(decision.at())));
        if (!decision.approver().isEmpty()) {
            facts.add(Fact.prose("Approver", decision.approver()));
            facts.add(Fact.code("Identity", decision.identity()));
            facts.add(
                    Fact.prose(
                            "Reason",
                            decision.reason().isEmpty() ? "none given" : decision.reason()));
        }
        decision.signature()
                .ifPresent(signature -> facts.add(Fact.prose("Signature", signature.found())));
    }

    static void masking(Sections sections, Report report) {
        Markup page = sections.follow("Masking register");
        List<MaskingEntry> entries = report.registers().masking();
        if (entries.isEmpty()) {
            page.line("p", "lead", "No value was masked in these sessions.");
            return;
        }
        page.line(
                "p",
                "lead",
                Wording.count(report.totals().masked(), "value")
                        + " replaced before delivery. The originals were never recorded.");
        Markup body =
                Tables.grid(
                        page,
                        "masking",
                        List.of(
                                Column.of("No.", 9),
                                Column.of("Column", 36),
                                Column.of("Masking rule", 39),
                                Column.number("Values", 16)));
        for (MaskingEntry entry : entries) {
            Markup row = body.add("tr");
            row.add("td", "ref").text(entry.ref());
            row.add("td", "code").text(entry.column());
            row.add("td", "code").text(entry.rule());
            row.add("td", "number").text(Wording.number(entry.values()));
        }
    }
}
