package org.affidavit.desktop.replay;

/// What the replay screen is in the middle of.
public sealed interface ReplayState {
    /// No session was chosen.
    record NoSession() implements ReplayState {}

    /// A session is being decoded.
    record Loading() implements ReplayState {}

    /// A session is on screen.
    ///
    /// @param id the session
    /// @param title who used what
    /// @param facts when, how long, by which client
    record Showing(String id, String title, String facts) implements ReplayState {}

    /// The session could not be read.
    record Failed(String message) implements ReplayState {}
}
