package org.affidavit.index;

import java.util.List;
import org.affidavit.sessionlog.event.SessionId;

/// What a search found, and over what.
///
/// @param sessions found sessions with their best moments, newest first
/// @param sessionCount how many sessions match in all
/// @param frameCount how many frames match in all
/// @param coveredRecords records of the log that were searched
/// @param logRecords records the log has now
/// @param unreadableSessions sessions that were not searched because their records cannot be read:
///   verify the log
/// @param understood the query in words, with absolute times
public record SearchResult(
        List<SessionHit> sessions,
        long sessionCount,
        long frameCount,
        long coveredRecords,
        long logRecords,
        long unreadableSessions,
        String understood) {
    public SearchResult {
        sessions = List.copyOf(sessions);
    }

    /// One session and the moments in it that match, best first.
    public record SessionHit(SessionId session, long frames, List<FrameHit> moments) {
        public SessionHit {
            moments = List.copyOf(moments);
        }
    }

    /// One moment.
    ///
    /// @param record index of the log record
    /// @param frame number of the frame in the session's transcript, from 0
    /// @param command number of the command
    /// @param snippet the text around the match
    /// @param marks where the match lies in the snippet
    public record FrameHit(long record, int frame, int command, String snippet, List<Mark> marks) {
        public FrameHit {
            marks = List.copyOf(marks);
        }
    }

    /// A matched stretch: from inclusive, to exclusive, in characters.
    public record Mark(int from, int to) {}
}
