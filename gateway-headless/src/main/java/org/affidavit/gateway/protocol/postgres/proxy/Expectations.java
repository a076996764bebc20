package org.affidavit.gateway.protocol.postgres.proxy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import org.affidavit.gateway.protocol.postgres.proxy.Expected.Kind;
import org.affidavit.gateway.protocol.postgres.wire.ProtocolViolation;
import org.affidavit.sessionlog.event.SessionEvent.Outcome;

/// The answers that the target owes, in order. A command is finished with the last of its answers.
final class Expectations {
    private final Deque<Expected> due = new ArrayDeque<>();
    private final Consumer<Command> onFinished;

    Expectations(Consumer<Command> onFinished) {
        this.onFinished = onFinished;
    }

    void add(Expected answer) {
        answer.command().ifPresent(command -> command.response().await());
        due.add(answer);
    }

    boolean isEmpty() {
        return due.isEmpty();
    }

    Optional<Expected> peek() {
        return Optional.ofNullable(due.peek());
    }

    /// The answer due now.
    ///
    /// @throws ProtocolViolation if it is of none of these kinds: the target said something that
    ///   nobody asked for
    Expected head(Kind... kinds) {
        Expected head = due.peek();
        if (head != null) {
            for (Kind kind : kinds) {
                if (head.kind() == kind) {
                    return head;
                }
            }
        }
        throw new ProtocolViolation(
                ProtocolViolation.Reason.OUT_OF_ORDER, "An answer that nobody asked for");
    }

    /// The answer due now has come.
    void answered() {
        settle(due.remove());
    }

    /// After an error the target skips everything up to the next Sync.
    ///
    /// @param onSkipped hears of each message that was not run
    void skipToSync(String code, Consumer<Expected> onSkipped) {
        for (Expected next = due.peek();
                next != null && next.kind() != Kind.SYNC;
                next = due.peek()) {
            due.remove();
            onSkipped.accept(next);
            next.command().ifPresent(command -> command.response().fail(Outcome.FAILED, code));
            settle(next);
        }
    }

    /// A COPY began that takes rows, and the target passes over a Sync that was sent along.
    ///
    /// @return false if anything else was
    boolean passOverSync() {
        if (due.size() == 2 && due.getLast().kind() == Kind.SYNC) {
            settle(due.removeLast());
        }
        return due.size() == 1;
    }

    /// Every command that still waits fails this way.
    void failAll(Outcome how, String code) {
        due.forEach(late -> late.command().ifPresent(one -> one.response().fail(how, code)));
    }

    /// No answer will come any more.
    void abandon() {
        failAll(Outcome.UNKNOWN, "");
        while (!due.isEmpty()) {
            settle(due.remove());
        }
    }

    private void settle(Expected answer) {
        answer.command().filter(command -> command.response().answered()).ifPresent(onFinished);
    }
}
