package org.affidavit.sessionlog.verify;

import java.security.cert.X509Certificate;
import java.util.List;
import org.affidavit.sessionlog.anchor.Cosigner;
import org.affidavit.sessionlog.note.CheckpointText;

/// What a verification is given besides the log and its keys: what others keep and sign.
///
/// @param known checkpoints that were kept elsewhere, each signed by a trusted key
/// @param witnesses keys of witnesses that are believed
/// @param authorities certificates of time stamp authorities that are believed
record Outside(
        List<CheckpointText> known, List<Cosigner> witnesses, List<X509Certificate> authorities) {
    static final Outside NOTHING = new Outside(List.of(), List.of(), List.of());

    Outside {
        known = List.copyOf(known);
        witnesses = List.copyOf(witnesses);
        authorities = List.copyOf(authorities);
    }
}
