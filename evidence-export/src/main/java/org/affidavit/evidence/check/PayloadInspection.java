package org.affidavit.evidence.check;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import org.affidavit.sessionlog.tree.TreeHash;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Holds the stored payloads of a session against its records: each record commits to the length
/// and the hash of its own.
final class PayloadInspection {
    private PayloadInspection() {}

    /// What does not hold; empty if every payload is there and there is nothing else.
    static Optional<String> problem(Path records, Path payloads) throws IOException {
        try (var lines = new BoundedLines(records, AttachmentLimits.RECORD_BYTES);
                InputStream stored =
                        new BufferedInputStream(Files.newInputStream(payloads), 1 << 16)) {
            for (var line = lines.next(); line.isPresent(); line = lines.next()) {
                JsonNode record = ManifestWriter.JSON.readTree(line.get());
                if (record.has("pay") && !committed(record.path("pay"), stored)) {
                    return Optional.of(
                            "the payload of record "
                                    + record.path("n").asString("")
                                    + " of the log is not the one that the record commits to.");
                }
            }
            return stored.read() < 0
                    ? Optional.empty()
                    : Optional.of("bytes follow the payload of its last record.");
        } catch (JacksonException | NumberFormatException | BoundedLines.TooLong e) {
            return Optional.of("its payloads cannot be found, because a line is no record.");
        }
    }

    private static boolean committed(JsonNode commitment, InputStream stored) throws IOException {
        long left = Long.parseLong(commitment.path("len").asString(""));
        if (left < 0 || left > AttachmentLimits.PAYLOAD_BYTES) {
            return false;
        }
        MessageDigest digest = TreeHash.sha256();
        byte[] buffer = new byte[1 << 13];
        while (left > 0) {
            int got = stored.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (got < 0) {
                return false;
            }
            digest.update(buffer, 0, got);
            left -= got;
        }
        return HexFormat.of()
                .formatHex(digest.digest())
                .equals(commitment.path("sha256").asString(""));
    }
}
