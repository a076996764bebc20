package org.affidavit.sessionlog.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.affidavit.sessionlog.encode.Leaf;
import org.affidavit.sessionlog.key.VerifierKey;
import org.affidavit.sessionlog.note.CheckpointText;
import org.affidavit.sessionlog.note.SignedNote;
import org.affidavit.sessionlog.segment.LogLayout;
import org.affidavit.sessionlog.segment.PlainFiles;
import org.affidavit.sessionlog.tile.TileReader;
import org.affidavit.sessionlog.tree.ConsistencyProof;
import org.affidavit.sessionlog.verify.CheckResult.Check;
import org.jspecify.annotations.Nullable;

/// The checks TREE and SIGNATURES: every published checkpoint against the tree as it grows, and
/// against the keys that the caller trusts.
final class SignedSizes {
    private final LogLayout layout;
    private final Findings findings;
    private final List<Long> sizes;
    final KeySuccession succession;
    private List<VerifierKey> trusted;
    private int next;

    /// Checkpoints that no trusted key signed, with the root that the records have there.
    private final SortedMap<Long, String> unjudged = new TreeMap<>();

    private String origin = "";
    private long matchedSize;
    private long provenSize;
    private String provenRoot = "";
    private String keyId = "";
    private String strangerId = "";
    private boolean opinionHolds;
    private int genuine;

    SignedSizes(LogLayout layout, List<VerifierKey> trusted, Findings findings) throws IOException {
        this.layout = layout;
        this.trusted = trusted;
        this.findings = findings;
        this.succession = new KeySuccession(findings);
        var listing = layout.listCheckpoints();
        this.sizes = listing.numbers();
        for (String name : listing.foreign()) {
            findings.foreign(
                    Check.SIGNATURES,
                    "checkpoints holds " + name + ", which is no checkpoint of this log");
        }
        checkNewest();
    }

    /// The well-known file repeats a kept checkpoint: the newest, or the one before if a crash came
    /// between the two steps of a publication. Kept ones are listed first, so that a log that grows
    /// meanwhile looks no different.
    private void checkNewest() throws IOException {
        if (!Files.exists(layout.checkpoint())) {
            if (sizes.size() > 1) {
                broken("the file checkpoint is missing");
            }
            return;
        }
        try {
            byte[] bytes = bytes(layout.checkpoint());
            var text = CheckpointText.parse(SignedNote.parse(bytes).text());
            Path kept = layout.checkpoint(text.size());
            if (!Files.exists(kept) || !Arrays.equals(bytes, bytes(kept))) {
                broken("the file checkpoint is not the one that was kept under its size");
            } else if (sizes.size() > 1 && text.size() < sizes.get(sizes.size() - 2)) {
                broken("the file checkpoint is older than those that were kept");
            }
        } catch (ParseException e) {
            broken("the file checkpoint is no checkpoint: " + e.getMessage());
        }
    }

    /// Words to add to the key: with which algorithms it signed. Nothing where it is not known.
    String algorithms() {
        return trusted.stream()
                .filter(key -> key.id().equals(keyId))
                .findFirst()
                .map(key -> key.second().isPresent() ? " (Ed25519 and ML-DSA-44)" : " (Ed25519)")
                .orElse("");
    }

    /// Size of the newest checkpoint, genuine or not: nothing below it can be an unfinished write.
    long newest() {
        return sizes.isEmpty() ? 0 : sizes.getLast();
    }

    boolean none() {
        return sizes.isEmpty();
    }

    /// Compares the tree at its present size.
    void at(long size, byte[] root) throws IOException {
        while (next < sizes.size() && sizes.get(next) == size) {
            next++;
            Optional<CheckpointText> signed = check(size);
            if (signed.isEmpty()) {
                continue;
            }
            if (Arrays.equals(signed.get().root(), root)) {
                matchedSize = size;
                matched(size, Leaf.hex(root));
            } else {
                findings.broken(
                        Check.TREE,
                        matchedSize,
                        size,
                        "records %s are not those that were signed"
                                .replace("%s", range(matchedSize, size)));
            }
        }
    }

    private void matched(long size, String root) {
        if (opinionHolds && size > provenSize) {
            provenSize = size;
            provenRoot = root;
        } else if (unjudged.containsKey(size)) {
            unjudged.put(size, root);
        }
    }

    /// Whether a checkpoint waits at this size: computing a root costs, and most sizes have none.
    boolean waitsAt(long size) {
        return next < sizes.size() && sizes.get(next) == size;
    }

    private Optional<CheckpointText> check(long size) throws IOException {
        opinionHolds = false;
        try {
            SignedNote note = SignedNote.parse(bytes(layout.checkpoint(size)));
            CheckpointText text = CheckpointText.parse(note.text());
            if (text.size() != size) {
                broken("checkpoint " + size + " says that it covers " + text.size() + " records");
                return Optional.empty();
            }
            if (origin.isEmpty()) {
                origin = text.origin();
            }
            if (!text.origin().equals(origin)) {
                broken("checkpoint " + size + " is of another log, " + text.origin());
                return Optional.empty();
            }
            judge(note, size);
            return Optional.of(text);
        } catch (ParseException e) {
            broken("checkpoint " + size + " cannot be read: " + e.getMessage());
            return Optional.empty();
        }
    }

