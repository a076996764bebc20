package org.affidavit.gateway.protocol.postgres.proxy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.affidavit.sessionlog.event.SessionEvent.MaskedColumn;
import org.affidavit.sessionlog.event.SessionEvent.Outcome;
import org.affidavit.sessionlog.event.WireFrame;
import org.affidavit.sessionlog.event.WireFrame.Direction;

/// What was delivered of one command's response, until it is handed to the record.
final class Response {
    private static final long NANOS_PER_MICRO = 1_000;

    private final Map<MaskedBy, Long> masked = new LinkedHashMap<>();
    private List<WireFrame> frames = new ArrayList<>();
    private long firstNanos;
    private int bufferedBytes;
    private long bytes;
    private int parts;
    private long rows = -1;
    private String code = "";
    private Outcome outcome = Outcome.COMPLETED;
    private int awaited;

    /// One more answer of the target belongs to it.
    void await() {
        awaited++;
    }

    /// @return true when nothing more is awaited
    boolean answered() {
        awaited--;
        return awaited == 0;
    }

    void add(byte[] delivered) {
        long now = System.nanoTime();
        if (frames.isEmpty()) {
            firstNanos = now;
        }
        long micros = (now - firstNanos) / NANOS_PER_MICRO;
        frames.add(new WireFrame(Direction.TO_AGENT, micros, delivered));
        bufferedBytes += delivered.length;
        bytes += delivered.length;
    }

    void addRows(long more) {
        if (more >= 0) {
            rows = Math.max(rows, 0) + more;
        }
    }

    /// The first failure is the one that counts.
    void fail(Outcome how, String sqlState) {
        if (outcome == Outcome.COMPLETED) {
            outcome = how;
            code = sqlState;
        }
    }

    void masked(String column, List<String> rules, String origin) {
        for (String rule : rules) {
            masked.merge(new MaskedBy(column, rule, origin), 1L, Long::sum);
        }
    }

    /// Takes what is buffered.
    List<WireFrame> take() {
        List<WireFrame> taken = frames;
        frames = new ArrayList<>();
        bufferedBytes = 0;
        return taken;
    }

    int nextPart() {
        parts++;
        return parts;
    }

    int bufferedBytes() {
        return bufferedBytes;
    }

    long bytes() {
        return bytes;
    }

    long rows() {
        return rows;
    }

    String code() {
        return code;
    }

    Outcome outcome() {
        return outcome;
    }

    List<MaskedColumn> maskedColumns() {
        return masked.entrySet().stream()
                .map(entry ->
                        new MaskedColumn(
                                entry.getKey().column,
                                entry.getKey().rule,
                                entry.getValue(),
                                entry.getKey().origin))
                .toList();
    }

    private record MaskedBy(String column, String rule, String origin) {}
}
