package org.affidavit.evidence.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.affidavit.sessionlog.consent.DecisionFinding;
import org.affidavit.sessionlog.event.Principal;
import org.affidavit.sessionlog.event.SessionEvent;
import org.affidavit.sessionlog.transcript.Frame;
import org.affidavit.sessionlog.transcript.Step;

/// Lists every approval request of a session and how it ended.
final class ApprovalRegister {
    private final ReportLimits limits;

    ApprovalRegister(ReportLimits limits) {
        this.limits = limits;
    }

    List<ApprovalEntry> of(int number, SessionMaterial session) {
        Map<String, ApprovalEntry.Decision> ends = ends(session);
        var entries = new ArrayList<ApprovalEntry>();
        for (SessionEvent event : session.events()) {
            if (event instanceof SessionEvent.ApprovalRequested asked) {
                entries.add(
                        new ApprovalEntry(
                                number + "." + asked.command(),
                                asked.session().value(),
                                asked.request(),
                                statement(session, asked.command()),
                                rule(asked.rule().id(), asked.rule().place()),
                                asked.digest(),
                                asked.at(),
                                asked.expires(),
                                Optional.ofNullable(ends.get(asked.request()))));
            }
        }
        return entries;
    }

    private static Map<String, ApprovalEntry.Decision> ends(SessionMaterial session) {
        var ends = new HashMap<String, ApprovalEntry.Decision>();
        for (SessionEvent event : session.events()) {
            if (event instanceof SessionEvent.ApprovalDecided decided) {
                ends.put(decided.request(), decision(decided, finding(session, decided)));
            } else if (event instanceof SessionEvent.ApprovalLapsed lapsed) {
                ends.put(
                        lapsed.request(),
                        new ApprovalEntry.Decision(
                                Tone.CAUTION,
                                "Lapsed: " + Wording.words(lapsed.cause()),
                                "",
                                "",
                                "",
                                lapsed.at(),
                                Optional.empty()));
            }
        }
        return ends;
    }

    private static DecisionFinding finding(
            SessionMaterial session, SessionEvent.ApprovalDecided decided) {
        return Optional.ofNullable(session.decisions().get(decided.request()))
                .orElseGet(() -> new DecisionFinding.Unproven("it was not looked at"));
    }

    private static ApprovalEntry.Decision decision(
            SessionEvent.ApprovalDecided decided, DecisionFinding finding) {
        ApprovalEntry.Signature signature = SignatureWords.of(decided, finding);
        String word = decided.approved() ? "Approved" : "Denied";
        return new ApprovalEntry.Decision(
                decided.approved() && signature.holds() ? Tone.GOOD : Tone.BAD,
                signature.holds() ? word : word + ", not proven",
                decided.approver().name(),
                identity(decided.approver()),
                decided.reason(),
                decided.at(),
                Optional.of(signature));
    }

    private Excerpt statement(SessionMaterial session, int command) {
        String text =
                session.transcript().steps().stream()
                        .filter(step -> step.command() == command)
                        .map(Step::frames)
                        .flatMap(List::stream)
                        .filter(Frame.Statement.class::isInstance)
                        .map(Frame.Statement.class::cast)
                        .map(Frame.Statement::text)
                        .findFirst()
                        .orElse("");
        return Excerpt.of(text, limits.titleCharsMax() * 2);
    }

    static String identity(Principal principal) {
        return principal.subject() + " at " + principal.issuer();
    }

    static String rule(String id, String place) {
        return place.isEmpty() ? id : id + " (" + place + ")";
    }
}
