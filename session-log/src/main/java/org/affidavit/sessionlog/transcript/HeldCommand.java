package org.affidavit.sessionlog.transcript;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.affidavit.sessionlog.event.Payload;
import org.affidavit.sessionlog.event.WireFrame;
import org.affidavit.sessionlog.event.WireFrame.Direction;
import org.affidavit.sessionlog.transcript.SessionDecoder.Source;

/// What the bytes of a held command say, read from those bytes and nothing else.
///
/// @param statements what would run, in order, with the values bound to it
/// @param unread bytes among them that have no view here; whoever agrees, agrees to them unseen
public record HeldCommand(List<Frame.Statement> statements, int unread) {
    public HeldCommand {
        statements = List.copyOf(statements);
    }

    /// @param kind of the resource, such as `postgres`
    /// @param messages the exact bytes held, in order
    public static HeldCommand of(String kind, List<byte[]> messages) {
        List<WireFrame> frames =
                messages.stream()
                        .map(bytes -> new WireFrame(Direction.FROM_AGENT, 0, bytes))
                        .toList();
        var source = new Source(0, Instant.EPOCH, 1, true);
        var statements = new ArrayList<Frame.Statement>();
        int unread = 0;
        for (Frame frame : SessionDecoder.of(kind).decode(source, new Payload(frames))) {
            switch (frame) {
                case Frame.Statement statement -> statements.add(statement);
                case Frame.Raw raw -> unread += raw.bytes().length;
                default -> {}
            }
        }
        return new HeldCommand(statements, unread);
    }

    /// The statements with their values, a line for each value.
    public String text() {
        var lines = new ArrayList<String>();
        for (Frame.Statement statement : statements) {
            lines.add(statement.text());
            for (int i = 0; i < statement.parameters().size(); i++) {
                Optional<String> value = statement.parameters().get(i);
                lines.add("$" + (i + 1) + " = " + value.map(HeldCommand::quoted).orElse("NULL"));
            }
        }
        return String.join("\n", lines);
    }

    private static String quoted(String value) {
        return "'" + value.replace("'", "''") + "'";
    }
}
