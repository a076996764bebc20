package org.affidavit.sessionlog.verify;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.affidavit.sessionlog.anchor.Cosigner;
import org.affidavit.sessionlog.note.CheckpointText;
import org.affidavit.sessionlog.vault.ReadingKeys;

/// What a verification is given besides the log and its keys: what others keep and sign, and what
/// opens the payloads.
///
/// @param known checkpoints that were kept elsewhere, each signed by a trusted key
/// @param witnesses keys of witnesses that are believed
/// @param authorities certificates of time stamp authorities that are believed
/// @param readers keys of those who may read what was recorded
/// @param notes where an earlier verification that was cut short noted what it had read
record Outside(
        List<CheckpointText> known,
        List<Cosigner> witnesses,
        List<X509Certificate> authorities,
        ReadingKeys readers,
        Optional<Notes> notes) {
    static final Outside NOTHING =
            new Outside(List.of(), List.of(), List.of(), ReadingKeys.NONE, Optional.empty());

    /// See [VaultNotes].
    record Notes(Path file, Clock clock) {}

    Outside {
        known = List.copyOf(known);
        witnesses = List.copyOf(witnesses);
        authorities = List.copyOf(authorities);
    }

    Outside withKnown(List<CheckpointText> checkpoints) {
        return new Outside(checkpoints, witnesses, authorities, readers, notes);
    }

    Outside withWitnesses(List<Cosigner> keys) {
        return new Outside(known, keys, authorities, readers, notes);
    }

    Outside withAuthorities(List<X509Certificate> certificates) {
        return new Outside(known, witnesses, certificates, readers, notes);
    }

    Outside withReaders(ReadingKeys keys) {
        return new Outside(known, witnesses, authorities, keys, notes);
    }

    Outside withNotes(Notes where) {
        return new Outside(known, witnesses, authorities, readers, Optional.of(where));
    }
}
