package org.affidavit.sessionlog.transcript;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.affidavit.sessionlog.transcript.Bytes.Malformed;
import org.affidavit.sessionlog.transcript.PostgresNames.Bound;
import org.affidavit.sessionlog.transcript.PostgresNames.Prepared;

/// What one command asked, and which answers it is due, in order.
final class PostgresAsked {
    private final PostgresNames names;
    private final boolean forwarded;
    private final Map<Prepared, Frame> onlyPrepared = new HashMap<>();
    private final Deque<Due> due = new ArrayDeque<>();

    PostgresAsked(PostgresNames names, boolean forwarded) {
        this.names = names;
        this.forwarded = forwarded;
    }

    /// An answer that tells of a statement.
    sealed interface Due {
        /// The columns of a statement.
        record Description(Prepared of) implements Due {}

        /// The rows and the end of a statement.
        record Result(Bound of) implements Due {}
    }

    /// The statement whose columns come now.
    Optional<Prepared> describing() {
        return switch (due.peek()) {
            case Due.Description(var of) -> Optional.of(of);
            case Due.Result(var of) when of.isSimple() -> Optional.of(of.statement());
            case null, default -> Optional.empty();
        };
    }

    /// The columns have come, or there are none.
    void described() {
        if (due.peek() instanceof Due.Description) {
            due.remove();
        }
    }

    /// What runs now.
    Optional<Bound> running() {
        while (due.peek() instanceof Due.Description) {
            due.remove();
        }
        return due.peek() instanceof Due.Result(var of) ? Optional.of(of) : Optional.empty();
    }

    /// The result has come. A simple query may have more of them.
    void completed() {
        if (running().filter(of -> !of.isSimple()).isPresent()) {
            due.remove();
        }
    }

    /// An error, or the target is ready for something else: it answers nothing more of this.
    void over() {
        due.clear();
    }

    boolean isAnswered() {
        return due.isEmpty();
    }

    boolean read(WireMessage message, Bytes body, FrameSink out) throws Malformed {
        switch (message.type()) {
            case 'd', 'f' -> {
                var _ = body.take(body.left());
                out.raw(message, message.type() == 'd' ? "copied data" : "copying fails");
            }
            case 'c' -> {}
            case 'F' -> {
                var _ = body.take(body.left());
                out.raw(message, "function call");
                endOfSeries();
            }
            case 'Q' -> simple(body.text(), out);
            case 'P' -> parse(body, out);
            case 'B' -> bind(body);
            case 'D' -> describe(body);
            case 'E' -> execute(body, out);
            case 'C' -> close(body);
            // Flush and Sync only ask for what other frames show.
            case 'H', 'S' -> endOfSeries();
            default -> {
                return false;
            }
        }
        return true;
    }

    private void endOfSeries() {
        if (!forwarded) {
            names.dropDraft();
        }
    }

    private void simple(String sql, FrameSink out) {
        var bound = Bound.simple(sql);
        due.add(new Due.Result(bound));
        show(bound, out);
        endOfSeries();
    }

    private static Frame show(Bound bound, FrameSink out) {
        var frame =
                new Frame.Statement(
                        out.record(), out.at(), bound.statement().text(), bound.parameters());
        out.add(frame);
        return frame;
    }

    private void parse(Bytes body, FrameSink out) throws Malformed {
        String name = body.text();
        String sql = body.text();
        int count = body.int16();
        var types = new ArrayList<Long>();
        for (int i = 0; i < count; i++) {
            types.add(body.uint32());
        }
        var statement = new Prepared(sql, types);
        names.prepare(name, statement, forwarded);
        var alone = new Bound(statement, List.of(), Optional.of(List.of()));
        onlyPrepared.put(statement, show(alone, out));
    }

    private void bind(Bytes body) throws Malformed {
        String portal = body.text();
        Prepared statement = names.statement(body.text());
        List<Integer> formats = formats(body);
        int count = body.int16();
        var parameters = new ArrayList<Optional<String>>();
        for (int i = 0; i < count; i++) {
            int format = PostgresNames.formatAt(formats, i);
            parameters.add(parameter(body, statement.parameterType(i), format));
        }
        var bound = new Bound(statement, parameters, Optional.of(formats(body)));
        names.bind(portal, bound, forwarded);
    }

    private static List<Integer> formats(Bytes body) throws Malformed {
        int count = body.int16();
        var formats = new ArrayList<Integer>();
        for (int i = 0; i < count; i++) {
            formats.add(body.int16());
        }
        return formats;
    }

    private static Optional<String> parameter(Bytes body, long type, int format) throws Malformed {
        int length = body.int32();
        if (length < 0) {
            return Optional.empty();
        }
        return Optional.of(PostgresValues.text(body.take(length), type, format));
    }

    private void describe(Bytes body) throws Malformed {
        int kind = body.int8();
        String name = body.text();
        Prepared of = kind == 'S' ? names.statement(name) : names.portal(name).statement();
        due.add(new Due.Description(of));
    }

    private void execute(Bytes body, FrameSink out) throws Malformed {
        Bound bound = names.portal(body.text());
        // The most rows wanted: what came shows how many came.
        int _ = body.int32();
        due.add(new Due.Result(bound));
        Frame alone = onlyPrepared.remove(bound.statement());
        if (alone != null) {
            // It was just shown without its parameters: now it is shown as it runs.
            out.takeBack(alone);
        }
        show(bound, out);
    }

    private void close(Bytes body) throws Malformed {
        int kind = body.int8();
        String name = body.text();
        if (kind == 'S') {
            names.closeStatement(name, forwarded);
        } else {
            names.closePortal(name, forwarded);
        }
    }
}
