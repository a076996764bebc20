package org.affidavit.gateway.protocol.postgres.proxy;

import java.time.Duration;

/// Everything that is bounded in a PostgreSQL session. Checked before anything is allocated.
///
/// @param startupBytesMax startup packet
/// @param startupParametersMax settings in a startup packet
/// @param tokenBytesMax password message, and any other before the session begins
/// @param agentMessageBytesMax one message from the agent
/// @param targetMessageBytesMax one message from the target
/// @param batchBytesMax messages of one batch, which wait together for a verdict
/// @param batchMessagesMax the same, counted
/// @param pipelinedBytesMax read ahead while a batch is in progress; then reading stops
/// @param columnsMax columns of a result
/// @param parametersMax parameters of a statement
/// @param statementsMax prepared statements of a session, and the same number of portals
/// @param statementBytesMax what the prepared statements and portals of a session keep in memory
/// @param partBytesMax response bytes gathered before they go to the record
/// @param lagBytesMax response bytes that may be delivered before they are durable
/// @param catalogColumnsMax columns whose origin is known
/// @param sessionsMax sessions of one gateway process
/// @param sessionsPerPrincipalMax the same of one principal, which are its token's subject and
///   issuer
/// @param arrivalsMax connections that have not shown a good token yet
/// @param arrivalsPerAddressMax the same from one address (for IPv6, from one network of 64 bits)
/// @param handshakeMax from connection to the first ReadyForQuery
/// @param idleMax silence between two commands
/// @param drainMax how long a stopping gateway, or an expired token, waits for a running command
public record PostgresLimits(
        int startupBytesMax,
        int startupParametersMax,
        int tokenBytesMax,
        int agentMessageBytesMax,
        int targetMessageBytesMax,
        int batchBytesMax,
        int batchMessagesMax,
        int pipelinedBytesMax,
        int columnsMax,
        int parametersMax,
        int statementsMax,
        long statementBytesMax,
        int partBytesMax,
        int lagBytesMax,
        int catalogColumnsMax,
        int sessionsMax,
        int sessionsPerPrincipalMax,
        int arrivalsMax,
        int arrivalsPerAddressMax,
        Duration handshakeMax,
        Duration idleMax,
        Duration drainMax) {
    private static final int KIB = 1024;
    private static final int MIB = 1024 * KIB;

    /// PostgreSQL's own limits where it has some, else what a healthy client never meets.
    public static PostgresLimits standard() {
        return new PostgresLimits(
                10_000,
                64,
                64 * KIB,
                16 * MIB,
                64 * MIB,
                32 * MIB,
                100_000,
                64 * KIB,
                1_664,
                65_535,
                10_000,
                32L * MIB,
                256 * KIB,
                MIB,
                200_000,
                5_000,
                1_000,
                1_000,
                200,
                Duration.ofSeconds(30),
                Duration.ofHours(1),
                Duration.ofSeconds(10));
    }
}
