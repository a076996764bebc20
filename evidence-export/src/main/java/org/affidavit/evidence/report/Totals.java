package org.affidavit.evidence.report;

import java.util.List;
import org.affidavit.sessionlog.transcript.SessionSummary;
import org.affidavit.sessionlog.transcript.Step;

/// The figures of the result summary.
///
/// @param masked values replaced before they reached an agent
public record Totals(
        long sessions,
        long commands,
        long denied,
        long held,
        long approved,
        long failed,
        long masked,
        long rows) {

    /// Of one session.
    static Totals of(SessionMaterial material) {
        SessionSummary session = material.transcript().session();
        long approved =
                material.transcript().steps().stream()
                        .filter(step -> step.status() == Step.Status.APPROVED)
                        .count();
        return new Totals(
                1,
                session.commands(),
                session.denied(),
                session.held(),
                approved,
                session.failed(),
                session.maskedCells(),
                session.rows());
    }

    /// Of all of them.
    static Totals sum(List<Totals> each) {
        return each.stream().reduce(new Totals(0, 0, 0, 0, 0, 0, 0, 0), Totals::plus);
    }

    private Totals plus(Totals that) {
        return new Totals(
                sessions + that.sessions,
                commands + that.commands,
                denied + that.denied,
                held + that.held,
                approved + that.approved,
                failed + that.failed,
                masked + that.masked,
                rows + that.rows);
    }
}
