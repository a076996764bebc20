package org.affidavit.desktop.approvals;

/// How the line to the gateway stands.
public sealed interface LinkState {
    /// No gateway was named.
    record None() implements LinkState {}

    /// The first answer is awaited.
    record Connecting(String gateway) implements LinkState {}

    /// Changes arrive as they happen.
    record Live(String gateway, String me) implements LinkState {}

    /// The line broke. Requests stay on screen; decisions need the gateway.
    record Lost(String gateway, String why, long retrySeconds) implements LinkState {}
}
