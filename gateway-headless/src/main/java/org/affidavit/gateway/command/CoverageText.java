package org.affidavit.gateway.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.affidavit.sessionlog.verify.Coverage;
import org.affidavit.sessionlog.verify.Gap;
import org.affidavit.sessionlog.verify.Period;
import org.affidavit.sessionlog.verify.VerificationReport;

/// Which time and which sessions a log vouches for, and what nothing in it shows.
final class CoverageText {
    private static final int GAPS_SHOWN_MAX = 12;

    static final List<String> NOT_SHOWN =
            List.of(
                    "Nothing shows that everything went through the gateway, or what happened in a"
                            + " gap.",
                    "Nothing in a log shows whether all of it was put back to an older state:"
                            + " compare the checkpoint with a newer one that is kept elsewhere.");

    private CoverageText() {}

    static List<String> lines(VerificationReport report) {
        var lines = new ArrayList<String>();
        periods(report.coverage(), lines);
        gaps(report.coverage(), lines);
        NOT_SHOWN.forEach(line -> lines.add(row("not shown", line)));
        return lines;
    }

    /// Periods that are proven one behind the other make one line.
    private static void periods(Coverage coverage, List<String> lines) {
        var proven = new ArrayList<Period>();
        for (Period period : coverage.periods()) {
            if (period.state() == Period.State.PROVEN) {
                proven.add(period);
                continue;
            }
            flush(proven, lines);
            lines.add(
                    row(
                            period.state() == Period.State.RUNNING ? "running" : "NOT PROVEN",
                            of(List.of(period))));
        }
        flush(proven, lines);
        if (coverage.periodsMore() > 0) {
            lines.add(row("", coverage.periodsMore() + " more periods are not listed"));
        }
    }

    private static void flush(List<Period> proven, List<String> lines) {
        if (!proven.isEmpty()) {
            lines.add(row("proven", of(proven)));
            proven.clear();
        }
    }

    private static String of(List<Period> periods) {
        long opened = periods.stream().mapToLong(Period::opened).sum();
        return String.format(
                Locale.ROOT,
                "%s to %s%s: %d session%s opened, %d closed, %d aborted, %d without an end",
                periods.getFirst().from(),
                periods.getLast().to(),
                periods.size() == 1 ? "" : " (" + periods.size() + " periods)",
                opened,
                opened == 1 ? "" : "s",
                periods.stream().mapToLong(Period::closed).sum(),
                periods.stream().mapToLong(Period::aborted).sum(),
                periods.stream().mapToLong(Period::open).sum());
    }

    private static void gaps(Coverage coverage, List<String> lines) {
        coverage.gaps().stream()
                .limit(GAPS_SHOWN_MAX)
                .forEach(gap -> lines.add(row("gap", of(gap))));
        long more = coverage.gaps().size() + coverage.gapsMore() - GAPS_SHOWN_MAX;
        if (more > 0) {
            lines.add(row("gap", more + " more: --json lists them"));
        }
    }

    private static String of(Gap gap) {
        String words =
                switch (gap.kind()) {
                    case STOPPED -> "the gateway was stopped";
                    case CRASHED -> "the gateway ended without saying so";
                    case SILENT -> "the gateway gave no sign of life";
                    case CLOCK -> "the clock was set, or the machine slept";
                };
        return gap.from() + " to " + gap.to() + ": " + words + " (record " + gap.record() + ")";
    }

    private static String row(String name, String words) {
        return String.format(Locale.ROOT, "%-12s %s", name, words);
    }
}
