package org.affidavit.sessionlog.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.text.ParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.affidavit.sessionlog.bundle.TlogProof;
import org.affidavit.sessionlog.encode.Leaf;
import org.affidavit.sessionlog.encode.Malformed;
import org.affidavit.sessionlog.key.VerifierKey;
import org.affidavit.sessionlog.note.CheckpointText;
import org.affidavit.sessionlog.note.SignedNote;
import org.affidavit.sessionlog.tree.InclusionProof;
import org.affidavit.sessionlog.tree.TreeHash;

/// What a proof says of one record alone, without the log.
public sealed interface RecordVerdict {
    /// The record lies in the log of the checkpoint, which a trusted key signed.
    record Proven(Leaf leaf, CheckpointText checkpoint, String keyId) implements RecordVerdict {}

    /// The record lies in the log of the checkpoint, which no trusted key signed.
    record UnknownKey(String keyId) implements RecordVerdict {}

    /// The record, the proof or the checkpoint is not what was written.
    ///
    /// @param what without a full stop
    record Altered(String what) implements RecordVerdict {}

    /// @param proof a C2SP tlog-proof
    /// @param leaf exact bytes of the record
    static RecordVerdict judge(byte[] proof, byte[] leaf, List<VerifierKey> trusted) {
        try {
            TlogProof parsed = TlogProof.parse(proof);
            SignedNote note = SignedNote.parse(parsed.checkpoint().getBytes(UTF_8));
            CheckpointText checkpoint = CheckpointText.parse(note.text());
            Leaf read = Leaf.read(leaf);
            if (read.index() != parsed.index()) {
                return new Altered(
                        "the proof is of record "
                                + parsed.index()
                                + ", and the record says that it is record "
                                + read.index());
            }
            if (!leads(parsed, leaf, checkpoint)) {
                return new Altered(
                        "the record and the hashes of the proof do not lead to the root that the"
                                + " checkpoint signs");
            }
            return signed(read, note, checkpoint, trusted);
        } catch (ParseException e) {
            return new Altered("the proof cannot be read: " + e.getMessage());
        } catch (Malformed e) {
            return new Altered("the record is none that a gateway writes: " + e.what());
        }
    }

    private static boolean leads(TlogProof proof, byte[] leaf, CheckpointText checkpoint) {
        return proof.index() < checkpoint.size()
                && new InclusionProof(proof.index(), checkpoint.size(), proof.path())
                        .root(TreeHash.leaf(leaf))
                        .filter(root -> Arrays.equals(root, checkpoint.root()))
                        .isPresent();
    }

    private static RecordVerdict signed(
            Leaf leaf, SignedNote note, CheckpointText checkpoint, List<VerifierKey> trusted) {
        Optional<String> signer = Optional.empty();
        for (VerifierKey key : trusted) {
            switch (key.opinion(note)) {
                case FORGED -> {
                    return new Altered("the checkpoint's signature is not genuine");
                }
                case HALF -> {
                    return new Altered(
                            "the checkpoint lacks one of the two signatures of key " + key.id());
                }
                case SIGNED -> {
                    if (!key.name().equals(checkpoint.origin())) {
                        return new Altered("the checkpoint is signed by the key of another log");
                    }
                    signer = Optional.of(key.id());
                }
                case SILENT -> {
                    // Another key's business.
                }
            }
        }
        return signer.isPresent()
                ? new Proven(leaf, checkpoint, signer.get())
                : new UnknownKey(note.signatures().getFirst().keyId());
    }
}
