package org.affidavit.sessionlog.event;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Something that happened inside one session.
///
/// The order of one command's life is: [CommandRefused], or [ApprovalRequested] followed by
/// [ApprovalDecided] or [ApprovalLapsed], then [CommandIntended] (durable before a byte is
/// forwarded), any number of [ResponseDelivered], and [CommandFinished].
public sealed interface SessionEvent extends Event {
    /// The session this belongs to.
    SessionId session();

    /// An agent was authenticated and may open the resource. Durable before the gateway logs in to
    /// the target.
    ///
    /// @param agent who the token says it is; in a record without its name, which its payload has
    /// @param resource what it opens
    /// @param client address and self-given name of the client program, as text for people
    /// @param policyDigest lower-case hex SHA-256 of the policy in force
    /// @param secret the session secret that was shown instead of a token, if one was
    record SessionOpened(
            SessionId session,
            Instant at,
            Agent agent,
            Resource resource,
            String client,
            String policyDigest,
            Optional<String> secret)
            implements SessionEvent {
        /// As a gateway knows it, opened with a token.
        public SessionOpened(
                SessionId session,
                Instant at,
                Principal agent,
                Resource resource,
                String client,
                String policyDigest) {
            this(
                    session,
                    at,
                    new Agent.Named(agent),
                    resource,
                    client,
                    policyDigest,
                    Optional.empty());
        }

        /// The same with another view of who its agent is.
        public SessionOpened of(Agent other) {
            return new SessionOpened(session, at, other, resource, client, policyDigest, secret);
        }
    }

    /// The gateway is about to forward a command. The payload holds the exact bytes.
    ///
    /// @param command number of the command in its session, from 1
    /// @param facts what a parser found in it
    /// @param rule the rule that allowed it
    /// @param request the approval request whose consent this spends, when it was held
    record CommandIntended(
            SessionId session,
            Instant at,
            int command,
            CommandFacts facts,
            RuleRef rule,
            Optional<String> request)
            implements SessionEvent {}

    /// Policy refused a command: it was never forwarded. The payload holds the exact bytes asked
    /// and the refusal as delivered.
    record CommandRefused(
            SessionId session,
            Instant at,
            int command,
            CommandFacts facts,
            RuleRef rule,
            String message)
            implements SessionEvent {}

    /// A command is held until somebody decides. The payload holds the exact bytes.
    ///
    /// @param request id of the approval request
    /// @param digest lower-case hex of the consent digest (see `consent.ConsentRequest`)
    /// @param nonce the part of the consent that is nowhere else on record: with it, the session's
    ///   opening and both payloads, readers can compute the digest again from the log alone
    /// @param expires when it lapses without a decision
    record ApprovalRequested(
            SessionId session,
            Instant at,
            int command,
            CommandFacts facts,
            RuleRef rule,
            String request,
            String digest,
            String nonce,
            Instant expires)
            implements SessionEvent {}

    /// A person decided a held command.
    ///
    /// @param jws the decision as the approver's own key signed it, compact serialisation
    record ApprovalDecided(
            SessionId session,
            Instant at,
            int command,
            String request,
            Principal approver,
            boolean approved,
            String reason,
            String jws)
            implements SessionEvent {}

    /// A held command ended without a decision that counts: it was never forwarded.
    record ApprovalLapsed(
            SessionId session, Instant at, int command, String request, LapseCause cause)
            implements SessionEvent {}

    /// A part of a long response, as delivered after masking. The payload holds the wire bytes.
    ///
    /// @param part number of this part within the command, from 1
    record ResponseDelivered(SessionId session, Instant at, int command, int part)
            implements SessionEvent {}

    /// A command ended. The payload holds what was delivered since the last part.
    ///
    /// @param rows rows delivered or changed, as the target's own completion tag says; -1 unknown
    /// @param bytes wire bytes of the response as delivered, all parts
    /// @param code the target's error code (SQLSTATE for SQL), empty when it succeeded
    record CommandFinished(
            SessionId session,
            Instant at,
            int command,
            Outcome outcome,
            long rows,
            long bytes,
            String code,
            List<MaskedColumn> masked)
            implements SessionEvent {
        public CommandFinished {
            masked = List.copyOf(masked);
        }
    }

    /// The session ended in order. The writer adds the number of its records and their root.
    record SessionClosed(SessionId session, Instant at, CloseCause cause) implements SessionEvent {}

    /// The session was found open when the log was recovered: how it ended is not known.
    record SessionAborted(SessionId session, Instant at, String reason) implements SessionEvent {}

    /// Why a held command was not decided.
    enum LapseCause {
        EXPIRED,
        WITHDRAWN,
        SESSION_ENDED,
        GATEWAY_STOPPED
    }

    /// How a command ended.
    enum Outcome {
        /// The target completed it.
        COMPLETED,
        /// The target reported an error.
        FAILED,
        /// The gateway cut the response short, because masking or recording failed.
        WITHHELD,
        /// The connection ended first: the effect at the target is unknown.
        UNKNOWN
    }

    /// Why a session ended.
    enum CloseCause {
        AGENT_LEFT,
        TARGET_LEFT,
        PROTOCOL_VIOLATION,
        TERMINATED,
        RECORDING_LOST,
        GATEWAY_STOPPED,
        /// The token under which it was opened was no longer good.
        TOKEN_EXPIRED
    }

    /// One column whose values were masked in a response.
    ///
    /// @param column name as delivered
    /// @param rule id of the masking rule
    /// @param cells how many values it replaced
    /// @param origin the column in the database, such as `public.customers.email`, whatever the
    ///   statement calls it; empty if that is not known
    record MaskedColumn(String column, String rule, long cells, String origin) {
        public MaskedColumn {
            Objects.requireNonNull(column, "column");
        }

        /// A column whose origin is not known.
        public MaskedColumn(String column, String rule, long cells) {
            this(column, rule, cells, "");
        }
    }
}