    private void judge(SignedNote note, long size) {
        @Nullable VerifierKey signer = null;
        for (VerifierKey key : trusted) {
            switch (key.opinion(note)) {
                case SIGNED -> signer = key;
                case FORGED -> {
                    broken("the signature of checkpoint " + size + " is not genuine");
                    return;
                }
                case HALF -> {
                    broken(
                            "checkpoint "
                                    + size
                                    + " lacks one of the two signatures of key "
                                    + key.id());
                    return;
                }
                case SILENT -> {
                    // Another key's business.
                }
            }
        }
        if (signer == null) {
            unjudged.put(size, "");
            strangerId = note.signatures().getFirst().keyId();
            return;
        }
        genuine++;
        unjudged.remove(size);
        succession.signed(signer, size);
        keyId = signer.id();
        opinionHolds = signer.name().equals(origin);
        if (!opinionHolds) {
            broken("checkpoint " + size + " is signed by the key of another log");
        }
    }

    /// Call when every record was read, or none can be read any more.
    ///
    /// @param whole whether reading came to the end of the log
    void finish(long records, boolean whole) throws IOException {
        while (next < sizes.size()) {
            long size = sizes.get(next++);
            check(size);
            if (whole) {
                findings.broken(
                        Check.TREE,
                        records,
                        newest(),
                        "records " + range(records, newest()) + " were signed and are missing");
            } else {
                findings.unknown(Check.TREE, "not every signed record could be read, see framing");
            }
        }
        judgeByKeysThatFollow(succession.effective(sizes));
        int strange = unjudged.size();
        if (genuine > 0 && strange > 0) {
            broken(strange + " checkpoints are signed by another key, " + strangerId);
        } else if (genuine == 0 && strange > 0) {
            findings.unknown(
                    Check.SIGNATURES, "signed by key " + strangerId + ", which is not trusted");
            findings.unknown(
                    Check.TREE, "the records match checkpoints that no trusted key signed");
        }
    }

    /// Once every record was read, it is known which keys followed those that are trusted.
    private void judgeByKeysThatFollow(List<KeySuccession.Change> changes) throws IOException {
        if (changes.isEmpty()) {
            return;
        }
        trusted = KeySuccession.believed(trusted, changes);
        for (KeySuccession.Change change : changes) {
            checkChange(change);
        }
        var again = new TreeMap<>(unjudged);
        for (var waiting : again.entrySet()) {
            long size = waiting.getKey();
            check(size);
            matched(size, waiting.getValue());
        }
        succession.check(changes);
    }

    /// Both keys sign the checkpoint that ends with the record of the change.
    private void checkChange(KeySuccession.Change change) throws IOException {
        try {
            SignedNote note = SignedNote.parse(bytes(layout.checkpoint(change.size())));
            if (change.previous().opinion(note) != VerifierKey.Opinion.SIGNED
                    || change.next().opinion(note) != VerifierKey.Opinion.SIGNED) {
                broken(
                        "the change of keys in record "
                                + change.record()
                                + " is not signed by both keys");
            }
            succession.signed(change.previous(), change.size());
            succession.signed(change.next(), change.size());
        } catch (ParseException e) {
            broken("checkpoint " + change.size() + " cannot be read: " + e.getMessage());
        }
    }

    /// Whether a checkpoint was published since this began, by a key that is trusted.
    boolean isFollowed() throws IOException {
        return follower().isPresent();
    }

    /// Whether such a checkpoint covers exactly the records that were read, and perhaps more behind
    /// them.
    ///
    /// @param root over all that were read
    boolean isFollowed(long records, byte[] root) throws IOException {
        Optional<CheckpointText> newer = follower().filter(text -> text.size() >= records);
        if (newer.isEmpty()) {
            return false;
        }
        long size = newer.get().size();
        try {
            return ConsistencyProof.of(records, size, new TileReader(layout.tiles(), size))
                    .holds(root, newer.get().root());
        } catch (IOException | IndexOutOfBoundsException e) {
            // Its tiles are being written, or are not those of any log.
            return false;
        }
    }

    private Optional<CheckpointText> follower() throws IOException {
        List<Long> now = layout.listCheckpoints().numbers();
        if (now.isEmpty() || now.getLast() <= newest()) {
            return Optional.empty();
        }
        try {
            SignedNote note = SignedNote.parse(bytes(layout.checkpoint(now.getLast())));
            return Optional.of(CheckpointText.parse(note.text()))
                    .filter(text -> text.origin().equals(origin))
                    .filter(text -> text.size() == now.getLast())
                    .filter(_ -> isSigned(note));
        } catch (ParseException e) {
            return Optional.empty();
        }
    }

    private boolean isSigned(SignedNote note) {
        return trusted.stream().anyMatch(key -> key.opinion(note) == VerifierKey.Opinion.SIGNED);
    }

    private void broken(String what) {
        findings.broken(Check.SIGNATURES, Findings.NO_RECORD, what);
    }

    /// Id of a key that signed and is not trusted, if no trusted key did.
    Optional<String> stranger() {
        return genuine == 0 && !unjudged.isEmpty() ? Optional.of(strangerId) : Optional.empty();
    }

    /// Name of the log as the first checkpoint has it; empty if there is none.
    String origin() {
        return origin;
    }

    String keyId() {
        return keyId.isEmpty() ? strangerId : keyId;
    }

    int genuine() {
        return genuine;
    }

    int published() {
        return sizes.size();
    }

    /// Records whose root matches a checkpoint with a genuine signature.
    long provenSize() {
        return provenSize;
    }

    String provenRoot() {
        return provenRoot;
    }

    private static byte[] bytes(Path file) throws IOException, ParseException {
        byte[] bytes = PlainFiles.read(file, SignedNote.BYTES_MAX);
        if (bytes.length > SignedNote.BYTES_MAX) {
            throw new ParseException("The note is too long", SignedNote.BYTES_MAX);
        }
        return bytes;
    }

    private static String range(long from, long end) {
        return from + " to " + (end - 1);
    }
}
