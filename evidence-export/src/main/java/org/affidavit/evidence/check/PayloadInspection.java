package org.affidavit.evidence.check;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.affidavit.sessionlog.vault.OpenedPayload;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Holds the opened payloads of a session against its records: each record commits to the units of
/// its own.
final class PayloadInspection {
    private final InputStream payloads;
    private long shown;
    private long withheld;

    private PayloadInspection(InputStream payloads) {
        this.payloads = payloads;
    }

    /// What was found.
    ///
    /// @param problem what does not hold; empty if every payload that is there is its record's, and
    ///   there is nothing else
    /// @param withheld payloads that were not opened for the packet
    record Found(Optional<String> problem, long shown, long withheld) {}

    static Found of(Path records, Path payloads) throws IOException {
        try (var lines = new BoundedLines(records, AttachmentLimits.RECORD_BYTES);
                InputStream stored =
                        new BufferedInputStream(Files.newInputStream(payloads), 1 << 16)) {
            var inspection = new PayloadInspection(stored);
            Optional<String> problem = inspection.problem(lines);
            return new Found(problem, inspection.shown, inspection.withheld);
        } catch (JacksonException | NumberFormatException | BoundedLines.TooLong e) {
            return new Found(
                    Optional.of("its payloads cannot be found, because a line is no record."),
                    0,
                    0);
        }
    }

    private Optional<String> problem(BoundedLines lines) throws IOException, BoundedLines.TooLong {
        for (var line = lines.next(); line.isPresent(); line = lines.next()) {
            JsonNode record = ManifestWriter.JSON.readTree(line.get());
            if (record.has("pay") && !committed(record.path("pay"))) {
                return Optional.of(
                        "the payload of record "
                                + record.path("n").asString("")
                                + " of the log is not the one that the record commits to.");
            }
        }
        return payloads.read() < 0
                ? Optional.empty()
                : Optional.of("bytes follow the payload of its last record.");
    }

    private boolean committed(JsonNode commitment) throws IOException {
        byte[] head = payloads.readNBytes(Integer.BYTES);
        if (head.length < Integer.BYTES) {
            return false;
        }
        int length = ByteBuffer.wrap(head).getInt();
        if (length == 0) {
            withheld++;
            return true;
        }
        if (length < 0 || length > AttachmentLimits.PAYLOAD_BYTES) {
            return false;
        }
        shown++;
        byte[] opened = payloads.readNBytes(length);
        return opened.length == length
                && OpenedPayload.read(
                                opened,
                                commitment.path("n").asInt(0),
                                commitment.path("root").asString(""))
                        .isPresent();
    }
}
