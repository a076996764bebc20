package org.affidavit.sessionlog.anchor;

import java.text.ParseException;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.affidavit.sessionlog.LogFailure;
import org.affidavit.sessionlog.key.VerifierKey;
import org.affidavit.sessionlog.note.CheckpointText;
import org.affidavit.sessionlog.note.SignedNote;
import org.affidavit.sessionlog.tree.ConsistencyProof;
import org.affidavit.sessionlog.tree.TreeHash;

/// A C2SP tlog-witness: cosigns a checkpoint only when it begins with all that this witness
/// cosigned of the log before. So of two histories of one log it cosigns one at most.
///
/// What it cosigned is durable before the cosignature leaves. Safe for any thread, but only one
/// witness may use a key and its memory at a time.
public final class Witness {
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String SIZE = "text/x.tlog.size";

    private final SeenCheckpoints seen;
    private final CosigningKey key;
    private final Map<String, List<VerifierKey>> logs;
    private final Clock clock;

    /// @param logs the keys of each log that it cosigns, by origin
    public Witness(
            SeenCheckpoints seen,
            CosigningKey key,
            Map<String, List<VerifierKey>> logs,
            Clock clock) {
        this.seen = seen;
        this.key = key;
        this.logs = Map.copyOf(logs);
        this.clock = clock;
    }

    /// An answer as HTTP has it.
    public record Answer(int status, String contentType, String body) {}

    /// Answers one `add-checkpoint`.
    ///
    /// @throws LogFailure if its memory cannot be read or written: nothing was cosigned
    public synchronized Answer addCheckpoint(byte[] body) throws LogFailure {
        AddCheckpoint request;
        try {
            request = AddCheckpoint.parse(body);
        } catch (ParseException e) {
            return new Answer(400, TEXT, e.getMessage() + ".\n");
        }
        CheckpointText fresh = request.text();
        List<VerifierKey> trusted = logs.getOrDefault(fresh.origin(), List.of());
        if (trusted.isEmpty()) {
            return new Answer(404, TEXT, "This witness does not know the log.\n");
        }
        if (KeptCheckpoint.of(request.note(), trusted).isEmpty()) {
            return new Answer(403, TEXT, "No key of the log signed this checkpoint.\n");
        }
        if (request.old() > fresh.size()) {
            return new Answer(400, TEXT, "The old size is larger than the checkpoint's.\n");
        }
        Optional<CheckpointText> known = known(fresh.origin());
        long size = known.map(CheckpointText::size).orElse(0L);
        if (request.old() != size) {
            return conflict(size);
        }
        byte[] root = known.map(CheckpointText::root).orElseGet(TreeHash::empty);
        if (size == fresh.size() && !Arrays.equals(root, fresh.root())) {
            return conflict(size);
        }
        if (!new ConsistencyProof(size, fresh.size(), request.proof()).holds(root, fresh.root())) {
            return new Answer(422, TEXT, "The proof does not show that the log only grew.\n");
        }
        return cosign(request.note(), fresh);
    }

    private Answer cosign(SignedNote note, CheckpointText fresh) throws LogFailure {
        seen.keep(fresh.origin(), note);
        return new Answer(200, TEXT, key.cosign(note.text(), clock.instant()).line());
    }

    private static Answer conflict(long size) {
        return new Answer(409, SIZE, size + "\n");
    }

    private Optional<CheckpointText> known(String origin) throws LogFailure {
        Optional<SignedNote> note = seen.newest(origin);
        return note.isEmpty() ? Optional.empty() : Optional.of(KeptCheckpoint.text(note.get()));
    }
}
