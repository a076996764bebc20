package org.affidavit.evidence.pdf;

import java.util.ArrayList;
import java.util.List;
import org.affidavit.evidence.report.Excerpt;
import org.affidavit.evidence.report.IntegrityVerdict;
import org.affidavit.evidence.report.Tone;
import org.affidavit.evidence.report.Wording;

/// Numbers the sections and keeps the table of contents.
final class Sections {
    private final Markup body;
    private final List<Entry> entries = new ArrayList<>();
    private int number;

    Sections(Markup body) {
        this.body = body;
    }

    /// A line of the contents.
    record Entry(String id, String title, int level) {}

    /// Begins a section on a new page.
    Markup begin(String title) {
        number++;
        return section("s" + number, number + "  " + title, "section");
    }

    /// Begins a section that carries on below the one before.
    Markup follow(String title) {
        number++;
        return section("s" + number, number + "  " + title, "section follow");
    }

    /// Begins a chapter inside the last section.
    Markup chapter(Markup section, String id, String title) {
        entries.add(new Entry(id, title, 2));
        section.add("h2").set("id", id).text(title);
        return section;
    }

    List<Entry> entries() {
        return List.copyOf(entries);
    }

    private Markup section(String id, String title, String styleClass) {
        entries.add(new Entry(id, title, 1));
        Markup section = body.add("div", styleClass);
        section.add("h1").set("id", id).text(title);
        return section;
    }

    static String tone(Tone tone) {
        return switch (tone) {
            case NEUTRAL -> "neutral";
            case GOOD -> "good";
            case CAUTION -> "caution";
            case BAD -> "bad";
        };
    }

    static Tone tone(IntegrityVerdict.Standing standing) {
        return switch (standing) {
            case GOOD -> Tone.GOOD;
            case CAUTION -> Tone.CAUTION;
            case BAD -> Tone.BAD;
        };
    }

    static void badge(Markup parent, Tone tone, String label) {
        parent.add("span", "badge " + tone(tone)).text(label);
    }

    /// The shown part, and how much is left out.
    static void excerpt(Markup parent, Excerpt excerpt) {
        if (excerpt.whole()) {
            parent.text(excerpt.shown());
        } else {
            parent.add("span").text(excerpt.shown());
            parent.add("span", "cut")
                    .text(" [" + Wording.count(excerpt.omitted(), "more character") + "]");
        }
    }
}
