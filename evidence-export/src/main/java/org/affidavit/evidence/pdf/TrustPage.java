package org.affidavit.evidence.pdf;

import java.util.List;
import org.affidavit.evidence.report.Fact;
import org.affidavit.evidence.report.Integrity;
import org.affidavit.evidence.report.Report;
import org.affidavit.evidence.report.Wording;

/// Tells a stranger how to check the packet with tools that we did not write.
final class TrustPage {
    private TrustPage() {}

    static void write(Sections sections, Report report, CheckCommands commands) {
        Integrity integrity = report.integrity();
        Markup page = sections.begin("Check it without us");
        page.line(
                "p",
                "lead",
                "Nothing on this page needs our software, an account or a network. The commands"
                        + " run on any system with poppler-utils, jq, coreutils and OpenSSL 3.");
        Tables.facts(
                page,
                List.of(
                        Fact.code("Verifier key", integrity.vkey()),
                        Fact.code("Key id", integrity.keyId()),
                        Fact.prose(
                                "Checkpoint", Wording.count(integrity.checkpointSize(), "record")),
                        Fact.code("Checkpoint root", integrity.root()),
                        Fact.code("Manifest SHA-256", commands.manifestSha256())));
        page.line(
                "p",
                "note",
                "Compare the verifier key with the one that the operator of the gateway gave you"
                        + " by another way. A key that arrives with the evidence proves nothing.");
        int number = 0;
        for (CheckCommands.Command command : commands.list()) {
            number++;
            Markup block = page.add("div", "command");
            block.line("div", "purpose", number + ".  " + command.purpose());
            block.line("pre", "shell", String.join("\n", command.lines()));
            block.line("div", "expect", "Expect: " + command.expected());
        }
    }
}
