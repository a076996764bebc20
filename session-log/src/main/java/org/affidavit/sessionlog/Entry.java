package org.affidavit.sessionlog;

import java.util.concurrent.CompletableFuture;
import org.affidavit.sessionlog.event.Event;
import org.affidavit.sessionlog.vault.SealedPayload;

/// One record on its way to the disk.
///
/// @param key the wrapped key of the session that it opens; empty if it opens none
/// @param payload sealed; [SealedPayload#NONE] if it has none
/// @param receipt completes with the record's fate
/// @param urgent whether somebody waits for the receipt before going on
record Entry(
        Event event,
        byte[] key,
        SealedPayload payload,
        CompletableFuture<Receipt> receipt,
        boolean urgent) {

    static Entry of(Event event) {
        return new Entry(event, new byte[0], SealedPayload.NONE, new CompletableFuture<>(), true);
    }

    /// What it adds to the vault, in bytes.
    int vaultBytes() {
        return key.length + payload.bytes().length;
    }
}
