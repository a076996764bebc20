package org.affidavit.sessionlog.transcript;

import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.affidavit.sessionlog.event.Agent;
import org.affidavit.sessionlog.event.GatewayEvent.PayloadErased;
import org.affidavit.sessionlog.event.SessionEvent;
import org.affidavit.sessionlog.event.SessionEvent.Outcome;

/// Counts one session while the log is read, and remembers where its records lie.
final class SessionTally {
    private final SessionEvent.SessionOpened opened;
    private Agent agent;
    private final Set<String> approvers = new LinkedHashSet<>();
    private long[] records = new long[8];
    private int recordCount;
    private Optional<Instant> ended = Optional.empty();
    private String end = "running";
    private int commands;
    private int denied;
    private int held;
    private int failed;
    private long rows;
    private long bytes;
    private long maskedCells;

    /// @param agent as far as it can be seen
    SessionTally(long index, SessionEvent.SessionOpened opened, Agent agent) {
        this.opened = opened;
        this.agent = agent;
        remember(index);
    }

    private void remember(long index) {
        if (recordCount == records.length) {
            records = Arrays.copyOf(records, recordCount * 2);
        }
        records[recordCount++] = index;
    }

    /// Takes an order to erase: who the agent is may be a part of it.
    void erased(PayloadErased order) {
        if (order.covers(opened.session(), records[0])) {
            agent = opened.agent();
        }
    }

    void add(long index, SessionEvent event) {
        remember(index);
        switch (event) {
            case SessionEvent.SessionOpened _ -> {}
            case SessionEvent.CommandIntended intended -> seen(intended.command());
            case SessionEvent.CommandRefused refused -> {
                seen(refused.command());
                denied++;
            }
            case SessionEvent.ApprovalRequested requested -> {
                seen(requested.command());
                held++;
            }
            case SessionEvent.ApprovalDecided decided -> {
                approvers.add(decided.approver().name());
                denied += decided.approved() ? 0 : 1;
            }
            case SessionEvent.ApprovalLapsed _, SessionEvent.ResponseDelivered _ -> {}
            case SessionEvent.CommandFinished finished -> finished(finished);
            case SessionEvent.SessionClosed closed ->
                    end(
                            closed.at(),
                            closed.cause().name().toLowerCase(Locale.ROOT).replace('_', ' '));
            case SessionEvent.SessionAborted aborted ->
                    end(aborted.at(), "aborted: " + aborted.reason());
        }
    }

    private void seen(int command) {
        commands = Math.max(commands, command);
    }

    private void finished(SessionEvent.CommandFinished finished) {
        failed += finished.outcome() == Outcome.COMPLETED ? 0 : 1;
        rows += Math.max(0, finished.rows());
        bytes += finished.bytes();
        finished.masked().forEach(column -> maskedCells += column.cells());
    }

    private void end(Instant at, String how) {
        ended = Optional.of(at);
        end = how;
    }

    long[] records() {
        return Arrays.copyOf(records, recordCount);
    }

    SessionSummary summary() {
        return new SessionSummary(
                opened.session(),
                agent,
                opened.resource(),
                opened.client(),
                opened.at(),
                ended,
                end,
                records[0],
                records[recordCount - 1],
                commands,
                denied,
                held,
                failed,
                rows,
                bytes,
                maskedCells,
                List.copyOf(approvers));
    }
}
