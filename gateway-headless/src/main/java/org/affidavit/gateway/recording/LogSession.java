package org.affidavit.gateway.recording;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.affidavit.sessionlog.LogFailure;
import org.affidavit.sessionlog.SessionLog;
import org.affidavit.sessionlog.event.CommandFacts;
import org.affidavit.sessionlog.event.Payload;
import org.affidavit.sessionlog.event.RuleRef;
import org.affidavit.sessionlog.event.SessionEvent;
import org.affidavit.sessionlog.event.SessionEvent.CloseCause;
import org.affidavit.sessionlog.event.SessionEvent.MaskedColumn;
import org.affidavit.sessionlog.event.SessionEvent.Outcome;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.event.WireFrame;

/// One session's way into the log.
final class LogSession implements Recorder.SessionRecorder {
    private final SessionLog log;
    private final Clock clock;
    private final SessionId session;
    private final Runnable onEnd;
    private final AtomicInteger commands = new AtomicInteger();
    private boolean closed;

    LogSession(SessionLog log, Clock clock, SessionId session, Runnable onEnd) {
        this.log = log;
        this.clock = clock;
        this.session = session;
        this.onEnd = onEnd;
    }

    @Override
    public SessionId session() {
        return session;
    }

    @Override
    public int nextCommand() {
        return commands.incrementAndGet();
    }

    @Override
    public CompletableFuture<Void> intended(
            int command,
            CommandFacts facts,
            RuleRef rule,
            Optional<String> request,
            List<WireFrame> frames) {
        return append(
                new SessionEvent.CommandIntended(
                        session, clock.instant(), command, facts, rule, request),
                frames);
    }

    @Override
    public CompletableFuture<Void> refused(
            int command, CommandFacts facts, RuleRef rule, String message, List<WireFrame> frames) {
        return append(
                new SessionEvent.CommandRefused(
                        session, clock.instant(), command, facts, rule, message),
                frames);
    }

    @Override
    public CompletableFuture<Void> delivered(int command, int part, List<WireFrame> frames) {
        return append(
                new SessionEvent.ResponseDelivered(session, clock.instant(), command, part),
                frames);
    }

    @Override
    public CompletableFuture<Void> deliveredBehind(int command, int part, List<WireFrame> frames) {
        return appendBehind(
                new SessionEvent.ResponseDelivered(session, clock.instant(), command, part),
                frames);
    }

    @Override
    public CompletableFuture<Void> finished(
            int command,
            Outcome outcome,
            long rows,
            long bytes,
            String code,
            List<MaskedColumn> masked,
            List<WireFrame> frames) {
        return appendBehind(
                new SessionEvent.CommandFinished(
                        session, clock.instant(), command, outcome, rows, bytes, code, masked),
                frames);
    }

    /// Asking whether the session has ended and queueing the record are one step, so that no record
    /// can slip in behind the end. Neither blocks.
    private synchronized CompletableFuture<Void> append(
            SessionEvent event, List<WireFrame> frames) {
        return closed ? tooLate() : log.append(event, new Payload(frames)).thenAccept(_ -> {});
    }

    private synchronized CompletableFuture<Void> appendBehind(
            SessionEvent event, List<WireFrame> frames) {
        return closed
                ? tooLate()
                : log.appendBehind(event, new Payload(frames)).thenAccept(_ -> {});
    }

    private CompletableFuture<Void> tooLate() {
        return CompletableFuture.failedFuture(
                new LogFailure("Session " + session + " has ended; nothing can follow its end."));
    }

    @Override
    public synchronized CompletableFuture<Void> close(CloseCause cause) {
        if (closed) {
            return CompletableFuture.failedFuture(
                    new LogFailure("Session " + session + " has ended already."));
        }
        closed = true;
        onEnd.run();
        return log.append(
                        new SessionEvent.SessionClosed(session, clock.instant(), cause),
                        Payload.NONE)
                .thenAccept(_ -> {});
    }
}
