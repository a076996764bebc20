package org.affidavit.gateway.approval;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.affidavit.gateway.approval.Approvals.Outcome;
import org.affidavit.gateway.approval.Approvals.Request;
import org.jspecify.annotations.Nullable;

/// One held command and how it ends. Whoever [#claim]s it first decides; nobody else can.
final class Waiting {
    private final AtomicBoolean claimed = new AtomicBoolean();
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private volatile Request request;
    private volatile boolean shown;
    private volatile @Nullable Future<?> expiry;

    Waiting(Request request) {
        this.request = request;
    }

    Request request() {
        return request;
    }

    CompletableFuture<Outcome> outcome() {
        return outcome;
    }

    /// True for exactly one caller, ever.
    boolean claim() {
        return claimed.compareAndSet(false, true);
    }

    /// On record, and so visible to people.
    void show() {
        shown = true;
    }

    boolean isShown() {
        return shown;
    }

    boolean hasEnded() {
        return request.outcome().isPresent();
    }

    void expiry(Future<?> timer) {
        expiry = timer;
    }

    /// The request as it ended. The outcome itself completes apart, after listeners heard of it.
    Request end(Outcome end, Instant at) {
        Request waiting = request;
        request =
                new Request(
                        waiting.consent(),
                        waiting.digest(),
                        waiting.facts(),
                        waiting.statement(),
                        waiting.messages(),
                        waiting.rule(),
                        waiting.message(),
                        waiting.approverGroups(),
                        waiting.asked(),
                        Optional.of(end),
                        Optional.of(at));
        Future<?> timer = expiry;
        if (timer != null) {
            timer.cancel(false);
        }
        return request;
    }
}
