package org.affidavit.desktop.integrity;

/// What the integrity screen is in the middle of.
public sealed interface IntegrityState {
    /// No log is open.
    record NoLog() implements IntegrityState {}

    /// A log is open and was not verified yet.
    record Unchecked(String place) implements IntegrityState {}

    /// Verification runs.
    ///
    /// @param done 0 to 1; -1 while it cannot be told
    record Running(double done, String progress) implements IntegrityState {}

    /// Verification ended with an answer.
    record Done(Finding finding) implements IntegrityState {}

    /// The user stopped it: nothing is proven.
    record Cancelled() implements IntegrityState {}

    /// The log could not be read.
    record Failed(String message) implements IntegrityState {}
}
