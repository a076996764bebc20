package org.affidavit.sessionlog.transcript;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.affidavit.sessionlog.event.Agent;
import org.affidavit.sessionlog.event.CommandFacts;
import org.affidavit.sessionlog.event.SessionEvent;
import org.affidavit.sessionlog.event.SessionEvent.MaskedColumn;
import org.affidavit.sessionlog.event.SessionEvent.Outcome;

/// One command on its way to a step.
final class StepBuilder {
    private static final CommandFacts NO_FACTS = new CommandFacts("session", List.of(), List.of());

    private final int command;
    private final List<Frame> frames = new ArrayList<>();
    private CommandFacts facts = new CommandFacts("unknown", List.of(), List.of());
    private Instant first = Instant.MAX;
    private Instant last = Instant.MIN;
    private Step.Status status = Step.Status.UNKNOWN;
    private String tail = "";
    private boolean stated;
    private String approver = "";
    private List<MaskedColumn> masked = List.of();

    StepBuilder(int command) {
        this.command = command;
    }

    static Step opening(long record, SessionEvent.SessionOpened opened, Agent agent) {
        return new Step(
                0,
                opened.at(),
                Duration.ZERO,
                "Session opened by " + agent.shown() + " on " + opened.resource().name(),
                Step.Status.OPENED,
                NO_FACTS,
                List.of(new Frame.Opened(record, opened.at(), opened.client())));
    }

    static Step end(long record, SessionEvent.SessionClosed closed) {
        String cause = closed.cause().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return end(
                closed.at(),
                "Session closed: " + cause,
                Step.Status.CLOSED,
                new Frame.Closed(record, closed.at(), closed.cause()));
    }

    static Step end(long record, SessionEvent.SessionAborted aborted) {
        return end(
                aborted.at(),
                "Session aborted: " + aborted.reason(),
                Step.Status.UNKNOWN,
                new Frame.Aborted(record, aborted.at(), aborted.reason()));
    }

    private static Step end(Instant at, String title, Step.Status status, Frame frame) {
        return new Step(0, at, Duration.ZERO, title, status, NO_FACTS, List.of(frame));
    }

    void intended(long record, SessionEvent.CommandIntended event, List<Frame> asked) {
        ask(event.facts(), event.at(), asked);
        frames.add(
                new Frame.Allowed(
                        record,
                        event.at(),
                        event.rule().id(),
                        event.rule().place(),
                        event.request()));
        tail = "no end on record";
    }

    void refused(long record, SessionEvent.CommandRefused event, List<Frame> payload) {
        List<Frame> asked = payload.stream().filter(StepBuilder::isAsked).toList();
        ask(event.facts(), event.at(), asked);
        frames.add(
                new Frame.Denied(
                        record,
                        event.at(),
                        event.rule().id(),
                        event.rule().place(),
                        event.message()));
        frames.addAll(payload.stream().filter(frame -> !isAsked(frame)).toList());
        status = Step.Status.DENIED;
        tail = "denied by " + event.rule().id();
    }

    private static boolean isAsked(Frame frame) {
        return frame instanceof Frame.Statement
                || frame instanceof Frame.Sealed
                || (frame instanceof Frame.Raw raw && raw.fromAgent());
    }

    void held(long record, SessionEvent.ApprovalRequested event, List<Frame> asked) {
        ask(event.facts(), event.at(), asked);
        frames.add(
                new Frame.Held(
                        record,
                        event.at(),
                        event.request(),
                        event.rule().id(),
                        event.rule().place(),
                        event.digest(),
                        event.expires()));
        status = Step.Status.HELD;
        tail = "held by " + event.rule().id();
    }

    void decided(long record, SessionEvent.ApprovalDecided event) {
        touch(event.at());
        frames.add(
                new Frame.Decided(
                        record,
                        event.at(),
                        event.request(),
                        event.approver(),
                        event.approved(),
                        event.reason()));
        status = event.approved() ? Step.Status.APPROVED : Step.Status.DENIED;
        approver = event.approver().name();
        tail = event.approved() ? "no end on record" : "denied by " + approver;
    }

    void lapsed(long record, SessionEvent.ApprovalLapsed event) {
        touch(event.at());
        frames.add(new Frame.Lapsed(record, event.at(), event.request(), event.cause()));
        status = Step.Status.LAPSED;
        tail = "lapsed, " + event.cause().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    void delivered(List<Frame> answered) {
        add(answered);
    }

    void finished(SessionEvent.CommandFinished event, List<Frame> answered) {
        touch(event.at());
        add(answered);
        masked = event.masked();
        if (status != Step.Status.DENIED && status != Step.Status.LAPSED) {
            status = status(event.outcome());
            tail = tail(event);
        }
    }

    private Step.Status status(Outcome outcome) {
        return switch (outcome) {
            case COMPLETED -> approver.isEmpty() ? Step.Status.COMPLETED : Step.Status.APPROVED;
            case FAILED -> Step.Status.FAILED;
            case WITHHELD -> Step.Status.WITHHELD;
            case UNKNOWN -> Step.Status.UNKNOWN;
        };
    }

    private static String tail(SessionEvent.CommandFinished event) {
        return switch (event.outcome()) {
            case COMPLETED ->
                    event.rows() < 0 ? "" : event.rows() + (event.rows() == 1 ? " row" : " rows");
            case FAILED -> "error " + event.code();
            case WITHHELD -> "response withheld";
            case UNKNOWN -> "effect unknown";
        };
    }

    /// A held command is on record twice, when it was held and when it was forwarded: shown once,
    /// with the text of the second where the first could not name its statement yet.
    private void ask(CommandFacts found, Instant at, List<Frame> asked) {
        touch(at);
        facts = found;
        if (!stated) {
            add(asked);
            stated = true;
            return;
        }
        var again = asked.stream().filter(Frame.Statement.class::isInstance).iterator();
        frames.replaceAll(frame ->
                frame instanceof Frame.Statement first && again.hasNext()
                        ? first.saying((Frame.Statement) again.next())
                        : frame);
    }

    private void add(List<Frame> more) {
        frames.addAll(more);
        more.forEach(frame -> touch(frame.at()));
    }

    private void touch(Instant at) {
        first = at.isBefore(first) ? at : first;
        last = at.isAfter(last) ? at : last;
    }

    Step build() {
        return new Step(
                command,
                first,
                Duration.between(first, last),
                title(),
                status,
                facts,
                MaskMarks.apply(frames, masked));
    }

    private String title() {
        var title = new StringBuilder(String.join(" + ", facts.verbs()));
        if (title.isEmpty()) {
            title.append(facts.kind());
        }
        if (!facts.objects().isEmpty()) {
            boolean reads = facts.verbs().contains("SELECT") || facts.verbs().contains("DELETE");
            title.append(reads ? " from " : " ").append(String.join(", ", facts.objects()));
        }
        if (!approver.isEmpty() && status != Step.Status.DENIED) {
            title.append(": approved by ").append(approver);
        }
        if (!tail.isEmpty()) {
            boolean verdict = status == Step.Status.DENIED || status == Step.Status.HELD;
            title.append(verdict ? ": " : ", ").append(tail);
        }
        return title.toString();
    }
}
