package org.affidavit.gateway.recording;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.affidavit.sessionlog.event.CommandFacts;
import org.affidavit.sessionlog.event.GatewayEvent;
import org.affidavit.sessionlog.event.Principal;
import org.affidavit.sessionlog.event.Resource;
import org.affidavit.sessionlog.event.RuleRef;
import org.affidavit.sessionlog.event.SessionEvent.CloseCause;
import org.affidavit.sessionlog.event.SessionEvent.MaskedColumn;
import org.affidavit.sessionlog.event.SessionEvent.Outcome;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.event.WireFrame;

/// The way into the log. Every future completes when the record is durable, and fails when it never
/// will be: then the caller must not go on. Safe for any thread.
public interface Recorder {
    /// Opens a session's record.
    ///
    /// @param secret the session secret that the agent showed instead of a token, if it did
    CompletableFuture<SessionRecorder> open(
            Principal agent,
            Resource resource,
            String client,
            String policyDigest,
            Optional<String> secret);

    /// Opens the record of a session for which a token was shown.
    default CompletableFuture<SessionRecorder> open(
            Principal agent, Resource resource, String client, String policyDigest) {
        return open(agent, resource, client, policyDigest, Optional.empty());
    }

    /// Records something outside a session, such as a refused connection.
    CompletableFuture<Void> record(GatewayEvent event);

    /// False once the log cannot be written: readiness fails and nothing new starts.
    boolean healthy();

    /// The record of one session.
    interface SessionRecorder {
        SessionId session();

        /// The next command number, from 1.
        int nextCommand();

        /// Evidence before effect: forward only after this completes.
        CompletableFuture<Void> intended(
                int command,
                CommandFacts facts,
                RuleRef rule,
                Optional<String> request,
                List<WireFrame> frames);

        /// A refusal, with what was asked and what was answered.
        CompletableFuture<Void> refused(
                int command,
                CommandFacts facts,
                RuleRef rule,
                String message,
                List<WireFrame> frames);

        /// A part of what passed for a command, which the next one waits for.
        CompletableFuture<Void> delivered(int command, int part, List<WireFrame> frames);

        /// A part of a long response, as delivered. Nobody waits for it, so it may take two
        /// milliseconds longer.
        CompletableFuture<Void> deliveredBehind(int command, int part, List<WireFrame> frames);

        /// The end of a command. May take two milliseconds longer, too.
        CompletableFuture<Void> finished(
                int command,
                Outcome outcome,
                long rows,
                long bytes,
                String code,
                List<MaskedColumn> masked,
                List<WireFrame> frames);

        /// The end of the session. Further calls fail.
        CompletableFuture<Void> close(CloseCause cause);
    }
}
