package org.affidavit.gateway.protocol.postgres.proxy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.affidavit.gateway.masking.MaskingFailure;
import org.affidavit.gateway.policy.Replication;
import org.affidavit.gateway.policy.SqlFacts;
import org.affidavit.gateway.protocol.postgres.proxy.Expected.Kind;
import org.affidavit.gateway.protocol.postgres.wire.BackendMessages.CommandComplete;
import org.affidavit.gateway.protocol.postgres.wire.BackendMessages.Notification;
import org.affidavit.gateway.protocol.postgres.wire.BackendMessages.ParameterStatus;
import org.affidavit.gateway.protocol.postgres.wire.BackendMessages.Status;
import org.affidavit.gateway.protocol.postgres.wire.BackendType;
import org.affidavit.gateway.protocol.postgres.wire.CopyResponse;
import org.affidavit.gateway.protocol.postgres.wire.ErrorFields;
import org.affidavit.gateway.protocol.postgres.wire.Frame;
import org.affidavit.gateway.protocol.postgres.wire.ParameterTypes;
import org.affidavit.gateway.protocol.postgres.wire.ProtocolViolation;
import org.affidavit.gateway.protocol.postgres.wire.RowDescription;
import org.affidavit.sessionlog.event.SessionEvent.Outcome;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Everything the target says in the query phase: matched to what was asked, masked, recorded,
/// delivered.
final class Answers implements Phase {
    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

    /// How much of an answer may wait for its intent before the target is read no further.
    private static final int PARKED_BYTES_MAX = 64 << 10;

    private final Session session;
    private final Expectations expected;
    private final Deque<Frame> parked = new ArrayDeque<>();
    private @Nullable RowMasker queryRows;
    private @Nullable CopyMasker copyRows;
    private int parkedBytes;
    private boolean intentPending;
    private boolean withholding;
    private CompletableFuture<Void> cancelled = CompletableFuture.completedFuture(null);

    Answers(Session session) {
        this.session = session;
        this.expected = new Expectations(session.evidence()::finished);
    }

    void expect(Expected answer) {
        expected.add(answer);
    }

    boolean idle() {
        return expected.isEmpty();
    }

    /// No answer may leave before the intent is durable.
    void holdBack() {
        intentPending = true;
    }

    /// The intent is durable.
    void letGo() {
        intentPending = false;
        while (!intentPending && !session.ended() && !parked.isEmpty()) {
            handle(unpark());
        }
        session.agent().flush();
        session.target().resume(Link.Pause.INTENT_PENDING);
    }

    /// Ends every command that still waits: its effect at the target is not known.
    void abandon() {
        parked.forEach(Frame::release);
        parked.clear();
        expected.abandon();
    }

    @Override
    public void frame(Frame frame) {
        if (intentPending) {
            park(frame);
        } else {
            handle(frame);
        }
    }

    private void park(Frame frame) {
        parked.add(frame);
        parkedBytes += frame.length();
        if (parkedBytes > PARKED_BYTES_MAX) {
            session.target().pause(Link.Pause.INTENT_PENDING);
        }
    }

    private Frame unpark() {
        Frame frame = parked.remove();
        parkedBytes -= frame.length();
        return frame;
    }

    @Override
    public void readComplete() {
        session.agent().flush();
    }

    @Override
    public void writability() {
        if (session.target().writable()) {
            session.agent().resume(Link.Pause.OTHER_SIDE_SLOW);
        }
    }

    @Override
    public void gone() {
        session.targetLeft();
    }

    @Override
    public void failed(Throwable cause) {
        LOG.warn("Session {}: the target's stream broke: {}", session.id(), cause.toString());
        session.targetLeft();
    }

    private void handle(Frame frame) {
        try {
            dispatch(frame);
        } catch (ProtocolViolation violation) {
            failed(violation);
        } finally {
            frame.release();
        }
    }

    private void dispatch(Frame frame) {
        switch (frame.type()) {
            case BackendType.DATA_ROW -> row(frame);
            case BackendType.PARAMETER_STATUS -> parameter(frame);
            case BackendType.NOTICE -> words(frame, BackendType.NOTICE);
            case BackendType.NOTIFICATION ->
                    deliver(
                            session.messages()
                                    .mask(Notification.read(frame))
                                    .write(session.agent().allocator()));
            case BackendType.ERROR -> error(frame);
            case BackendType.READY -> ready(frame);
            case BackendType.ROW_DESCRIPTION -> rowDescription(frame);
            case BackendType.COMMAND_COMPLETE,
                    BackendType.EMPTY_QUERY,
                    BackendType.PORTAL_SUSPENDED ->
                    completed(frame);
            case BackendType.PARSE_COMPLETE -> simple(frame, Kind.PARSE);
            case BackendType.BIND_COMPLETE -> simple(frame, Kind.BIND);
            case BackendType.CLOSE_COMPLETE -> simple(frame, Kind.CLOSE);
            case BackendType.PARAMETER_DESCRIPTION -> {
                parameterTypes(frame);
                pass(frame);
            }
            case BackendType.NO_DATA -> {
                Expected head = expected.head(Kind.DESCRIBE_STATEMENT, Kind.DESCRIBE_PORTAL);
                if (!head.own()) {
                    pass(frame);
                }
                pop();
            }
            case BackendType.FUNCTION_RESULT -> functionResult(frame);
            case BackendType.COPY_IN -> copyIn(frame);
            case BackendType.COPY_OUT -> copyOut(frame);
            case BackendType.COPY_BOTH -> copyBoth(frame);
            case BackendType.COPY_DATA -> copied(frame);
            case BackendType.COPY_DONE -> {
                expected.head(Kind.QUERY, Kind.EXECUTE);
                copyRows = null;
                pass(frame);
            }
            default -> throw outOfOrder(frame);
        }
    }

