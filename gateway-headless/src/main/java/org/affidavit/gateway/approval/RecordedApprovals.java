package org.affidavit.gateway.approval;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.affidavit.gateway.policy.Verdict;
import org.affidavit.sessionlog.SessionLog;
import org.affidavit.sessionlog.consent.ConsentDecision;
import org.affidavit.sessionlog.consent.ConsentRequest;
import org.affidavit.sessionlog.event.CommandFacts;
import org.affidavit.sessionlog.event.Event;
import org.affidavit.sessionlog.event.Payload;
import org.affidavit.sessionlog.event.Principal;
import org.affidavit.sessionlog.event.Resource;
import org.affidavit.sessionlog.event.SessionEvent;
import org.affidavit.sessionlog.event.SessionEvent.LapseCause;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.event.WireFrame;
import org.jspecify.annotations.Nullable;

/// Approvals whose every step is in the log before it counts.
///
/// The race between deciders, expiry and withdrawal is settled by one compare-and-set in [Waiting]:
/// whoever claims a request writes its end, and nobody else can. When that record cannot be written
/// the command stays unapproved for good.
public final class RecordedApprovals implements Approvals, AutoCloseable {
    private static final int ENDED_KEPT_MAX = 1_000;
    private static final long ENDED_BYTES_MAX = 32L * 1024 * 1024;

