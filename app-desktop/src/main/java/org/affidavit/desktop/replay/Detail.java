package org.affidavit.desktop.replay;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.affidavit.desktop.words.Formats;
import org.affidavit.desktop.words.HiddenCharacters;
import org.affidavit.desktop.words.Words;
import org.affidavit.sessionlog.transcript.Frame;
import org.affidavit.sessionlog.transcript.Step;

/// One line on the right: what is known of the current frame.
///
/// @param evidence true for hashes, rules and numbers, which are set in the evidence typeface
public record Detail(String label, String value, boolean evidence) {

    static List<Detail> of(Frame frame, Step step, Instant start) {
        var details = new ArrayList<Detail>();
        add(details, "detail.record", Formats.count(frame.record()), true);
        add(details, "detail.time", Formats.exact(frame.at()), true);
        String offset = "+" + Formats.offset(Duration.between(start, frame.at()));
        add(details, "detail.offset", offset, true);
        addFacts(details, step);
        addOwn(details, frame);
        return details;
    }

    private static void addFacts(List<Detail> details, Step step) {
        if (step.command() > 0) {
            add(details, "detail.verbs", String.join(", ", step.facts().verbs()), true);
            put(details, "detail.objects", lines(step.facts().objects()), true);
        }
    }

    private static void addOwn(List<Detail> details, Frame frame) {
        switch (frame) {
            case Frame.Allowed allowed -> addRule(details, allowed.rule(), allowed.place());
            case Frame.Denied denied -> addRule(details, denied.rule(), denied.place());
            case Frame.Held held -> {
                addRule(details, held.rule(), held.place());
                add(details, "detail.request", held.request(), true);
                add(details, "detail.expires", Formats.exact(held.expires()), true);
                add(details, "detail.digest", held.digest(), true);
            }
            case Frame.Decided decided -> {
                add(details, "detail.approver", decided.approver().name(), false);
                String groups = String.join(", ", decided.approver().groups());
                add(details, "detail.groups", groups, false);
                put(details, "detail.reason", HiddenCharacters.shown(decided.reason()), false);
                add(details, "detail.request", decided.request(), true);
            }
            case Frame.Grid grid -> {
                add(details, "detail.rows", Formats.count(grid.rows().size()), true);
                put(details, "detail.masked", masked(grid), true);
            }
            case Frame.Message message -> add(details, "detail.code", message.code(), true);
            case Frame.Completed completed -> {
                add(details, "detail.tag", completed.tag(), true);
                String size = completed.bytes() < 0 ? "" : Formats.size(completed.bytes());
                add(details, "detail.bytes", size, true);
            }
            case Frame.Lapsed lapsed -> add(details, "detail.request", lapsed.request(), true);
            case Frame.Opened _,
                    Frame.Statement _,
                    Frame.Raw _,
                    Frame.Sealed _,
                    Frame.Closed _,
                    Frame.Aborted _ -> {}
        }
    }

    private static void addRule(List<Detail> details, String rule, String place) {
        add(details, "detail.rule", rule, true);
        add(details, "detail.place", place, true);
    }

    private static String masked(Frame.Grid grid) {
        return lines(
                grid.columns().stream()
                        .filter(column -> !column.maskedBy().isEmpty())
                        .map(column -> column.name() + "  \u2190 " + column.maskedBy())
                        .toList());
    }

    /// One name a line, whatever the names hold.
    private static String lines(List<String> names) {
        return String.join("\n", names.stream().map(HiddenCharacters::line).toList());
    }

    private static void add(List<Detail> details, String key, String value, boolean evidence) {
        put(details, key, HiddenCharacters.line(value), evidence);
    }

    /// What is not known is not listed.
    private static void put(List<Detail> details, String key, String value, boolean evidence) {
        if (!value.isEmpty()) {
            details.add(new Detail(Words.say(key), value, evidence));
        }
    }
}