    private void parameterTypes(Frame frame) {
        Expected head = expected.head(Kind.DESCRIBE_STATEMENT);
        ParameterTypes types =
                ParameterTypes.described(frame, session.wiring().limits().parametersMax());
        head.portal().ifPresent(portal -> portal.statement().described(types));
    }

    private void simple(Frame frame, Kind kind) {
        expected.head(kind);
        pass(frame);
        pop();
    }

    private void rowDescription(Frame frame) {
        Expected head = expected.head(Kind.QUERY, Kind.DESCRIBE_STATEMENT, Kind.DESCRIBE_PORTAL);
        RowDescription columns = RowDescription.read(frame, session.wiring().limits().columnsMax());
        switch (head.kind()) {
            case QUERY -> queryRows = plan(columns, head.command().orElseThrow().facts());
            case DESCRIBE_PORTAL ->
                    head.portal()
                            .ifPresent(portal ->
                                    portal.rows(plan(columns, portal.statement().facts())));
            default -> {}
        }
        if (!head.own()) {
            pass(frame);
        }
        if (head.kind() != Kind.QUERY) {
            pop();
        }
    }

    private RowMasker plan(RowDescription columns, SqlFacts facts) {
        return RowMasker.plan(columns, session.masking(), facts, session.catalog());
    }

    private void row(Frame frame) {
        Expected head = expected.head(Kind.QUERY, Kind.EXECUTE);
        if (withholding) {
            return;
        }
        RowMasker rows =
                head.kind() == Kind.QUERY
                        ? queryRows
                        : head.portal().map(Names.Portal::rows).orElse(null);
        Command command = head.command().orElseThrow();
        if (rows == null) {
            withhold("The columns of a row are not known, so it cannot be masked");
            return;
        }
        mask(() ->
                rows.mask(
                        frame,
                        command.response(),
                        session.wiring().limits(),
                        session.agent().allocator()));
    }

    /// Only where nothing is masked was it called.
    private void functionResult(Frame frame) {
        Command command = expected.head(Kind.QUERY).command().orElseThrow();
        if (command.kind() != Command.Kind.FUNCTION_CALL || session.masking().active()) {
            throw outOfOrder(frame);
        }
        pass(frame);
    }

    /// The target takes rows now.
    private void copyIn(Frame frame) {
        Expected head = expected.head(Kind.QUERY, Kind.EXECUTE);
        CopyResponse.read(frame, session.wiring().limits().columnsMax());
        boolean extended = head.kind() == Kind.EXECUTE;
        if (extended && !expected.passOverSync()) {
            session.copyInSeries();
            return;
        }
        pass(frame);
        session.copyIn(head.command().orElseThrow(), extended);
    }

    /// The target sends rows now, as COPY writes them.
    private void copyOut(Frame frame) {
        Expected head = expected.head(Kind.QUERY, Kind.EXECUTE);
        CopyResponse begins = CopyResponse.read(frame, session.wiring().limits().columnsMax());
        if (session.masking().active() && !withholding) {
            SqlFacts facts = head.command().orElseThrow().facts();
            try {
                copyRows = CopyMasker.of(begins, session.masking(), facts, session.catalog());
            } catch (MaskingFailure failure) {
                withhold(String.valueOf(failure.getMessage()));
                return;
            }
        }
        pass(frame);
    }

    /// Changes travel to the agent and what it has of them to the target, until one of them ends
    /// it.
    private void copyBoth(Frame frame) {
        Command command = expected.head(Kind.QUERY).command().orElseThrow();
        boolean asked = session.parties().replication() != Replication.NONE;
        if (!asked || session.masking().active()) {
            throw outOfOrder(frame);
        }
        CopyResponse.read(frame, session.wiring().limits().columnsMax());
        pass(frame);
        session.copyIn(command, false);
    }

    private void copied(Frame frame) {
        Expected head = expected.head(Kind.QUERY, Kind.EXECUTE);
        if (withholding) {
            return;
        }
        CopyMasker rows = copyRows;
        if (rows == null && session.masking().active()) {
            throw outOfOrder(frame);
        }
        Response response = head.command().orElseThrow().response();
        mask(() ->
                rows == null
                        ? (Frame) frame.retain()
                        : rows.mask(frame, response, session.agent().allocator()));
    }

    /// Makes a frame that may be delivered, or none.
    @FunctionalInterface
    private interface Masked {
        Frame frame() throws MaskingFailure;
    }

