package org.affidavit.gateway.protocol.postgres.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.affidavit.gateway.protocol.postgres.wire.Frame;
import org.affidavit.sessionlog.event.WireFrame;
import org.affidavit.sessionlog.event.WireFrame.Direction;

/// Rows on their way from the agent into a table: on record first, then to the target.
final class CopyIn {
    private final Session session;
    private final Command command;
    private List<Frame> gathered = new ArrayList<>();
    private int gatheredBytes;
    private long undurableBytes;

    CopyIn(Session session, Command command) {
        this.session = session;
        this.command = command;
    }

    /// Takes a message; owns it.
    void take(Frame frame) {
        gathered.add(frame);
        gatheredBytes += frame.length();
        if (gatheredBytes >= session.wiring().limits().partBytesMax()) {
            flush();
        }
    }

    /// Sends on what was taken, once it is durable.
    void flush() {
        if (gathered.isEmpty()) {
            return;
        }
        List<Frame> frames = gathered;
        int bytes = gatheredBytes;
        gathered = new ArrayList<>();
        gatheredBytes = 0;
        CompletableFuture<Void> durable =
                session.evidence()
                        .copied(
                                command,
                                frames.stream()
                                        .map(it ->
                                                new WireFrame(
                                                        Direction.FROM_AGENT, 0, it.copyBytes()))
                                        .toList());
        undurableBytes += bytes;
        if (undurableBytes > session.wiring().limits().lagBytesMax()) {
            session.agent().pause(Link.Pause.RECORD_BEHIND);
        }
        var _ =
                durable.whenCompleteAsync(
                        (_, failure) -> forward(frames, bytes, failure), session.agent().loop());
    }

    private void forward(List<Frame> frames, int bytes, Throwable failure) {
        undurableBytes -= bytes;
        if (failure != null) {
            frames.forEach(Frame::release);
            session.recordingLost(failure);
            return;
        }
        if (session.ended()) {
            frames.forEach(Frame::release);
            return;
        }
        frames.forEach(session.target()::write);
        session.target().flush();
        if (!session.target().writable()) {
            session.agent().pause(Link.Pause.OTHER_SIDE_SLOW);
        }
        if (undurableBytes <= session.wiring().limits().lagBytesMax()) {
            session.agent().resume(Link.Pause.RECORD_BEHIND);
        }
    }

    /// Forgets what is not on record yet: none of it was sent on.
    void abandon() {
        gathered.forEach(Frame::release);
        gathered.clear();
    }
}
