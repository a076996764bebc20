package org.affidavit.evidence.check;

import java.util.List;

/// `manifest.json`: what a packet holds and the hash of every part.
///
/// @param format `affidavit-packet/1`
/// @param facts names the attachment with the figures and registers; hashed like every other
/// @param attachments every attachment but the manifest itself
public record Manifest(
        String format,
        Request request,
        Log log,
        List<Session> sessions,
        String facts,
        List<File> attachments) {
    static final String FORMAT = "affidavit-packet/1";
    public static final String NAME = "manifest.json";
    static final String FACTS = "facts.json";

    public Manifest {
        sessions = List.copyOf(sessions);
        attachments = List.copyOf(attachments);
    }

    /// What was asked for.
    public record Request(
            String title,
            String organisation,
            String preparedBy,
            String generatedAt,
            String selection) {}

    /// The log and what its verification found.
    public record Log(
            String origin, String keyId, long checkpointSize, String root, String verdict) {}

    /// One chosen session.
    ///
    /// @param payloads names the attachment with the stored payloads of its records
    /// @param root as its closing record states; empty while it runs
    public record Session(
            String id,
            String file,
            String payloads,
            long records,
            long first,
            long last,
            long coveredByCheckpoint,
            String root) {}

    /// One attachment.
    public record File(String name, long bytes, String sha256, String what) {}
}
