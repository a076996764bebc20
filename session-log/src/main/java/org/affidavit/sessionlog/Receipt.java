package org.affidavit.sessionlog;

/// Proof that a record is on disk.
///
/// @param index its place in the log
/// @param leafHash lower-case hex of its RFC 6962 leaf hash
public record Receipt(long index, String leafHash) {}
