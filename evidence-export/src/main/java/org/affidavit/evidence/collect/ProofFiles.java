package org.affidavit.evidence.collect;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import org.affidavit.sessionlog.LogTree;
import org.affidavit.sessionlog.tree.InclusionProof;
import tools.jackson.databind.json.JsonMapper;

/// Writes what ties the attached records to the signed root.
public final class ProofFiles {
    /// Name of the file with the proofs.
    public static final String PROOFS = "proofs.jsonl";

    /// Name of the file with the enrolments that decisions rest on.
    public static final String ENROLMENTS = "enrolments.jsonl";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path folder;

    ProofFiles(Path folder) {
        this.folder = folder;
    }

    /// One proof a line, as RFC 6962 makes them.
    ///
    /// @param records indices of the records to prove, all under the tree's checkpoint
    AttachedFile proofs(SortedSet<Long> records, LogTree tree) throws IOException {
        try (var file = new AttachmentFile(folder.resolve(PROOFS))) {
            for (long record : records) {
                var line = new LinkedHashMap<String, Object>();
                line.put("n", Long.toString(record));
                line.put("size", Long.toString(tree.checkpoint().size()));
                line.put("path", hex(tree.prove(record).proof()));
                file.line(JSON.writeValueAsBytes(line));
            }
            return file.finish(
                    PROOFS,
                    "Inclusion proofs (RFC 6962) of each session's opening and last record, and of"
                            + " each enrolment, in the tree of the checkpoint.",
                    "application/x-ndjson");
        }
    }

    private static List<String> hex(InclusionProof proof) {
        var path = new ArrayList<String>();
        proof.path().forEach(hash -> path.add(HexFormat.of().formatHex(hash)));
        return path;
    }

    /// @param leaves by index
    AttachedFile enrolments(SortedMap<Long, byte[]> leaves) throws IOException {
        try (var file = new AttachmentFile(folder.resolve(ENROLMENTS))) {
            for (byte[] leaf : leaves.values()) {
                file.line(leaf);
            }
            return file.finish(
                    ENROLMENTS,
                    "The records that enrolled the approvers' device keys, exact bytes, one a"
                            + " line.",
                    "application/x-ndjson");
        }
    }
}
