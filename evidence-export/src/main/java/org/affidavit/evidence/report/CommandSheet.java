package org.affidavit.evidence.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.affidavit.evidence.report.ResultPart.Value;
import org.affidavit.evidence.report.StepPart.Block;
import org.affidavit.evidence.report.StepPart.Remark;
import org.affidavit.evidence.report.StepPart.StatementPart;
import org.affidavit.sessionlog.transcript.Frame;
import org.affidavit.sessionlog.transcript.Step;

/// Writes one command in full: what was asked, what happened, what came back.
final class CommandSheet {
    private final ReportLimits limits;

    CommandSheet(ReportLimits limits) {
        this.limits = limits;
    }

    StepPart write(String ref, Step step) {
        boolean held = step.frames().stream().anyMatch(Frame.Held.class::isInstance);
        var blocks = new ArrayList<Block>();
        // A result of many frames stands where its first one does.
        var results = new TreeMap<Integer, ResultSheet>();
        for (Frame frame : step.frames()) {
            switch (frame) {
                case Frame.Statement statement -> blocks.add(statement(statement));
                case Frame.Grid grid -> {
                    if (results.isEmpty() || grid.firstRow() == 0) {
                        results.put(blocks.size() + results.size(), new ResultSheet(limits, grid));
                    }
                    results.lastEntry().getValue().add(grid);
                }
                default -> remark(frame, held).ifPresent(blocks::add);
            }
        }
        results.forEach((place, result) -> blocks.add(place, result.part()));
        return new StepPart(
                ref, step.at(), Wording.duration(step.took()), Outcome.of(step.status()), blocks);
    }

    private StatementPart statement(Frame.Statement statement) {
        List<Value> parameters =
                statement.parameters().stream()
                        .map(value ->
                                value.map(text -> text(text, Value.Kind.TEXT))
                                        .orElseGet(() -> text("NULL", Value.Kind.NULL)))
                        .toList();
        return new StatementPart(
                statement.record(),
                Excerpt.of(statement.text(), limits.statementCharsMax()),
                parameters);
    }

    private Value text(String text, Value.Kind kind) {
        return new Value(kind, Excerpt.of(text, limits.statementCharsMax()));
    }

    private static Optional<Remark> remark(Frame frame, boolean afterHold) {
        return switch (frame) {
            case Frame.Allowed it ->
                    Optional.of(
                            remark(
                                    Tone.NEUTRAL,
                                    afterHold ? "Forwarded after approval" : "Allowed by policy",
                                    rule(it.rule(), it.place())));
            case Frame.Denied it ->
                    Optional.of(
                            remark(
                                    Tone.BAD,
                                    "Denied by policy, never forwarded",
                                    rule(it.rule(), it.place()),
                                    Fact.prose("Told the agent", it.message())));
            case Frame.Held it ->
                    Optional.of(
                            remark(
                                    Tone.CAUTION,
                                    "Held for approval " + Wording.instant(it.at()),
                                    rule(it.rule(), it.place()),
                                    Fact.code("Request", it.request()),
                                    Fact.code("Consent digest", it.digest()),
                                    Fact.prose("Expires", Wording.instant(it.expires()))));
            case Frame.Decided it -> Optional.of(decided(it));
            case Frame.Lapsed it ->
                    Optional.of(
                            remark(
                                    Tone.CAUTION,
                                    "Lapsed without a decision " + Wording.instant(it.at()),
                                    Fact.prose("Cause", Wording.words(it.cause()))));
            case Frame.Message it -> Optional.of(message(it));
            case Frame.Completed it -> Optional.of(completed(it));
            case Frame.Raw it ->
                    Optional.of(
                            remark(
                                    Tone.NEUTRAL,
                                    "Bytes without a view",
                                    Fact.prose(
                                            it.fromAgent() ? "From the agent" : "To the agent",
                                            it.what() + ", " + Wording.bytes(it.bytes().length))));
            case Frame.Sealed it ->
                    Optional.of(
                            remark(
                                    Tone.CAUTION,
                                    "Recorded bytes that are not shown here",
                                    Fact.prose("Why", it.why())));
            case Frame.Aborted it ->
                    Optional.of(
                            remark(Tone.BAD, "Session aborted", Fact.prose("Reason", it.reason())));
            case Frame.Statement _, Frame.Grid _, Frame.Opened _, Frame.Closed _ ->
                    Optional.empty();
        };
    }

    private static Remark decided(Frame.Decided it) {
        return remark(
                it.approved() ? Tone.GOOD : Tone.BAD,
                (it.approved() ? "Approved " : "Denied by the approver ")
                        + Wording.instant(it.at()),
                Fact.prose("Approver", it.approver().name()),
                Fact.code("Identity", ApprovalRegister.identity(it.approver())),
                Fact.prose("Reason", it.reason().isEmpty() ? "none given" : it.reason()),
                Fact.code("Request", it.request()));
    }

    private static Remark message(Frame.Message it) {
        var facts = new ArrayList<Fact>();
        facts.add(Fact.code("Code", it.code()));
        facts.add(Fact.prose("Text", it.text()));
        facts.add(Fact.prose("Detail", it.detail()));
        facts.add(Fact.prose("Hint", it.hint()));
        facts.removeIf(fact -> fact.value().isEmpty());
        return new Remark(
                it.error() ? Tone.BAD : Tone.NEUTRAL,
                (it.error() ? "Error delivered" : "Message delivered")
                        + (it.severity().isEmpty() ? "" : ": " + it.severity()),
                facts);
    }

    private static Remark completed(Frame.Completed it) {
        String tag = it.tag().isEmpty() ? "without a completion tag" : it.tag();
        String rows = it.rows() < 0 ? "" : ", " + Wording.count(it.rows(), "row");
        String bytes = it.bytes() < 0 ? "" : ", " + Wording.bytes(it.bytes()) + " delivered";
        return remark(
                Tone.NEUTRAL,
                "Ended " + Wording.instant(it.at()),
                Fact.prose("Result", tag + rows + bytes));
    }

    private static Fact rule(String id, String place) {
        return Fact.code("Rule", ApprovalRegister.rule(id, place));
    }

    private static Remark remark(Tone tone, String title, Fact... facts) {
        return new Remark(tone, title, List.of(facts));
    }
}
