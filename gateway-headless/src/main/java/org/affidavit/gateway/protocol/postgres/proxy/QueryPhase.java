package org.affidavit.gateway.protocol.postgres.proxy;

import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.affidavit.gateway.protocol.postgres.wire.Frame;
import org.affidavit.gateway.protocol.postgres.wire.FrontendType;
import org.affidavit.gateway.protocol.postgres.wire.ProtocolViolation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the agent sends once the session is open, cut into batches. One batch is judged and
/// answered at a time; what is sent ahead waits, within a bound. Reading goes on while a batch
/// runs, so that an agent that leaves is noticed.
final class QueryPhase implements Phase {
    private static final Logger LOG = LoggerFactory.getLogger(QueryPhase.class);

    private final Session session;
    private final PostgresLimits limits;
    private final Deque<Frame> waiting = new ArrayDeque<>();
    private List<Frame> batch = new ArrayList<>();
    private int waitingBytes;
    private int batchBytes;
    private boolean busy;
    private boolean skipping;
    private boolean abortOnSync;
    private Optional<CopyIn> copying = Optional.empty();
    private boolean copied;
    private boolean copySyncs;

    QueryPhase(Session session) {
        this.session = session;
        this.limits = session.wiring().limits();
    }

    boolean busy() {
        return busy;
    }

    /// What the agent sends now are rows.
    ///
    /// @param syncs whether a Sync must follow them
    void copy(CopyIn rows, boolean syncs) {
        copying = Optional.of(rows);
        copied = false;
        copySyncs = syncs;
        pump();
        rows.flush();
    }

    /// The target takes no more rows.
    void copyEnded() {
        copying.ifPresent(CopyIn::abandon);
        copying = Optional.empty();
    }

    /// The batch in progress was answered.
    void done() {
        busy = false;
        copyEnded();
        pump();
    }

    /// The agent was told of an error before its Sync: what it sent in the belief that all was well
    /// is dropped.
    ///
    /// @param abort true if the target does not know of the error and must be made to give up
    void skipUntilSync(boolean abort) {
        skipping = true;
        abortOnSync = abort;
    }

    void abandon() {
        waiting.forEach(Frame::release);
        waiting.clear();
        batch.forEach(Frame::release);
        batch.clear();
        copyEnded();
    }

    @Override
    public void readComplete() {
        copying.ifPresent(CopyIn::flush);
    }

    @Override
    public void frame(Frame frame) {
        session.touched();
        waiting.add(frame);
        waitingBytes += frame.length();
        pump();
        if (waitingBytes > limits.pipelinedBytesMax()) {
            session.agent().pause(Link.Pause.READ_AHEAD_FULL);
        }
    }

    @Override
    public void writability() {
        if (session.agent().writable()) {
            session.target().resume(Link.Pause.OTHER_SIDE_SLOW);
        }
    }

    @Override
    public void gone() {
        session.agentLeft();
    }

    @Override
    public void failed(Throwable cause) {
        switch (cause) {
            case ProtocolViolation violation -> session.violated(violation);
            case IOException _, DecoderException _ -> {
                LOG.info(
                        "Session {}: the agent's stream broke: {}", session.id(), cause.toString());
                session.agentLeft();
            }
            default -> session.broken(cause);
        }
    }

    private void pump() {
        while (!session.ended() && !waiting.isEmpty() && (!busy || copying.isPresent())) {
            Frame frame = waiting.remove();
            waitingBytes -= frame.length();
            if (busy) {
                copy(frame, copying.orElseThrow());
            } else {
                take(frame);
            }
        }
        if (waitingBytes <= limits.pipelinedBytesMax()) {
            session.agent().resume(Link.Pause.READ_AHEAD_FULL);
        }
    }

    /// While a COPY takes rows, PostgreSQL passes over Flush and Sync.
    private void copy(Frame frame, CopyIn rows) {
        switch (frame.type()) {
            case FrontendType.COPY_DATA -> {
                if (copied) {
                    frame.release();
                } else {
                    rows.take(frame);
                }
            }
            case FrontendType.COPY_DONE, FrontendType.COPY_FAIL -> {
                rows.take(frame);
                rows.flush();
                copied = true;
                if (!copySyncs) {
                    copying = Optional.empty();
                }
            }
            case FrontendType.SYNC -> {
                if (copied) {
                    session.syncDue();
                    rows.take(frame);
                    rows.flush();
                    copying = Optional.empty();
                } else {
                    frame.release();
                }
            }
            case FrontendType.FLUSH -> frame.release();
            case FrontendType.TERMINATE -> {
                frame.release();
                session.agentLeft();
            }
            default -> {
                byte type = frame.type();
                frame.release();
                session.violated(
                        new ProtocolViolation(
                                ProtocolViolation.Reason.OUT_OF_ORDER,
                                "A message of type " + (char) type + " cannot come among rows"));
            }
        }
    }

    private void take(Frame frame) {
        byte type = frame.type();
        if (type == FrontendType.TERMINATE) {
            frame.release();
            session.agentLeft();
        } else if ((skipping && type != FrontendType.SYNC) || isCopy(type)) {
            frame.release();
        } else {
            add(frame, type);
        }
    }

    /// Outside of COPY such messages mean nothing; PostgreSQL drops them too.
    private static boolean isCopy(byte type) {
        return type == FrontendType.COPY_DATA
                || type == FrontendType.COPY_DONE
                || type == FrontendType.COPY_FAIL;
    }

    private void add(Frame frame, byte type) {
        batch.add(frame);
        batchBytes += frame.length();
        if (batchBytes > limits.batchBytesMax() || batch.size() > limits.batchMessagesMax()) {
            session.violated(
                    new ProtocolViolation(
                            ProtocolViolation.Reason.LIMIT,
                            "Too much in one batch: send Sync more often"));
            return;
        }
        switch (type) {
            case FrontendType.QUERY,
                    FrontendType.SYNC,
                    FrontendType.FLUSH,
                    FrontendType.FUNCTION_CALL ->
                    run();
            default -> {}
        }
    }

    private void run() {
        List<Frame> frames = batch;
        batch = new ArrayList<>();
        batchBytes = 0;
        busy = true;
        boolean abort = skipping && abortOnSync;
        skipping = false;
        abortOnSync = false;
        if (abort) {
            frames.forEach(Frame::release);
            session.abortTarget();
            return;
        }
        session.judge(frames);
    }
}
