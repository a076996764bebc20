package org.affidavit.evidence.pdf;

import java.util.ArrayList;
import java.util.List;
import org.affidavit.evidence.report.Cover;
import org.affidavit.evidence.report.Fact;
import org.affidavit.evidence.report.Wording;

/// The first page, and the contents behind it.
final class CoverPage {
    private static final List<String[]> READING =
            List.of(
                    new String[] {
                        "Numbers such as 1.3",
                        "The third command of the first session. They are the same in every"
                                + " section."
                    },
                    new String[] {
                        "Instants",
                        "In UTC, from the gateway's clock. Record numbers count from 0 over the"
                                + " whole log."
                    },
                    new String[] {
                        "Text in this typeface",
                        "Taken from the log letter by letter. A character that cannot be shown"
                                + " safely appears as its Unicode number, such as \u202e."
                    },
                    new String[] {
                        "Masked values",
                        "Shown on grey, exactly as the agent received them. The original was"
                                + " never recorded."
                    },
                    new String[] {
                        "Cuts",
                        "Where a text or a result is not printed in full, the number of"
                                + " characters or rows left out is stated."
                    });

    private CoverPage() {}

    static void write(Markup body, Cover cover) {
        Markup page = body.add("div", "cover");
        Markup band = page.add("div", "band");
        band.line("div", "wordmark", "AFFIDAVIT").line("div", "kind", "Evidence packet");
        band.line("div", "title", cover.title()).line("div", "organisation", cover.organisation());
        Markup lower = page.add("div", "lower");
        String tone = Sections.tone(Sections.tone(cover.verdict().standing()));
        lower.add("div", "verdict " + tone)
                .line("div", "headline", cover.verdict().headline())
                .line("div", "sentence", cover.verdict().sentence());
        Tables.facts(lower, facts(cover));
    }

    private static List<Fact> facts(Cover cover) {
        var facts = new ArrayList<Fact>();
        facts.add(Fact.code("Packet", cover.packetId()));
        facts.add(Fact.prose("Period", period(cover)));
        facts.add(Fact.prose("Sessions", Wording.number(cover.sessions())));
        facts.add(Fact.prose("Agents", String.join(", ", cover.agents())));
        facts.add(Fact.prose("Resources", String.join(", ", cover.resources())));
        facts.add(Fact.prose("Selection", cover.selection()));
        facts.add(Fact.code("Log", cover.origin()));
        facts.add(Fact.prose("Generated", Wording.second(cover.generatedAt())));
        facts.add(Fact.prose("Prepared by", cover.preparedBy()));
        facts.removeIf(fact -> fact.value().isEmpty());
        return facts;
    }

    private static String period(Cover cover) {
        return cover.from().map(Wording::second).orElse("no sessions")
                + cover.to().map(to -> " to " + Wording.second(to)).orElse("");
    }

    /// Fills the page of contents once all sections are known.
    static void contents(Markup page, List<Sections.Entry> entries) {
        page.add("h1").set("class", "plain").text("Contents");
        Markup list = page.add("div", "contents");
        for (Sections.Entry entry : entries) {
            list.add("div", "entry level" + entry.level())
                    .add("a")
                    .set("href", "#" + entry.id())
                    .set("title", entry.title())
                    .text(entry.title());
        }
        page.add("h2").set("class", "plain").text("How to read this packet");
        Markup body = page.add("table", "facts").add("tbody");
        for (String[] rule : READING) {
            Markup row = body.add("tr");
            row.add("th").set("scope", "row").text(rule[0]);
            row.add("td", "prose").text(rule[1]);
        }
    }
}
