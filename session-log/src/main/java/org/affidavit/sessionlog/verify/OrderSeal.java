package org.affidavit.sessionlog.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.text.ParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.affidavit.sessionlog.bundle.TlogProof;
import org.affidavit.sessionlog.key.VerifierKey;
import org.affidavit.sessionlog.note.CheckpointText;
import org.affidavit.sessionlog.note.SignedNote;
import org.affidavit.sessionlog.tree.InclusionProof;
import org.jspecify.annotations.Nullable;

/// That a record was signed before a writer could have taken it over from somebody else: a
/// checkpoint ends with it. A writer that takes records over writes one more before it signs.
final class OrderSeal {
    private OrderSeal() {}

    /// What is wrong with the proof, for the end of a sentence; empty if nothing is.
    ///
    /// @param stored a tlog-proof that ends in that checkpoint
    /// @param hash of the record
    static Optional<String> objection(
            byte @Nullable [] stored, long index, byte[] hash, List<VerifierKey> trusted) {
        if (stored == null) {
            return Optional.of("it has no proof of that");
        }
        try {
            TlogProof proof = TlogProof.parse(stored);
            SignedNote note = SignedNote.parse(proof.checkpoint().getBytes(UTF_8));
            CheckpointText text = CheckpointText.parse(note.text());
            if (proof.index() != index || text.size() != index + 1) {
                return Optional.of("its checkpoint does not end with that record");
            }
            boolean leads =
                    new InclusionProof(index, text.size(), proof.path())
                            .root(hash)
                            .filter(root -> Arrays.equals(root, text.root()))
                            .isPresent();
            if (!leads) {
                return Optional.of("its checkpoint is over other records");
            }
            boolean signed =
                    trusted.stream()
                            .filter(key -> key.name().equals(text.origin()))
                            .anyMatch(key -> key.opinion(note) == VerifierKey.Opinion.SIGNED);
            return signed
                    ? Optional.empty()
                    : Optional.of(
                            "its checkpoint is not signed by a key that is trusted. If the log's"
                                    + " key was changed since, give the earlier one as well");
        } catch (ParseException e) {
            return Optional.of("the proof cannot be read: " + e.getMessage());
        }
    }
}
