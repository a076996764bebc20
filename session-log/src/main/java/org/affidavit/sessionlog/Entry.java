package org.affidavit.sessionlog;

import java.util.concurrent.CompletableFuture;
import org.affidavit.sessionlog.event.Event;
import org.affidavit.sessionlog.vault.SealedPayload;

/// One record on its way to the disk.
///
/// @param key the wrapped key of the session that it opens; empty if it opens none
/// @param payload sealed, or being sealed; [SealedPayload#NONE] if it has none
/// @param payloadBytes about its length
/// @param receipt completes with the record's fate
/// @param urgent whether somebody waits for the receipt before going on
record Entry(
        Event event,
        byte[] key,
        CompletableFuture<SealedPayload> payload,
        long payloadBytes,
        CompletableFuture<Receipt> receipt,
        boolean urgent) {

    static final CompletableFuture<SealedPayload> NO_PAYLOAD =
            CompletableFuture.completedFuture(SealedPayload.NONE);

    static Entry of(Event event) {
        return new Entry(event, new byte[0], NO_PAYLOAD, 0, new CompletableFuture<>(), true);
    }

    /// What it takes while it waits, in bytes.
    long bytes() {
        return key.length + payloadBytes;
    }
}
