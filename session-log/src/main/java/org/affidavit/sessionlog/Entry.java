package org.affidavit.sessionlog;

import java.util.concurrent.CompletableFuture;
import org.affidavit.sessionlog.event.Event;

/// One record on its way to the disk.
///
/// @param payload its stored bytes; empty if it has none
/// @param frames how many frames those hold
/// @param receipt completes with the record's fate
record Entry(Event event, byte[] payload, int frames, CompletableFuture<Receipt> receipt) {}
