package org.affidavit.evidence.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.affidavit.evidence.report.IntegrityVerdict.Standing;
import org.affidavit.sessionlog.consent.DecisionFinding;
import org.affidavit.sessionlog.verify.CheckResult;
import org.affidavit.sessionlog.verify.Verdict;
import org.affidavit.sessionlog.verify.VerificationReport;

/// Puts what verification found into words.
final class IntegrityStatement {
    private static final String CRASH =
            "A crash leaves such an end, and so could anybody who can write the files.";

    private IntegrityStatement() {}

    static Integrity of(PacketMaterial material) {
        VerificationReport log = material.verification();
        var checkpoint = material.checkpoint();
        return new Integrity(
                verdict(material),
                List.of(
                        Fact.code("Log", checkpoint.origin()),
                        Fact.code("Signing key", material.key().id()),
                        Fact.prose("Records verified", Wording.number(log.records())),
                        Fact.prose("Sessions verified", Wording.number(log.sessions())),
                        Fact.prose("Payload verified", Wording.bytes(log.payloadBytes())),
                        Fact.prose("Under checkpoint", Wording.count(checkpoint.size(), "record")),
                        Fact.code("Checkpoint root", checkpoint.root())),
                checks(material),
                checkpoint.origin(),
                material.key().id(),
                material.key().vkey(),
                checkpoint.size(),
                checkpoint.root(),
                checkpoint.note());
    }

    private static List<Integrity.Check> checks(PacketMaterial material) {
        var checks = new ArrayList<Integrity.Check>();
        for (CheckResult result : material.verification().checks()) {
            checks.add(check(name(result.check()), result.status(), result.detail()));
        }
        decisions(material.sessions()).ifPresent(checks::add);
        for (int i = 0; i < material.sessions().size(); i++) {
            checks.add(chain(i + 1, material.sessions().get(i).chain()));
        }
        return checks;
    }

    /// One line for all decisions; none where nobody decided anything.
    private static Optional<Integrity.Check> decisions(List<SessionMaterial> sessions) {
        List<DecisionFinding> found =
                sessions.stream().flatMap(each -> each.decisions().values().stream()).toList();
        long signed = found.stream().filter(DecisionFinding.Signed.class::isInstance).count();
        if (found.isEmpty()) {
            return Optional.empty();
        }
        boolean all = signed == found.size();
        return Optional.of(
                check(
                        "Signatures of approvers",
                        all
                                ? CheckResult.Status.HOLDS
                                : found.stream()
                                                .anyMatch(
                                                        DecisionFinding.Unproven.class::isInstance)
                                        ? CheckResult.Status.BROKEN
                                        : CheckResult.Status.UNKNOWN,
                        Wording.number(signed)
                                + " of "
                                + Wording.count(found.size(), "decision")
                                + " signed with a device key that the approver had enrolled"
                                + " before, over exactly the request."));
    }

    private static Integrity.Check check(String name, CheckResult.Status status, String detail) {
        return switch (status) {
            case HOLDS -> new Integrity.Check(name, Tone.GOOD, "Holds", detail);
            case BROKEN -> new Integrity.Check(name, Tone.BAD, "Broken", detail);
            case UNKNOWN -> new Integrity.Check(name, Tone.CAUTION, "Unknown", detail);
        };
    }

    private static Integrity.Check chain(int number, SessionMaterial.Chain chain) {
        String name = "Chain of session " + number;
        if (chain.problem().isPresent()) {
            return check(name, CheckResult.Status.BROKEN, chain.problem().get());
        }
        String links =
                Wording.count(chain.records(), "record")
                        + ", numbered without a gap, each linked to the one before; ";
        if (chain.root().isEmpty()) {
            return check(
                    name,
                    CheckResult.Status.UNKNOWN,
                    links + "the session had not ended, so its total is not yet on record.");
        }
        if (chain.covered() < chain.records()) {
            return check(
                    name,
                    CheckResult.Status.UNKNOWN,
                    links
                            + "the checkpoint covers only the first "
                            + Wording.number(chain.covered())
                            + ".");
        }
        return check(
                name,
                CheckResult.Status.HOLDS,
                links + "count and root agree with the closing record.");
    }

    private static String name(CheckResult.Check check) {
        return switch (check) {
            case FRAMING -> "Framing of the files";
            case RECORDS -> "Form of the records";
            case TREE -> "Merkle tree";
            case TILES -> "Tiles of the tree";
            case SIGNATURES -> "Signatures";
            case CONTINUITY -> "Continuity of the recorder";
            case SESSIONS -> "Completeness of sessions";
            case POPULATION -> "Completeness of periods";
            case PAYLOADS -> "Payloads";
            case DECISIONS -> "Decisions in the whole log";
            case WITNESSES -> "Witnesses";
            case TIMESTAMPS -> "Time stamps";
            case HISTORY -> "Agreement with checkpoints kept elsewhere";
        };
    }

    /// Never says of an unsigned record that it is as written.
    private static String signed(VerificationReport log, String key) {
        long newer = log.records() - log.checkpointSize();
        if (newer == 0) {
            return String.format(
                    Locale.ROOT,
                    "All %s of the log are as they were signed by %s.",
                    Wording.count(log.records(), "record"),
                    key);
        }
        return String.format(
                Locale.ROOT,
                "The first %s of the log are as they were signed by %s; %s behind them %s not"
                        + " signed.",
                Wording.count(log.checkpointSize(), "record"),
                key,
                Wording.count(newer, "record"),
                newer == 1 ? "is" : "are");
    }

    private static IntegrityVerdict verdict(PacketMaterial material) {
        VerificationReport log = material.verification();
        String key = "key " + material.key().id();
        return switch (log.verdict()) {
            case Verdict.Intact() ->
                    new IntegrityVerdict(Standing.GOOD, "Log intact", signed(log, key));
            case Verdict.Unsigned _ ->
                    new IntegrityVerdict(
                            Standing.CAUTION,
                            "Log intact up to its newest signature",
                            signed(log, key) + " " + CRASH);
            case Verdict.Torn(_, long bytes) ->
                    new IntegrityVerdict(
                            Standing.CAUTION,
                            "Log intact up to its newest signature",
                            signed(log, key)
                                    + " At the end lie "
                                    + Wording.bytes(bytes)
                                    + " that are no whole record. "
                                    + CRASH);
            case Verdict.Altered(long record, String what, String stillHolds) ->
                    new IntegrityVerdict(
                            Standing.BAD,
                            "Log altered",
                            what + (record < 0 ? " " : " (record " + record + ") ") + stillHolds);
            case Verdict.RolledBack(long known, long records) ->
                    new IntegrityVerdict(
                            Standing.BAD,
                            "Log put back to an older state",
                            "A checkpoint kept elsewhere covers "
                                    + Wording.count(known, "record")
                                    + "; this log has "
                                    + Wording.number(records)
                                    + ".");
            case Verdict.Forked(long known) ->
                    new IntegrityVerdict(
                            Standing.BAD,
                            "Log forked",
                            "Of the same "
                                    + Wording.count(known, "record")
                                    + ", this log and a checkpoint kept elsewhere say different"
                                    + " things.");
            case Verdict.UnknownKey(String keyId) ->
                    new IntegrityVerdict(
                            Standing.BAD,
                            "Unknown key",
                            "The log is signed by key " + keyId + ", which is not trusted here.");
            case Verdict.TooNew(int version) ->
                    new IntegrityVerdict(
                            Standing.BAD,
                            "Not verified",
                            "The log is written in version "
                                    + version
                                    + ", which is newer than this"
                                    + " software.");
        };
    }
}
