package org.affidavit.evidence.check;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.affidavit.sessionlog.tree.InclusionProof;
import org.affidavit.sessionlog.tree.TreeHash;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Holds the records that end a session, and the enrolments, against the signed root by the proofs
/// in the packet.
final class ProofInspection {
    private final long size;
    private final NavigableMap<Long, byte[]> wanted = new TreeMap<>();

    /// @param size records that the checkpoint covers
    ProofInspection(long size) {
        this.size = size;
    }

    /// Remembers the first and the last record of a session that the checkpoint covers.
    ///
    /// @return how many records it does not cover
    long session(Path records) throws IOException {
        Optional<Long> last = Optional.empty();
        boolean first = true;
        long above = 0;
        try (var lines = new BoundedLines(records, AttachmentLimits.RECORD_BYTES)) {
            for (var line = lines.next(); line.isPresent(); line = lines.next()) {
                long index = index(ManifestWriter.JSON.readTree(line.get()));
                if (index < 0 || index >= size) {
                    above++;
                    continue;
                }
                if (!first) {
                    last.ifPresent(wanted::remove);
                    last = Optional.of(index);
                }
                first = false;
                wanted.put(index, TreeHash.leaf(line.get()));
            }
            return above;
        } catch (JacksonException | NumberFormatException | BoundedLines.TooLong e) {
            // That a line is no record is reported where the session's chain is checked.
            return above;
        }
    }

    /// Remembers every record of a file that the checkpoint covers.
    void all(Path records) throws IOException {
        try (var lines = new BoundedLines(records, AttachmentLimits.RECORD_BYTES)) {
            for (var line = lines.next(); line.isPresent(); line = lines.next()) {
                long index = index(ManifestWriter.JSON.readTree(line.get()));
                if (index < size) {
                    wanted.put(index, TreeHash.leaf(line.get()));
                }
            }
        } catch (JacksonException | NumberFormatException | BoundedLines.TooLong e) {
            wanted.put(-1L, TreeHash.empty());
        }
    }

    private static long index(JsonNode record) {
        return Long.parseLong(record.path("n").asString("-1"));
    }

    int count() {
        return wanted.size();
    }

    /// Which records are not shown to lie under the root.
    ///
    /// @param root that the checkpoint signs, lower-case hex
    List<Long> unproven(Path proofs, String root) throws IOException {
        var left = new TreeMap<>(wanted);
        try (var lines = new BoundedLines(proofs, AttachmentLimits.PROOF_BYTES)) {
            for (var line = lines.next(); line.isPresent(); line = lines.next()) {
                JsonNode proof = ManifestWriter.JSON.readTree(line.get());
                long index = index(proof);
                byte[] hash = left.get(index);
                if (hash != null && leads(proof, index, hash, root)) {
                    left.remove(index);
                }
            }
        } catch (JacksonException | IllegalArgumentException | BoundedLines.TooLong e) {
            // The lines behind this one prove nothing.
        }
        return List.copyOf(left.keySet());
    }

    private boolean leads(JsonNode proof, long index, byte[] hash, String root) {
        var path = new ArrayList<byte[]>();
        for (JsonNode sibling : proof.path("path")) {
            path.add(HexFormat.of().parseHex(sibling.asString("")));
        }
        return new InclusionProof(index, size, path)
                .root(hash)
                .map(HexFormat.of()::formatHex)
                .equals(Optional.of(root));
    }
}
