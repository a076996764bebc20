package org.affidavit.gateway.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.affidavit.sessionlog.verify.CheckResult;
import org.affidavit.sessionlog.verify.Verdict;
import org.affidavit.sessionlog.verify.VerificationReport;

/// A verification's report for people; [VerificationJson] is the one for programs.
final class VerificationText {
    private static final String CRASH =
            "A crash leaves such an end, and so could anybody who can write the files. Start the"
                    + " gateway on this log: it records what it finds there, and goes on.";

    private VerificationText() {}

    /// One sentence first, then each check, what it covers and what not, and how far the key can be
    /// believed.
    static List<String> lines(VerificationReport report, LogKeys keys) {
        List<String> lines = new ArrayList<>();
        lines.add(sentence(report));
        if (report.verdict() instanceof Verdict.Altered altered) {
            lines.add("Still holds: " + altered.stillHolds());
        }
        if (report.verdict() instanceof Verdict.UnknownKey) {
            lines.add(
                    "So nothing shows who wrote this log: with the right key it may be intact,"
                            + " altered or made up. Ask its operator for the public key, another"
                            + " way than the log itself, and name it: --key FILE");
        }
        lines.add("");
        for (CheckResult check : report.checks()) {
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "%-12s %-8s %s",
                            check.check().name().toLowerCase(Locale.ROOT),
                            check.status().name().toLowerCase(Locale.ROOT),
                            check.detail()));
        }
        lines.add("");
        lines.addAll(scope(report));
        lines.addAll(CoverageText.lines(report));
        if (!(report.verdict() instanceof Verdict.UnknownKey)) {
            lines.addAll(provenance(keys));
        }
        return lines;
    }

    static String sentence(VerificationReport report) {
        return switch (report.verdict()) {
            case Verdict.Intact() -> intact(report);
            case Verdict.Unsigned(long signed, long records) ->
                    "Unsigned end: "
                            + signed(signed)
                            + "; "
                            + counted(records - signed, "record")
                            + " behind them "
                            + (records - signed == 1 ? "is" : "are")
                            + " signed by nobody and "
                            + (records - signed == 1 ? "proves" : "prove")
                            + " nothing. "
                            + CRASH;
            case Verdict.Torn(long records, long bytes) ->
                    "Torn: "
                            + signed(report.checkpointSize())
                            + "; behind them lie "
                            + counted(records - report.checkpointSize(), "record")
                            + " that nobody signed and "
                            + counted(bytes, "byte")
                            + " that are no whole record. "
                            + CRASH;
            case Verdict.Altered(long record, String what, _) ->
                    record < 0 ? "ALTERED: " + what : "ALTERED at record " + record + ": " + what;
            case Verdict.RolledBack(long known, long records) ->
                    "PUT BACK to an older state: a checkpoint of this log that was kept elsewhere"
                            + " covers "
                            + counted(known, "record")
                            + "; here are "
                            + records
                            + ". What is here is as it was signed; what came after is gone.";
            case Verdict.Forked(long known) ->
                    "A FORK: of the same "
                            + counted(known, "record")
                            + ", this log and a checkpoint kept elsewhere say different things, and"
                            + " one key signed both. At most one of them is what happened.";
            case Verdict.UnknownKey(String id) ->
                    "Unknown key: the log is signed by key " + id + ", which was not given.";
            case Verdict.TooNew(int version) ->
                    "Too new: the log has format version "
                            + version
                            + "; this software cannot judge it.";
        };
    }

    private static String intact(VerificationReport report) {
        long newer = report.records() - report.checkpointSize();
        if (newer <= 0) {
            return "Intact: all "
                    + report.records()
                    + " records of "
                    + counted(report.sessions(), "session")
                    + " are as they were signed.";
        }
        return "Intact: "
                + signed(report.checkpointSize())
                + "; "
                + counted(newer, "newer record")
                + " were not signed yet when they were read, and the log is being written.";
    }

    private static String signed(long records) {
        return records == 0
                ? "nothing is signed"
                : records == 1
                        ? "record 0 is as it was signed"
                        : "records 0 to " + (records - 1) + " are as they were signed";
    }

    private static List<String> scope(VerificationReport report) {
        List<String> lines = new ArrayList<>();
        lines.add("log          " + report.origin());
        report.from()
                .ifPresent(from ->
                        lines.add(
                                "time         "
                                        + from
                                        + report.to().map(to -> " to " + to).orElse("")));
        lines.add(
                "checkpoint   covers "
                        + report.checkpointSize()
                        + (report.checkpointSize() > report.records()
                                ? " records of the log; root "
                                : " of " + report.records() + " records; root ")
                        + report.root());
        lines.add(
                "sessions     "
                        + report.sessions()
                        + ", of which "
                        + report.openSessions()
                        + " without an end on record");
        return lines;
    }

    private static List<String> provenance(LogKeys keys) {
        List<String> lines = new ArrayList<>();
        keys.keys().forEach(key -> lines.add("key          " + key.name() + " " + key.id()));
        keys.files().forEach(file -> lines.add("key file     " + file));
        lines.add(
                keys.named()
                        ? "This is as good as the way by which you received the key."
                        : "The key was found beside the log. Compare it with one that you received"
                                + " another way: whoever can replace the log can replace its"
                                + " neighbour.");
        return lines;
    }

    private static String counted(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
