package org.affidavit.evidence.report;

/// A file inside the packet.
///
/// @param name its file name
/// @param what what it is, one sentence
/// @param mediaType such as `application/json`
/// @param sha256 lower-case hex
public record Attachment(String name, String what, String mediaType, long bytes, String sha256) {}
