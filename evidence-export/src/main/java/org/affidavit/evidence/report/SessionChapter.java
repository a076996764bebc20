package org.affidavit.evidence.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.affidavit.evidence.report.SessionPart.TimelineRow;
import org.affidavit.sessionlog.event.Agent;
import org.affidavit.sessionlog.event.SessionEvent;
import org.affidavit.sessionlog.transcript.Frame;
import org.affidavit.sessionlog.transcript.SessionSummary;
import org.affidavit.sessionlog.transcript.Step;

/// Writes the chapter on one session.
final class SessionChapter {
    private final ReportLimits limits;

    SessionChapter(ReportLimits limits) {
        this.limits = limits;
    }

    SessionPart write(int number, SessionMaterial material) {
        SessionSummary session = material.transcript().session();
        var steps = new CommandSheet(limits);
        return new SessionPart(
                number,
                session.id().value(),
                session.agent().shown(),
                session.resource().name(),
                session.opened(),
                session.end(),
                Totals.of(material),
                facts(material),
                material.chain(),
                material.attachment(),
                material.transcript().steps().stream().map(step -> row(number, step)).toList(),
                material.transcript().steps().stream()
                        .filter(step -> step.command() > 0)
                        .map(step -> steps.write(ref(number, step), step))
                        .toList());
    }

    private static List<Fact> facts(SessionMaterial material) {
        SessionSummary session = material.transcript().session();
        Agent agent = session.agent();
        var facts = new ArrayList<Fact>();
        facts.add(Fact.code("Session", session.id().value()));
        facts.add(Fact.prose("Agent", agent.shown()));
        facts.add(
                Fact.code(
                        "Identity",
                        agent.named()
                                .map(ApprovalRegister::identity)
                                .orElse("withheld, at " + agent.issuer())));
        facts.add(
                Fact.prose(
                        "Owner", agent.shownOwner().isEmpty() ? "none named" : agent.shownOwner()));
        facts.add(
                Fact.prose(
                        "Groups",
                        agent.groups().isEmpty() ? "none" : String.join(", ", agent.groups())));
        facts.add(
                Fact.prose(
                        "Resource", session.resource().name() + ", " + session.resource().kind()));
        facts.add(Fact.code("Client", session.client()));
        policy(material).ifPresent(digest -> facts.add(Fact.code("Policy in force", digest)));
        facts.add(Fact.prose("Opened", Wording.instant(session.opened())));
        facts.add(Fact.prose("Ended", ended(session)));
        facts.add(Fact.prose("Records", records(material.chain())));
        material.chain().root().ifPresent(root -> facts.add(Fact.code("Session root", root)));
        return facts;
    }

    private static String ended(SessionSummary session) {
        return session.ended()
                .map(at ->
                        Wording.instant(at)
                                + ", "
                                + session.end()
                                + ", after "
                                + Wording.duration(Duration.between(session.opened(), at)))
                .orElse("not on record when the packet was made");
    }

    private static String records(SessionMaterial.Chain chain) {
        return String.format(
                Locale.ROOT,
                "%s, from record %s to record %s of the log",
                Wording.number(chain.records()),
                Wording.number(chain.first()),
                Wording.number(chain.last()));
    }

    private static Optional<String> policy(SessionMaterial material) {
        return material.events().stream()
                .filter(SessionEvent.SessionOpened.class::isInstance)
                .map(event -> ((SessionEvent.SessionOpened) event).policyDigest())
                .findFirst();
    }

    private TimelineRow row(int number, Step step) {
        boolean command = step.command() > 0;
        return new TimelineRow(
                command ? ref(number, step) : "",
                step.at(),
                Excerpt.of(step.title(), limits.titleCharsMax()),
                Outcome.of(step.status()),
                command ? Wording.duration(step.took()) : "",
                command ? rows(step) : "");
    }

    private static String rows(Step step) {
        return step.frames().stream()
                .filter(Frame.Completed.class::isInstance)
                .mapToLong(frame -> ((Frame.Completed) frame).rows())
                .filter(rows -> rows >= 0)
                .reduce(Long::sum)
                .stream()
                .mapToObj(Wording::number)
                .findFirst()
                .orElse("");
    }

    private static String ref(int number, Step step) {
        return number + "." + step.command();
    }
}
