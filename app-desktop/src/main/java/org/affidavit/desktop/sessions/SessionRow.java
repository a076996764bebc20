package org.affidavit.desktop.sessions;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.affidavit.desktop.words.Formats;
import org.affidavit.desktop.words.HiddenCharacters;
import org.affidavit.desktop.words.Standing;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.transcript.SessionSummary;

/// One session in the table.
///
/// @param hits moments the query matched; -1 when nothing was asked
public record SessionRow(
        SessionId id,
        Instant opened,
        Optional<Instant> ended,
        String agent,
        String owner,
        String resource,
        String kind,
        Standing standing,
        int steps,
        int denied,
        int held,
        int failed,
        long masked,
        long rows,
        String approvers,
        long hits) {

    static SessionRow of(SessionSummary session, Gaps gaps, long hits) {
        return new SessionRow(
                session.id(),
                session.opened(),
                session.ended(),
                HiddenCharacters.line(session.agent().shown()),
                HiddenCharacters.line(session.agent().shownOwner()),
                HiddenCharacters.line(session.resource().name()),
                HiddenCharacters.line(session.resource().kind()),
                gaps.unreadable().contains(session.id()) ? Standing.UNREADABLE : standing(session),
                session.commands(),
                session.denied(),
                session.held(),
                session.failed(),
                session.maskedCells(),
                session.rows(),
                HiddenCharacters.line(String.join(", ", session.approvers())),
                hits);
    }

    private static Standing standing(SessionSummary session) {
        if (session.ended().isEmpty()) {
            return Standing.RUNNING;
        }
        return session.end().startsWith("aborted") ? Standing.ABORTED : Standing.CLOSED;
    }

    String startedText() {
        return Formats.moment(opened);
    }

    /// How long it lasted; empty while it runs.
    String durationText() {
        return ended.map(end -> Formats.span(Duration.between(opened, end))).orElse("");
    }
}