    private void mask(Masked masked) {
        try {
            deliver(masked.frame());
        } catch (MaskingFailure failure) {
            withhold(String.valueOf(failure.getMessage()));
        } catch (RuntimeException bug) {
            LOG.error("Session {}: masking failed", session.id(), bug);
            withhold("Masking failed");
        }
    }

    private void completed(Frame frame) {
        Expected head = expected.head(Kind.QUERY, Kind.EXECUTE);
        if (frame.type() == BackendType.COMMAND_COMPLETE) {
            long rows = CommandComplete.read(frame).rows();
            head.command().ifPresent(command -> command.response().addRows(rows));
        }
        pass(frame);
        if (head.kind() == Kind.QUERY) {
            queryRows = null;
        } else {
            pop();
        }
    }

    /// The gateway reads SQL as UTF-8 with standard strings. A session that would read it in
    /// another way cannot be judged any more.
    private void parameter(Frame frame) {
        ParameterStatus status = ParameterStatus.read(frame);
        boolean otherReading =
                switch (status.name()) {
                    case "client_encoding" -> !status.value().equals("UTF8");
                    case "standard_conforming_strings" -> !status.value().equals("on");
                    default -> false;
                };
        if (otherReading) {
            session.readingChanged(status.name());
            return;
        }
        deliver((Frame) frame.retain());
    }

    private void words(Frame frame, byte type) {
        if (!withholding) {
            deliver(
                    session.messages()
                            .mask(ErrorFields.read(frame))
                            .write(type, session.agent().allocator()));
        }
    }

    private void error(Frame frame) {
        ErrorFields error = ErrorFields.read(frame);
        session.names().doubtSql();
        Expected head = expected.peek().orElse(null);
        copyRows = null;
        session.copyEnded();
        if (head == null || !head.own() || head.command().isPresent()) {
            words(frame, BackendType.ERROR);
            session.lastWords(error);
        }
        if (head == null) {
            return;
        }
        head.command().ifPresent(command -> command.response().fail(Outcome.FAILED, error.code()));
        if (head.kind() != Kind.QUERY && head.kind() != Kind.SYNC) {
            skipToSync(error.code());
        }
    }

    private void skipToSync(String code) {
        expected.skipToSync(code, this::forget);
        if (expected.isEmpty()) {
            session.skipUntilSync(false);
            batchDone();
        }
    }

    /// What the target did not confirm may not exist there.
    private void forget(Expected skipped) {
        switch (skipped.kind()) {
            case PARSE -> session.names().forgetStatement(skipped.name());
            case BIND -> session.names().forgetPortal(skipped.name());
            default -> {}
        }
    }

    private void ready(Frame frame) {
        Expected head = expected.head(Kind.QUERY, Kind.SYNC);
        Status status = Status.read(frame);
        session.status(status);
        session.names().settle();
        queryRows = null;
        if (status == Status.IDLE) {
            session.names().forgetPortals();
        }
        if (!cancelled.isDone()) {
            Frame kept = (Frame) frame.retain();
            holdBack();
            var _ =
                    cancelled.whenCompleteAsync(
                            (_, _) -> {
                                parked.addFirst(kept);
                                parkedBytes += kept.length();
                                letGo();
                            },
                            session.target().loop());
            return;
        }
        withholding = false;
        if (!head.own()) {
            deliver((Frame) frame.retain());
        }
        pop();
    }

    /// Data that cannot be masked does not leave: the agent gets an error, the rest is dropped, and
    /// the target is told to stop.
    private void withhold(String why) {
        if (withholding) {
            return;
        }
        expected.head(Kind.QUERY, Kind.EXECUTE);
        deliver(
                ErrorFields.of("ERROR", "58000", "The response was withheld: " + why)
                        .with(
                                ErrorFields.HINT,
                                "What the command changed may stand. Select fewer columns, or ask"
                                        + " the operator.")
                        .write(BackendType.ERROR, session.agent().allocator()));
        withholding = true;
        expected.failAll(Outcome.WITHHELD, "58000");
        cancelled = session.cancelTarget();
    }

    private void pass(Frame frame) {
        if (!withholding) {
            deliver((Frame) frame.retain());
        }
    }

    /// Records and writes a frame; owns it.
    private void deliver(Frame frame) {
        byte[] bytes = frame.copyBytes();
        Optional<Command> command = expected.peek().flatMap(Expected::command);
        if (command.isPresent()) {
            session.evidence().deliver(command.get(), bytes);
        } else {
            session.evidence().aside(bytes);
        }
        session.agent().write(frame);
        if (!session.agent().writable()) {
            session.target().pause(Link.Pause.OTHER_SIDE_SLOW);
        }
    }

    private void pop() {
        expected.answered();
        if (expected.isEmpty()) {
            batchDone();
        }
    }

    private void batchDone() {
        if (withholding) {
            withholding = false;
            session.skipUntilSync(true);
        }
        session.batchDone();
    }

    private static ProtocolViolation outOfOrder(Frame frame) {
        return new ProtocolViolation(
                ProtocolViolation.Reason.OUT_OF_ORDER,
                "A message of type " + (char) frame.type() + " cannot come here");
    }
}