    private final SessionLog log;
    private final EnrolledDevices devices;
    private final String policyDigest;
    private final Clock clock;
    private final RandomGenerator random;
    private final Map<String, Waiting> requests = new ConcurrentHashMap<>();
    private final RequestFeed feed = new RequestFeed();
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("approval-expiry").factory());

    /// @param policyDigest the policy in force, which every consent is bound to
    public RecordedApprovals(
            SessionLog log,
            EnrolledDevices devices,
            String policyDigest,
            Clock clock,
            RandomGenerator random) {
        this.log = log;
        this.devices = devices;
        this.policyDigest = policyDigest;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public Held hold(
            SessionId session,
            int command,
            Principal agent,
            Resource resource,
            CommandFacts facts,
            String statement,
            List<WireFrame> frames,
            Verdict.Hold verdict) {
        Instant now = clock.instant();
        List<byte[]> messages = frames.stream().map(WireFrame::bytes).toList();
        var consent =
                new ConsentRequest(
                        "R-" + randomHex(8),
                        session,
                        command,
                        agent,
                        resource,
                        ConsentRequest.commandSha256(messages),
                        policyDigest,
                        randomHex(16),
                        now.plus(verdict.expire()));
        var request =
                new Request(
                        consent,
                        consent.digest(),
                        facts,
                        statement,
                        messages,
                        verdict.rule(),
                        verdict.message(),
                        verdict.approverGroups(),
                        now,
                        Optional.empty(),
                        Optional.empty());
        var waiting = new Waiting(request);
        requests.put(consent.request(), waiting);
        var _ =
                append(requested(request), new Payload(frames))
                        .whenComplete((_, problem) -> publish(waiting, problem));
        return new Held(request, waiting.outcome());
    }

    private static SessionEvent.ApprovalRequested requested(Request request) {
        ConsentRequest consent = request.consent();
        return new SessionEvent.ApprovalRequested(
                consent.session(),
                request.asked(),
                consent.command(),
                request.facts(),
                request.rule(),
                consent.request(),
                request.digest(),
                consent.nonce(),
                consent.expires());
    }

    /// Shows a request once it is on record, and starts its clock.
    private void publish(Waiting waiting, @Nullable Throwable problem) {
        if (problem != null) {
            requests.remove(waiting.request().consent().request());
            waiting.outcome().completeExceptionally(problem);
            return;
        }
        String id = waiting.request().consent().request();
        waiting.show();
        feed.changed(waiting);
        Duration left = Duration.between(clock.instant(), waiting.request().consent().expires());
        try {
            waiting.expiry(
                    timer.schedule(
                            () -> withdraw(id, LapseCause.EXPIRED),
                            Math.max(0, left.toNanos()),
                            TimeUnit.NANOSECONDS));
        } catch (RejectedExecutionException stopping) {
            withdraw(id, LapseCause.GATEWAY_STOPPED);
        }
    }

    @Override
    public void withdraw(String request, LapseCause cause) {
        Waiting waiting = requests.get(request);
        if (waiting == null || !waiting.claim()) {
            return;
        }
        ConsentRequest consent = waiting.request().consent();
        Instant now = clock.instant();
        var lapsed =
                new SessionEvent.ApprovalLapsed(
                        consent.session(), now, consent.command(), request, cause);
        var _ =
                finish(waiting, lapsed, new Outcome.Lapsed(request, cause), now)
                        .exceptionally(_ -> waiting.request());
    }

    @Override
    public CompletableFuture<Request> decide(String request, Principal approver, String jws) {
        @Nullable Waiting waiting = requests.get(request);
        Instant now = clock.instant();
        try {
            Waiting held = shown(waiting, request);
            ConsentDecision decision = ConsentChecks.check(held, approver, jws, devices, now);
            if (!held.claim()) {
                throw ConsentChecks.notWaiting(request);
            }
            return decided(held, approver, decision, jws, now);
        } catch (DecisionRefused refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    private static Waiting shown(@Nullable Waiting waiting, String request) throws DecisionRefused {
        if (waiting == null || !waiting.isShown()) {
            throw new DecisionRefused("not-found", "There is no approval request " + request + ".");
        }
        return waiting;
    }

    private CompletableFuture<Request> decided(
            Waiting waiting,
            Principal approver,
            ConsentDecision decision,
            String jws,
            Instant now) {
        ConsentRequest consent = waiting.request().consent();
        var event =
                new SessionEvent.ApprovalDecided(
                        consent.session(),
                        now,
                        consent.command(),
                        consent.request(),
                        approver,
                        decision.approved(),
                        decision.reason(),
                        jws);
        Outcome outcome =
                decision.approved()
                        ? new Outcome.Approved(consent.request(), approver, decision.reason())
                        : new Outcome.Refused(consent.request(), approver, decision.reason());
        return finish(waiting, event, outcome, now);
    }

    /// Writes how a claimed request ended; only then does it end.
    private CompletableFuture<Request> finish(
            Waiting waiting, SessionEvent event, Outcome outcome, Instant now) {
        return append(event, Payload.NONE)
                .handle((_, problem) -> {
                    if (problem != null) {
                        lost(waiting, problem, now);
                        throw new CompletionException(problem);
                    }
                    Request ended = waiting.end(outcome, now);
                    feed.changed(waiting);
                    waiting.outcome().complete(outcome);
                    forgetOldest();
                    return ended;
                });
    }

    /// The end of a request could not be written, so its session cannot go on: nothing runs, and
    /// nobody is shown something to decide that cannot be decided any more.
    private void lost(Waiting waiting, Throwable problem, Instant now) {
        String id = waiting.request().consent().request();
        var _ = waiting.end(new Outcome.Lapsed(id, LapseCause.SESSION_ENDED), now);
        feed.changed(waiting);
        waiting.outcome().completeExceptionally(problem);
    }

    private CompletableFuture<Void> append(Event event, Payload payload) {
        return log.append(event, payload).thenAccept(_ -> {});
    }

    @Override
    public List<Request> requests() {
        return requests.values().stream()
                .filter(Waiting::isShown)
                .map(Waiting::request)
                .sorted(Comparator.comparing(Request::asked).reversed())
                .toList();
    }

    @Override
    public Optional<Request> request(String id) {
        return Optional.ofNullable(requests.get(id)).filter(Waiting::isShown).map(Waiting::request);
    }

    @Override
    public AutoCloseable listen(Listener listener) {
        return feed.listen(listener);
    }

    /// Ended requests are kept for people to look at, but not for ever and not all at any size;
    /// waiting ones always are.
    private void forgetOldest() {
        List<Request> ended =
                requests().stream().filter(request -> request.outcome().isPresent()).toList();
        int kept = 0;
        long bytes = 0;
        for (Request request : ended) {
            kept++;
            bytes += request.messages().stream().mapToLong(message -> message.length).sum();
            if (kept > ENDED_KEPT_MAX || bytes > ENDED_BYTES_MAX) {
                requests.remove(request.consent().request());
            }
        }
    }

    /// Lapses what still waits: after a restart nothing that was held can run.
    @Override
    public void close() {
        timer.shutdownNow();
        for (String id : List.copyOf(requests.keySet())) {
            withdraw(id, LapseCause.GATEWAY_STOPPED);
        }
    }

    private String randomHex(int bytes) {
        var value = new byte[bytes];
        random.nextBytes(value);
        return HexFormat.of().formatHex(value);
    }
}
