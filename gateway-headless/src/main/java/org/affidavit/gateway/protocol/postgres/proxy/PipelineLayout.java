package org.affidavit.gateway.protocol.postgres.proxy;

import io.netty.channel.Channel;

/// The handlers of an agent's channel, in order. The target's channel has the same without a
/// doorway and a startup packet.
///
/// | name | what it does | until |
/// |---|---|---|
/// | `doorway` | reads what comes before TLS | TLS starts |
/// | `tls` | | the end |
/// | `startup` | reads the one packet without a type | it was read |
/// | `frames` | cuts the stream into messages | the end |
/// | `phase` | understands them | the end |
final class PipelineLayout {
    static final String DOORWAY = "doorway";
    static final String TLS = "tls";
    static final String STARTUP = "startup";
    static final String FRAMES = "frames";
    static final String PHASE = "phase";

    private PipelineLayout() {}

    static void agent(Channel channel, Doorway doorway, PostgresLimits limits, PhaseHandler phase) {
        channel.pipeline()
                .addLast(DOORWAY, doorway)
                .addLast(STARTUP, new StartupDecoder(limits))
                .addLast(PHASE, phase);
    }
}
