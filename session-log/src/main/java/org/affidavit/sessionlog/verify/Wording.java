package org.affidavit.sessionlog.verify;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.affidavit.sessionlog.verify.CheckResult.Check;

/// What to say of checks that hold, and of what still holds where one does not.
final class Wording {
    private static final int STRANGERS_NAMED_MAX = 3;

    private Wording() {}

    static String stillHolds(Verification run) {
        long proven = run.signatures.provenSize();
        if (proven == 0) {
            return "Nothing in this log is proven.";
        }
        String records = "Records 0 to " + (proven - 1) + " are as signed";
        Optional<Long> payload = run.findings.firstBroken(Check.PAYLOADS);
        if (payload.isEmpty()) {
            return records + ".";
        }
        return records
                + "; of the payloads, only those before record "
                + Math.max(0, payload.get())
                + " are known to be theirs.";
    }

    private static String strangers(Verification run) {
        List<String> names = run.strangers;
        if (names.isEmpty()) {
            return "";
        }
        int named = Math.min(names.size(), STRANGERS_NAMED_MAX);
        return "; in the folder also lies, no part of the log and under no check: "
                + String.join(", ", names.subList(0, named))
                + (names.size() > named ? " and " + (names.size() - named) + " more" : "");
    }

    static Map<Check, String> holding(Verification run) {
        long covered = run.signatures.provenSize();
        long records = run.records();
        var holding = new EnumMap<Check, String>(Check.class);
        holding.put(
                Check.FRAMING,
                Counts.of(records, "record")
                        + " in whole frames, in unbroken segments"
                        + strangers(run));
        holding.put(
                Check.RECORDS, Counts.of(records, "record") + ", each in its one canonical form");
        holding.put(
                Check.TREE,
                (records > covered
                                ? "records 0 to %a are as signed; %b newer ones are not signed"
                                        .replace("%a", Counts.number(covered - 1))
                                        .replace("%b", Counts.number(records - covered))
                                : "all " + Counts.number(records) + " records are as signed")
                        + run.checks.adoptions.words());
        holding.put(Check.TILES, run.tiles.words());
        holding.put(
                Check.SIGNATURES,
                Counts.of(run.signatures.genuine(), "checkpoint")
                        + ", all signed by key "
                        + run.signatures.keyId()
                        + run.signatures.algorithms());
        holding.put(
                Check.SESSIONS,
                Counts.of(run.checks.sessions.opened(), "session")
                        + " without a gap, "
                        + Counts.number(run.checks.sessions.open())
                        + " of them not ended");
        holding.put(Check.CONTINUITY, continuity(run.checks.continuity));
        holding.put(Check.POPULATION, population(run.checks.population));
        holding.put(
                Check.PAYLOADS,
                Counts.of(run.reading.payloadBytes(), "stored payload byte")
                        + ", all committed to by a record"
                        + run.checks.notes.map(VaultNotes::words).orElse("")
                        + run.checks.payloads.words()
                        + run.checks.erasures.words());
        holding.put(Check.DECISIONS, run.checks.decisions.words());
        run.timestamps.words().ifPresent(words -> holding.put(Check.TIMESTAMPS, words));
        run.cosignatures.words().ifPresent(words -> holding.put(Check.WITNESSES, words));
        return holding;
    }

    private static String continuity(Continuity continuity) {
        long gaps = continuity.gaps().size() + continuity.gapsMore();
        return Counts.of(continuity.lives(), "run")
                + " of the writer, one behind the other, "
                + (gaps == 0
                        ? "and no gap between its signs of life"
                        : Counts.of(gaps, "gap") + " between its signs of life");
    }

    private static String population(Population population) {
        return population.closedPeriods() == 0
                ? "no period was closed yet, so only the tree shows that no session is missing"
                : Counts.of(population.closedPeriods(), "period")
                        + " closed, each with exactly the sessions it sums up; "
                        + Counts.of(population.sessionsSince(), "session")
                        + " since";
    }
}
