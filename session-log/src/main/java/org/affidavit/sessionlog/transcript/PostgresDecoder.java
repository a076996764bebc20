package org.affidavit.sessionlog.transcript;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.affidavit.sessionlog.event.Payload;
import org.affidavit.sessionlog.event.WireFrame;
import org.affidavit.sessionlog.transcript.Bytes.Malformed;

/// Reads protocol 3 messages as they crossed the agent's side. See the PostgreSQL manual, "Message
/// Formats".
///
/// An agent may send many commands before the first is answered, so each keeps what it asked until
/// its own answers have come.
final class PostgresDecoder implements SessionDecoder {
    /// CopyData, CopyDone, CopyFail, and the Sync behind them.
    private static final String COPYING = "dcfS";

    private final PostgresNames names = new PostgresNames();
    private final Map<Integer, PostgresAsked> open = new HashMap<>();

    @Override
    public List<Frame> decode(Source source, Payload payload) {
        var out = new FrameSink(source);
        PostgresAsked question = question(source, payload);
        var answers = new PostgresAnswers(question, out);
        for (WireFrame frame : payload.frames()) {
            for (WireMessage message : WireMessage.cut(frame)) {
                read(message, question, answers, out);
            }
        }
        answers.endGrid();
        if (question.isAnswered()) {
            open.remove(source.command());
        }
        return out.frames();
    }

    private PostgresAsked question(Source source, Payload payload) {
        if (payload.frames().stream().noneMatch(PostgresDecoder::asks)) {
            return open.getOrDefault(source.command(), new PostgresAsked(names, true));
        }
        if (source.forwarded()) {
            names.dropDraft();
        }
        var question = new PostgresAsked(names, source.forwarded());
        open.put(source.command(), question);
        return question;
    }

    /// What an agent sends into a COPY goes on with what it asked.
    private static boolean asks(WireFrame frame) {
        return frame.direction() == WireFrame.Direction.FROM_AGENT
                && (frame.bytes().length == 0 || COPYING.indexOf(frame.bytes()[0]) < 0);
    }

    private static void read(
            WireMessage message, PostgresAsked question, PostgresAnswers answers, FrameSink out) {
        out.crossed(message);
        try {
            Bytes body = message.read();
            boolean understood =
                    message.fromAgent()
                            ? question.read(message, body, out)
                            : answers.read(message, body);
            if (!understood) {
                answers.endGrid();
                out.raw(message, "message " + printable(message.type()));
            } else if (body.left() > 0) {
                answers.endGrid();
                out.raw(message, "more bytes than belong in message " + printable(message.type()));
            }
        } catch (Malformed malformed) {
            answers.endGrid();
            out.raw(message, malformed.getMessage() + " in message " + printable(message.type()));
        }
    }

    private static String printable(char type) {
        return type > ' ' && type < 127 ? "'" + type + "'" : "0x" + Integer.toHexString(type);
    }
}
