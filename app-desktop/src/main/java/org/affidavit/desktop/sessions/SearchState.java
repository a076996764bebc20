package org.affidavit.desktop.sessions;

import java.time.Duration;
import org.affidavit.desktop.words.Formats;
import org.affidavit.desktop.words.Words;
import org.affidavit.index.SearchResult;

/// What the sessions screen is in the middle of.
public sealed interface SearchState {
    /// No log is open.
    record NoLog() implements SearchState {}

    /// No query: every session of the log is listed.
    ///
    /// @param missing what the list lacks; empty if nothing
    record All(int sessions, String missing) implements SearchState {}

    /// The query was answered.
    ///
    /// @param summary how much was found and how fast
    /// @param understood the query in words, with absolute times
    /// @param coverage how much of the log was searched
    /// @param complete whether that was all of it
    /// @param sessions how many sessions match
    record Found(
            String summary, String understood, String coverage, boolean complete, long sessions)
            implements SearchState {
        static Found of(SearchResult result, Gaps gaps, Duration took) {
            String covered =
                    Words.say(
                            "sessions.coverage",
                            Formats.count(result.coveredRecords()),
                            Formats.count(result.logRecords()));
            String missing = gaps.words();
            return new Found(
                    Words.say(
                            "sessions.found",
                            result.sessionCount(),
                            result.frameCount(),
                            Formats.span(took)),
                    result.understood(),
                    missing.isEmpty() ? covered : covered + ". " + missing,
                    result.coveredRecords() >= result.logRecords() && missing.isEmpty(),
                    result.sessionCount());
        }
    }

    /// The query cannot be read; the rows are the previous answer's.
    ///
    /// @param position where, in characters from 0
    record Unread(int position, String message) implements SearchState {}

    /// The log or its index could not be read.
    record Failed(String message) implements SearchState {}
}
