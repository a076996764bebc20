package org.affidavit.desktop.sessions;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.affidavit.desktop.words.Formats;
import org.affidavit.desktop.words.Words;
import org.affidavit.sessionlog.LogEnding;
import org.affidavit.sessionlog.event.SessionId;

/// What a list of sessions lacks because it cannot be read: a part is never to be taken for the
/// whole.
///
/// @param unreadable sessions that are listed, and not searched
record Gaps(LogEnding ending, Set<SessionId> unreadable) {
    Gaps {
        unreadable = Set.copyOf(unreadable);
    }

    /// In words; empty if nothing lacks.
    String words() {
        List<String> sentences = new ArrayList<>();
        if (ending instanceof LogEnding.Altered altered) {
            sentences.add(Words.say("sessions.altered", Formats.count(altered.record())));
        }
        if (!unreadable.isEmpty()) {
            sentences.add(Words.say("sessions.unreadable", unreadable.size()));
        }
        return String.join(" ", sentences);
    }
}
