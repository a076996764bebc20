package org.affidavit.gateway.protocol.postgres.proxy;

import org.affidavit.gateway.protocol.postgres.wire.Frame;
import org.affidavit.gateway.protocol.postgres.wire.StartupPacket;

/// After the last word: whatever still comes is dropped until the channel is closed.
final class DeafPhase implements Phase {
    @Override
    public void frame(Frame frame) {
        frame.release();
    }

    @Override
    public void packet(StartupPacket packet) {}

    @Override
    public void gone() {}

    @Override
    public void failed(Throwable cause) {}
}
