package org.affidavit.sessionlog.event;

import java.time.Instant;
import java.util.Optional;

/// Something that happened to the log or to its gateway, outside any session.
public sealed interface GatewayEvent extends Event {
    /// The first record of every log.
    record LogCreated(Instant at, String origin) implements GatewayEvent {}

    /// A gateway process opened the log.
    ///
    /// @param boot fresh id of this process's life
    /// @param build version of the software
    /// @param configDigest lower-case hex SHA-256 of the configuration
    record GatewayStarted(Instant at, String boot, String build, String configDigest)
            implements GatewayEvent {}

    /// The log was recovered after a stop that was not clean.
    ///
    /// @param tornBytes bytes of the unfinished frame that were set aside, 0 if none
    /// @param tornSha256 their lower-case hex SHA-256, empty if none
    /// @param adopted records before this one that were not under a checkpoint
    /// @param adoptedSha256 lower-case hex SHA-256 over their leaf hashes, in order; empty if there
    ///   are none, or if this was not yet written down
    record LogRecovered(
            Instant at,
            long tornBytes,
            String tornSha256,
            long lastIndex,
            long adopted,
            String adoptedSha256)
            implements GatewayEvent {}

    /// The gateway was alive: silence since the record before is a signed statement.
    record Heartbeat(Instant at, String boot, long monotonicNanos, int openSessions)
            implements GatewayEvent {}

    /// A period ended: how many sessions it opened and which. The writer itself counts them, so
    /// that the statement is exact for its place in the log. Written for a period without sessions,
    /// too: that is a signed statement of silence.
    ///
    /// @param from end of the period before; the log's creation for the first
    /// @param to end of the period, such as the midnight that ended a day
    /// @param sessions how many `session.opened` lie between this record and the one that closed
    ///   the period before
    /// @param root lower-case hex of the Merkle root over their leaf hashes
    /// @param open sessions that had not ended here, whenever they were opened
    record PeriodClosed(Instant at, Instant from, Instant to, long sessions, String root, int open)
            implements GatewayEvent {
        /// Asks the writer to close the period that runs; it fills in the rest.
        public static PeriodClosed upTo(Instant at, Instant to) {
            return new PeriodClosed(at, to, to, 0, "", 0);
        }
    }

    /// The log's signing key changed. The checkpoint that ends with this record is signed by both
    /// keys, those behind it by the next one alone.
    ///
    /// @param previous the public key that was in force, as it stands in its file
    /// @param next the public key that is
    record KeyRotated(Instant at, String previous, String next) implements GatewayEvent {}

    /// What was said in a session is erased: the stored payloads and their key are overwritten,
    /// once this record is signed. The other records stay, and so does the proof of them.
    ///
    /// @param record whose payload alone goes; empty if every payload of the session goes, and the
    ///   key that opens them
    /// @param payloads how many payloads that are
    /// @param by who ordered it; not proven
    /// @param basis what allows or demands it, such as a law or a rule of the house
    record PayloadErased(
            Instant at,
            SessionId session,
            Optional<Long> record,
            long payloads,
            String by,
            String basis,
            String reason)
            implements GatewayEvent {
        /// Whether the payload of a record of a session goes.
        public boolean covers(SessionId other, long index) {
            return session.equals(other) && (record.isEmpty() || record.get() == index);
        }
    }

    /// From here on nothing that it covers may be erased.
    ///
    /// @param hold names it for its release: a ULID
    /// @param session what it covers; empty for every session
    /// @param by who ordered it; not proven
    record HoldPlaced(
            Instant at, String hold, Optional<SessionId> session, String by, String reason)
            implements GatewayEvent {
        /// Whether a session is covered.
        public boolean covers(SessionId other) {
            return session.isEmpty() || session.get().equals(other);
        }
    }

    /// A hold is no longer in force.
    ///
    /// @param by who ordered it; not proven
    record HoldReleased(Instant at, String hold, String by, String reason)
            implements GatewayEvent {}

    /// A policy came into force.
    record PolicyLoaded(Instant at, String digest, String files) implements GatewayEvent {}

    /// An approver's own key was enrolled.
    ///
    /// @param thumbprint RFC 7638 SHA-256 thumbprint, base64url
    /// @param jwk the public key as JSON
    /// @param vouching why it counts; empty in records of gateways that asked nobody
    record DeviceEnrolled(
            Instant at,
            Principal approver,
            String thumbprint,
            String jwk,
            Optional<Vouching> vouching)
            implements GatewayEvent {
        /// As gateways wrote it that asked nobody.
        public DeviceEnrolled(Instant at, Principal approver, String thumbprint, String jwk) {
            this(at, approver, thumbprint, jwk, Optional.empty());
        }
    }

    /// Why an enrolled key is taken for its approver's.
    ///
    /// @param by [#FIRST_USE], [#OPERATOR], or the thumbprint of the approver's key that vouched
    /// @param proof statement signed by the new key: whoever enrolled it holds it
    /// @param voucher the same statement signed by the key that vouched, if one did
    record Vouching(String by, String proof, Optional<String> voucher) {
        /// Nobody vouched: it is the first key of this approver.
        public static final String FIRST_USE = "first-use";

        /// An operator of the gateway confirmed it.
        public static final String OPERATOR = "operator";
    }

    /// An approver's own key counts no more, from this record on and for ever.
    ///
    /// @param by [Vouching#OPERATOR], or the thumbprint of the approver's key that revoked it
    /// @param proof statement signed by that key, if one did
    record DeviceRevoked(Instant at, String thumbprint, String by, Optional<String> proof)
            implements GatewayEvent {}

    /// A session secret was given out, which stands for a token when one resource is opened. Whose
    /// it is say the sessions that it opens, whose records can withhold a name.
    ///
    /// @param secret names it: a ULID. What it is itself is nowhere
    /// @param issuer OIDC issuer of the token that it was given out for
    /// @param until when it stops to be good, which no revocation has to wait for
    record SecretIssued(Instant at, String secret, String issuer, String resource, Instant until)
            implements GatewayEvent {}

    /// A session secret opens nothing more, from this record on.
    record SecretRevoked(Instant at, String secret) implements GatewayEvent {}

    /// Somebody was turned away before a session existed.
    ///
    /// @param claimed who they said they were; not proven
    /// @param resource what they asked for; empty if nothing was named
    /// @param code stable reason, such as `token-expired`
    /// @param count how many equal refusals this stands for (floods are folded)
    record AccessRefused(
            Instant at, String claimed, String resource, String remote, String code, long count)
            implements GatewayEvent {}

    /// A time stamp authority said when a checkpoint of this log existed at the latest; so whatever
    /// follows this record was written later than that.
    ///
    /// @param size records under the checkpoint
    /// @param sha256 of the authority's answer as it was kept, lower-case hex
    /// @param time what the authority says
    record CheckpointTimestamped(Instant at, long size, String sha256, Instant time)
            implements GatewayEvent {}

    /// A gateway process closed the log in order.
    record GatewayStopped(Instant at, String boot) implements GatewayEvent {}
}
