package org.affidavit.gateway.protocol.postgres.proxy;

import java.time.Duration;

/// The standard limits with other times.
final class Limits {
    private Limits() {}

    static PostgresLimits with(Duration handshakeMax, Duration idleMax) {
        PostgresLimits all = PostgresLimits.standard();
        return new PostgresLimits(
                all.startupBytesMax(),
                all.startupParametersMax(),
                all.tokenBytesMax(),
                all.agentMessageBytesMax(),
                all.targetMessageBytesMax(),
                all.batchBytesMax(),
                all.batchMessagesMax(),
                all.pipelinedBytesMax(),
                all.columnsMax(),
                all.parametersMax(),
                all.statementsMax(),
                all.partBytesMax(),
                all.lagBytesMax(),
                all.catalogColumnsMax(),
                all.sessionsMax(),
                handshakeMax,
                idleMax,
                all.drainMax());
    }
}
