package org.affidavit.gateway.approval;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.affidavit.gateway.policy.Verdict;
import org.affidavit.sessionlog.consent.ConsentRequest;
import org.affidavit.sessionlog.event.CommandFacts;
import org.affidavit.sessionlog.event.Principal;
import org.affidavit.sessionlog.event.Resource;
import org.affidavit.sessionlog.event.RuleRef;
import org.affidavit.sessionlog.event.SessionEvent.LapseCause;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.event.WireFrame;

/// Held commands and the decisions on them. Safe for any thread.
///
/// Every step is durable in the log before it counts: a request before it is shown, a decision
/// before the command runs. A decision counts once and never flips.
public interface Approvals {
    /// Holds a command.
    ///
    /// @param frames the exact wire bytes held; what runs is what was approved
    /// @return the request, and a future that completes with the outcome (recorded already)
    Held hold(
            SessionId session,
            int command,
            Principal agent,
            Resource resource,
            CommandFacts facts,
            String statement,
            List<WireFrame> frames,
            Verdict.Hold verdict);

    /// Ends a held command without a decision: the agent cancelled or left.
    void withdraw(String request, LapseCause cause);

    /// A human decides with a signed decision.
    ///
    /// @param approver who the bearer token says is calling
    /// @param jws the decision signed by the approver's enrolled key
    /// @return completes when the decision is recorded; fails with [DecisionRefused]
    CompletableFuture<Request> decide(String request, Principal approver, String jws);

    /// Requests, newest first: waiting ones and the recently decided.
    List<Request> requests();

    /// One request by its id.
    Optional<Request> request(String id);

    /// Hears every change, in order. The listener must not block. Close the handle to stop.
    AutoCloseable listen(Listener listener);

    /// Hears that a request is new or changed.
    @FunctionalInterface
    interface Listener {
        void changed(Request request);
    }

    /// A hold in progress.
    record Held(Request request, CompletableFuture<Outcome> outcome) {}

    /// How a hold ended.
    sealed interface Outcome {
        /// Run it, and name this request in the intent record.
        record Approved(String request, Principal approver, String reason) implements Outcome {}

        /// Somebody said no.
        record Refused(String request, Principal approver, String reason) implements Outcome {}

        /// Nobody decided.
        record Lapsed(String request, LapseCause cause) implements Outcome {}
    }

    /// One request, as people see it.
    ///
    /// @param statement the text held, for people; the digest binds the exact bytes
    /// @param messages those bytes, in order
    /// @param outcome empty while it waits
    /// @param decidedAt empty while it waits
    record Request(
            ConsentRequest consent,
            String digest,
            CommandFacts facts,
            String statement,
            List<byte[]> messages,
            RuleRef rule,
            String message,
            List<String> approverGroups,
            Instant asked,
            Optional<Outcome> outcome,
            Optional<Instant> decidedAt) {
        public Request {
            messages = List.copyOf(messages);
            approverGroups = List.copyOf(approverGroups);
        }
    }
}
