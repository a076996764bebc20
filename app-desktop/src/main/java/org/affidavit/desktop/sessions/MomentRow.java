package org.affidavit.desktop.sessions;

import java.util.ArrayList;
import java.util.List;
import org.affidavit.desktop.words.Formats;
import org.affidavit.desktop.words.Standing;
import org.affidavit.index.SearchResult.FrameHit;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.transcript.Step;
import org.jspecify.annotations.Nullable;

/// A moment of a session that can be opened in replay: a found one, or the start of a step.
///
/// @param frame number of the frame in the session
/// @param where which command and frame, for people
/// @param standing how the step went; null for a found moment
/// @param pieces the text, matched and unmatched stretches in turn
public record MomentRow(
        SessionId session,
        int frame,
        String where,
        @Nullable Standing standing,
        List<Piece> pieces) {
    public MomentRow {
        pieces = List.copyOf(pieces);
    }

    /// A stretch of text.
    public record Piece(String text, boolean matched) {}

    static MomentRow found(SessionId session, FrameHit hit) {
        return new MomentRow(
                session, hit.frame(), where(hit.command(), hit.frame()), null, pieces(hit));
    }

    static MomentRow step(SessionId session, Step step, int firstFrame) {
        return new MomentRow(
                session,
                firstFrame,
                step.command() == 0 ? Formats.clock(step.at()) : "#" + step.command(),
                Standing.valueOf(step.status().name()),
                List.of(new Piece(oneLine(step.title()), false)));
    }

    private static String where(int command, int frame) {
        return "#" + command + "  \u00b7  " + frame;
    }

    private static List<Piece> pieces(FrameHit hit) {
        var pieces = new ArrayList<Piece>();
        int at = 0;
        for (var mark : hit.marks()) {
            pieces.add(new Piece(oneLine(hit.snippet().substring(at, mark.from())), false));
            pieces.add(new Piece(oneLine(hit.snippet().substring(mark.from(), mark.to())), true));
            at = mark.to();
        }
        pieces.add(new Piece(oneLine(hit.snippet().substring(at)), false));
        return pieces.stream().filter(piece -> !piece.text().isEmpty()).toList();
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ");
    }
}
