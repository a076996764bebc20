package org.affidavit.sessionlog.event;

/// A registered target system.
///
/// @param name how agents ask for it, such as `prod-db`
/// @param kind the protocol, such as `postgres`; chooses the transcript decoder
public record Resource(String name, String kind) {}
