package org.affidavit.desktop.integrity;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.affidavit.desktop.words.Formats;
import org.affidavit.desktop.words.HiddenCharacters;
import org.affidavit.desktop.words.Standing;
import org.affidavit.desktop.words.Words;
import org.affidavit.sessionlog.verify.CheckResult;
import org.affidavit.sessionlog.verify.Verdict;
import org.affidavit.sessionlog.verify.VerificationReport;

/// What a verification found, as the screen says it: one sentence, then everything apart.
///
/// @param remark what else follows from the verdict; empty for none
/// @param place folder that was verified
public record Finding(
        Standing standing,
        String sentence,
        String remark,
        List<Check> checks,
        List<Fact> facts,
        String place) {
    public Finding {
        checks = List.copyOf(checks);
        facts = List.copyOf(facts);
    }

    /// One separate check.
    public record Check(Standing standing, String title, String detail) {}

    /// One number or name of the report.
    public record Fact(String label, String value) {}

    static Finding of(LogCheck.Outcome outcome, String place) {
        VerificationReport report = outcome.report();
        return new Finding(
                standing(report.verdict()),
                sentence(report),
                remark(report),
                report.checks().stream().map(Finding::check).toList(),
                facts(outcome),
                place);
    }

    private static Standing standing(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Intact _ -> Standing.HOLDS;
            case Verdict.Unsigned _, Verdict.Torn _ -> Standing.UNKNOWN;
            case Verdict.Altered _, Verdict.RolledBack _, Verdict.Forked _ -> Standing.BROKEN;
            case Verdict.UnknownKey _, Verdict.TooNew _ -> Standing.UNCHECKED;
        };
    }

    private static String sentence(VerificationReport report) {
        return switch (report.verdict()) {
            case Verdict.Intact _ -> Words.say("integrity.intact", span(report));
            case Verdict.Unsigned _, Verdict.Torn _ ->
                    Words.say("integrity.unsigned", span(report));
            case Verdict.Altered altered ->
                    altered.record() < 0
                            ? Words.say("integrity.altered", HiddenCharacters.line(altered.what()))
                            : Words.say(
                                    "integrity.altered.at",
                                    Formats.count(altered.record()),
                                    HiddenCharacters.line(altered.what()));
            case Verdict.RolledBack back ->
                    Words.say("integrity.back", Formats.count(back.known()));
            case Verdict.Forked fork -> Words.say("integrity.fork", Formats.count(fork.known()));
            case Verdict.UnknownKey unknown ->
                    Words.say("integrity.key", HiddenCharacters.line(unknown.keyId()));
            case Verdict.TooNew tooNew -> Words.say("integrity.new", tooNew.version());
        };
    }

    private static String remark(VerificationReport report) {
        long newer = report.records() - report.checkpointSize();
        return switch (report.verdict()) {
            case Verdict.Intact _ ->
                    newer == 0
                            ? Words.say("integrity.intact.more")
                            : Words.say("integrity.live.more", Formats.count(newer));
            case Verdict.Unsigned _ ->
                    Words.say("integrity.unsigned.more", Formats.count(newer), Formats.size(0));
            case Verdict.Torn torn ->
                    Words.say(
                            "integrity.unsigned.more",
                            Formats.count(newer),
                            Formats.size(torn.bytes()));
            case Verdict.Altered altered ->
                    Words.say(
                            "integrity.altered.more", HiddenCharacters.line(altered.stillHolds()));
            case Verdict.RolledBack back ->
                    Words.say("integrity.back.more", Formats.count(back.records()));
            case Verdict.Forked _ -> Words.say("integrity.fork.more");
            case Verdict.UnknownKey _ -> Words.say("integrity.key.more");
            case Verdict.TooNew _ -> Words.say("integrity.new.more");
        };
    }

    private static String span(VerificationReport report) {
        return Words.say(
                "integrity.span",
                report.from().map(Formats::day).orElse("\u2013"),
                report.to().map(Formats::day).orElse("\u2013"));
    }

    private static Check check(CheckResult result) {
        String key = "integrity.check." + result.check().name();
        var standing =
                switch (result.status()) {
                    case HOLDS -> Standing.HOLDS;
                    case BROKEN -> Standing.BROKEN;
                    case UNKNOWN -> Standing.UNCHECKED;
                };
        return new Check(standing, Words.say(key), HiddenCharacters.line(result.detail()));
    }

    private static List<Fact> facts(LogCheck.Outcome outcome) {
        VerificationReport report = outcome.report();
        var facts = new ArrayList<Fact>();
        add(facts, "integrity.fact.origin", report.origin());
        add(facts, "integrity.fact.records", Formats.count(report.records()));
        add(
                facts,
                "integrity.fact.sessions",
                Words.say(
                        "integrity.fact.sessions.value", report.sessions(), report.openSessions()));
        add(facts, "integrity.fact.payloads", Formats.size(report.payloadBytes()));
        add(facts, "integrity.fact.from", report.from().map(Formats::exact).orElse(""));
        add(facts, "integrity.fact.to", report.to().map(Formats::exact).orElse(""));
        add(facts, "integrity.fact.checkpoint", checkpoint(report));
        add(facts, "integrity.fact.key", report.keyId());
        add(facts, "integrity.fact.root", report.root());
        outcome.cosigned().ifPresent(own -> add(facts, "integrity.fact.cosigned", told(own)));
        return facts;
    }

    private static String told(Cosigned own) {
        return Words.say(
                "integrity.fact.cosigned.value",
                Formats.count(own.size()),
                own.by(),
                own.note().toString());
    }

    private static String checkpoint(VerificationReport report) {
        return Words.say(
                "integrity.fact.checkpoint.value",
                Formats.count(report.checkpointSize()),
                Formats.count(Math.max(0, report.records() - report.checkpointSize())));
    }

    private static void add(List<Fact> facts, String key, String value) {
        Optional.of(value)
                .filter(text -> !text.isEmpty())
                .ifPresent(
                        text -> facts.add(new Fact(Words.say(key), HiddenCharacters.line(text))));
    }
}
