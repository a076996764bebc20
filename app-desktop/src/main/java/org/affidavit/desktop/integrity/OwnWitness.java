package org.affidavit.desktop.integrity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import org.affidavit.sessionlog.LogFailure;
import org.affidavit.sessionlog.anchor.CosigningKey;
import org.affidavit.sessionlog.anchor.KeptCheckpoint;
import org.affidavit.sessionlog.anchor.SeenCheckpoints;
import org.affidavit.sessionlog.note.SignedNote;

/// Cosigns what this app verified, as a witness does (C2SP tlog-cosignature), with a key of the
/// user's own. The newest cosigned checkpoint of each log is kept: a note that a stranger checks
/// with the user's public key, which lies beside the private one.
public final class OwnWitness {
    private final CosigningKey key;
    private final SeenCheckpoints kept;
    private final Clock clock;

    private OwnWitness(CosigningKey key, SeenCheckpoints kept, Clock clock) {
        this.key = key;
        this.kept = kept;
        this.clock = clock;
    }

    /// Loads the key, or makes it when there is none yet.
    ///
    /// @param folder where the key and what it signed lie
    /// @param name of the key: a URL without scheme, such as auditor.example/mira
    /// @throws LogFailure if the key there has another name, or cannot be read or made
    public static OwnWitness open(Path folder, String name, Clock clock) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve("cosigning.key");
        CosigningKey key =
                Files.exists(file) ? CosigningKey.load(file) : CosigningKey.create(file, name);
        if (!key.cosigner().name().equals(name)) {
            throw new LogFailure(
                    "The key in "
                            + file
                            + " cosigns as "
                            + key.cosigner().name()
                            + ". Use that name, or move the key away for a new one to be made.");
        }
        Files.writeString(folder.resolve("cosigning.vkey"), key.cosigner().vkey() + "\n");
        return new OwnWitness(key, new SeenCheckpoints(folder.resolve("cosigned")), clock);
    }

    /// Call only for what was verified, and never for two histories of one log.
    ///
    /// @param log name under which the newest is kept
    Cosigned cosign(String log, SignedNote note) throws LogFailure {
        var signatures = new ArrayList<>(note.signatures());
        signatures.add(key.cosign(note.text(), clock.instant()));
        kept.keep(log, new SignedNote(note.text(), signatures));
        long size = KeptCheckpoint.text(note).size();
        return new Cosigned(key.cosigner().name(), size, kept.file(log));
    }
}
