package org.affidavit.gateway.protocol.postgres.proxy;

import org.affidavit.gateway.protocol.postgres.wire.Frame;
import org.affidavit.gateway.protocol.postgres.wire.StartupPacket;

/// Where one side of a session is. Swapping the object is the only way to move on.
interface Phase {
    /// A message came. The phase owns the frame.
    void frame(Frame frame);

    /// The first packet came; only one phase expects it.
    default void packet(StartupPacket packet) {
        throw new IllegalStateException("A startup packet in " + this);
    }

    /// Nothing more to read for now: a good moment to flush.
    default void readComplete() {}

    /// The channel takes more, or no more.
    default void writability() {}

    /// The other end is gone.
    void gone();

    /// Reading failed: bytes that break the protocol, or a broken connection.
    void failed(Throwable cause);
}
