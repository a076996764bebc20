package org.affidavit.sessionlog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.affidavit.sessionlog.encode.Leaf;
import org.affidavit.sessionlog.encode.Malformed;
import org.affidavit.sessionlog.event.Event;
import org.affidavit.sessionlog.event.GatewayEvent;
import org.affidavit.sessionlog.event.GatewayEvent.HoldPlaced;
import org.affidavit.sessionlog.event.GatewayEvent.LogRecovered;
import org.affidavit.sessionlog.event.Payload;
import org.affidavit.sessionlog.event.SessionEvent;
import org.affidavit.sessionlog.event.SessionEvent.SessionOpened;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.key.LogSigner;
import org.affidavit.sessionlog.segment.LogLayout;
import org.affidavit.sessionlog.vault.Recipients;
import org.affidavit.sessionlog.vault.SealedPayload;
import org.affidavit.sessionlog.vault.SessionKeys;

/// The writer of a log. One per folder, one folder per gateway.
///
/// [#append] may be called from any thread; one writer thread orders the records, commits them in
/// groups and completes the receipts once they are on disk. A failed write or fsync is final: every
/// later append fails and [#onFailure] completes.
public final class SessionLog implements AutoCloseable {
    private static final byte[] NO_KEY = new byte[0];

    private final LogLock lock;
    private final LogStore store;
    private final CommitLoop loop;
    private final Optional<LogRecovered> recovered;
    private final SessionKeys keys;
    private final Eraser eraser;
    private final Optional<LateReading> unread;
    private final Path folder;
    private final List<Long> devices;
    private final AtomicBoolean closed = new AtomicBoolean();

    private SessionLog(
            LogLock lock,
            LogStore store,
            CommitLoop loop,
            SessionKeys keys,
            Eraser eraser,
            LogOpening opening) {
        this.lock = lock;
        this.store = store;
        this.loop = loop;
        this.keys = keys;
        this.eraser = eraser;
        this.folder = opening.folder();
        this.recovered = opening.recovered();
        this.unread = opening.unread();
        this.devices = opening.devices();
    }

    /// How a log is written.
    ///
    /// @param origin name of the log: a schema-less URL such as `gw.corp.example/affidavit`
    /// @param recipients who may read the payloads
    /// @param checkpointEvery longest time a durable record stays without a signed checkpoint
    /// @param segmentBytesMax a segment past this size is sealed and a new one started
    public record Options(
            String origin,
            Recipients recipients,
            Clock clock,
            Duration checkpointEvery,
            long segmentBytesMax) {
        /// Every second; 64 MiB.
        public static Options of(String origin, Recipients recipients, Clock clock) {
            return new Options(origin, recipients, clock, Duration.ofSeconds(1), 64L << 20);
        }
    }

    /// Whether somebody writes this log now, in this process or another.
    public static boolean isBeingWritten(Path folder) throws LogFailure {
        try {
            return LogLock.isHeld(folder, new LogLayout(folder).lock());
        } catch (IOException e) {
            throw new LogFailure(
                    "The lock of the log "
                            + folder
                            + " cannot be read: "
                            + IoWords.of(e)
                            + ". So it is not known whether somebody writes the log, and nothing"
                            + " was begun. Check the disk and its rights.",
                    e);
        }
    }

    /// Opens or creates the log in a folder, takes its lock, and recovers it if the last stop was
    /// not clean: a torn tail is set aside and recorded, open sessions are aborted.
    ///
    /// A long log is opened by what its writer noted at a checkpoint, and the records before are
    /// read while it is at work, see [#readAgain].
    ///
    /// @throws LogFailure if another process holds it, it was altered, it is newer than this
    ///   software, or the disk fails
    public static SessionLog open(Path folder, LogSigner signer, Options options)
            throws LogFailure {
        return open(folder, signer, options, Disk.REAL);
    }

    static SessionLog open(Path folder, LogSigner signer, Options options, Disk disk)
            throws LogFailure {
        return open(folder, signer, options, LogLimits.DEFAULT, disk);
    }

    static SessionLog open(
            Path folder, LogSigner signer, Options options, LogLimits limits, Disk disk)
            throws LogFailure {
        if (!signer.verifierKey().name().equals(options.origin())) {
            throw new LogFailure(
                    "The signing key is named "
                            + signer.verifierKey().name()
                            + " and the log "
                            + options.origin()
                            + ". Checkpoints would not verify, so the log was not opened. Give both"
                            + " the same name.");
        }
        try {
            var opening = new LogOpening(new LogLayout(folder), signer, options, limits, disk);
            return open(opening, folder, options, limits, disk);
        } catch (LogFailure e) {
            throw e;
        } catch (IOException e) {
            throw new LogFailure(
                    "The log "
                            + folder
                            + " could not be opened: "
                            + IoWords.of(e)
                            + ". Nothing can be recorded, so nothing may run. Check the disk and"
                            + " the folder's permissions.",
                    e);
        }
    }

    private static SessionLog open(
            LogOpening opening, Path folder, Options options, LogLimits limits, Disk disk)
            throws IOException {
        SessionKeys keys = SessionKeys.of(options.recipients());
        opening.createFolders();
        LogLock lock = LogLock.take(folder, new LogLayout(folder).lock());
        try {
            LogStore store = opening.open(lock);
            var loop = new CommitLoop(store, limits, options.checkpointEvery().toNanos());
            loop.start();
            opening.unread().ifPresent(unread -> unread.start(loop::halt));
            var eraser = new Eraser(new LogLayout(folder), disk, options.clock(), loop);
            return new SessionLog(lock, store, loop, keys, eraser, opening);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /// What opening found that the last stop had left, as the log now says; empty after a clean
    /// one.
    public Optional<LogRecovered> recovered() {
        return recovered;
    }

    /// What was on record about device keys when the log was opened, in order: [DeviceEnrolled] and
    /// [DeviceRevoked]. Each is proven to lie under the newest checkpoint.
    ///
    /// @throws LogFailure if one is not as it was signed
    public List<Event> devices() throws LogFailure {
        LogTree tree = LogTree.newest(folder);
        var events = new ArrayList<Event>();
        for (long index : devices) {
            try {
                events.add(Leaf.read(tree.prove(index).leaf()).event());
            } catch (Malformed e) {
                throw LogScan.altered(folder, "record " + index + " cannot be read");
            }
        }
        return events;
    }

    /// Completes with how many records a quick opening had left to be read, once they were read and
    /// found to be as they were signed; never if they are not, and then [#onFailure] completes. Of
    /// a log that was read whole when it was opened: at once, with zero.
    public CompletableFuture<Long> readAgain() {
        return unread.map(LateReading::done).orElse(CompletableFuture.completedFuture(0L));
    }

    /// Appends one record. The receipt completes when the record and its payload are durable; it
    /// fails with [LogFailure] when they never will be.
    ///
    /// Seals a short payload on the caller's thread, a long one on one of its own, and never waits:
    /// when too much waits for the disk the record is refused. Receipts complete in the order of
    /// their records, on a thread of the log's own; callers must not wait there.
    public CompletableFuture<Receipt> append(Event event, Payload payload) {
        return append(event, payload, true);
    }

    /// Appends a record that nobody waits for. It may stay in memory for two milliseconds more, so
    /// that it becomes durable together with a record that somebody does wait for.
    public CompletableFuture<Receipt> appendBehind(Event event, Payload payload) {
        return append(event, payload, false);
    }

    private CompletableFuture<Receipt> append(Event event, Payload payload, boolean urgent) {
        var receipt = new CompletableFuture<Receipt>();
        try {
            if (event instanceof SessionOpened opened) {
                open(opened, payload, receipt);
            } else {
                append(event, NO_KEY, payload, receipt, urgent);
            }
        } catch (Malformed e) {
            receipt.completeExceptionally(
                    new LogFailure(
                            "The record has no stored form: "
                                    + e.getMessage()
                                    + ". It was not written. Split it.",
                            e));
        }
        return receipt;
    }

    /// Appends a record that gives somebody a right, and signs a checkpoint that ends with it. When
    /// this completes, nobody can say that a writer took it over unsigned, which would undo it.
    public CompletableFuture<Void> seal(GatewayEvent event) {
        if (Eraser.isOwn(event)) {
            throw new IllegalArgumentException("Erasures and holds have calls of their own");
        }
        Entry entry = Entry.of(event);
        var signed = loop.seal(entry);
        return entry.receipt().thenCombine(signed, (_, _) -> null);
    }

    /// Since when the period runs that no record closed yet. To close it, append
    /// [org.affidavit.sessionlog.event.GatewayEvent.PeriodClosed#upTo].
    public Instant periodFrom() {
        return store.periodFrom();
    }

    /// Who the agent is goes into the payload, and the record keeps digests of it.
    private void open(SessionOpened opened, Payload payload, CompletableFuture<Receipt> receipt)
            throws Malformed {
        if (opened.agent().named().isEmpty() || !payload.isEmpty()) {
            receipt.completeExceptionally(
                    new LogFailure(
                            "A session is opened by an agent whose name is known, and its payload"
                                    + " is that name alone. The record was not written."));
            return;
        }
        var withheld = keys.withhold(opened.agent().named().get());
        byte[] key = openKey(opened, receipt);
        append(opened.of(withheld.agent()), key, withheld.payload(), receipt, true);
    }

    private void append(
            Event event,
            byte[] key,
            Payload payload,
            CompletableFuture<Receipt> receipt,
            boolean urgent) {
        if (Eraser.isOwn(event)) {
            receipt.completeExceptionally(
                    new LogFailure(
                            "Erasures and holds have calls of their own. The record was not"
                                    + " written."));
            return;
        }
        Optional<CompletableFuture<SealedPayload>> sealed = sealed(event, payload);
        if (sealed.isEmpty()) {
            receipt.completeExceptionally(
                    new LogFailure(
                            "A payload belongs to an open session, and there is none for this"
                                    + " record. The record was not written."));
            return;
        }
        if (event instanceof SessionEvent inSession && SessionBook.ends(inSession)) {
            // A record that ends a session and is refused leaves it open.
            var _ = receipt.thenRun(() -> keys.drop(inSession.session()));
        }
        loop.append(new Entry(event, key, sealed.get(), payload.length(), receipt, urgent));
    }

    private byte[] openKey(SessionOpened opened, CompletableFuture<Receipt> receipt) {
        Optional<byte[]> wrapped = keys.open(opened);
        if (wrapped.isPresent()) {
            var _ =
                    receipt.exceptionally(refused -> {
                        keys.drop(opened.session());
                        throw new CompletionException(refused);
                    });
        }
        // A session that is open already is refused where the records are put in order.
        return wrapped.orElse(NO_KEY);
    }

    private Optional<CompletableFuture<SealedPayload>> sealed(Event event, Payload payload) {
        if (payload.isEmpty()) {
            return Optional.of(Entry.NO_PAYLOAD);
        }
        return event instanceof SessionEvent inSession
                ? keys.seal(inSession.session(), payload)
                : Optional.empty();
    }

    /// Signs a checkpoint over everything durable now. Completes when it is published.
    public CompletableFuture<Checkpoint> checkpoint() {
        return loop.sign();
    }

    /// Changes the signing key: records that it does, has both keys sign the checkpoint that ends
    /// with that record, and signs by the next one alone from then on. Completes when that
    /// checkpoint is published.
    ///
    /// @param next a new key: one that signed this log before must not come back, since whoever
    ///   verifies takes its time to be over
    /// @throws IllegalArgumentException if the key is of another name, or the one in use
    public CompletableFuture<Checkpoint> rotate(LogSigner next) {
        return loop.rotate(next);
    }

    /// Erases what was said in a session, or the payload of one of its records. Records who orders
    /// it, signs that, and then overwrites the stored bytes. Waits for the disk. After a crash the
    /// same call goes on where it stopped.
    ///
    /// Copies of the log are not reached, nor are blocks that the disk or its file system kept.
    ///
    /// @throws OrderRefused if the session is unknown or has not ended, a hold covers it, or it was
    ///   erased before
    /// @throws LogFailure if the vault was altered, or the disk fails
    public Erasure.Done erase(Erasure wanted) throws LogFailure {
        awaitReading();
        try {
            return eraser.erase(wanted);
        } catch (LogFailure e) {
            throw e;
        } catch (IOException e) {
            throw unread(e);
        }
    }

    /// Forbids erasures from now on until the hold is released. Waits for the disk.
    ///
    /// @param session what it covers; empty for every session
    /// @throws LogFailure if the session is unknown, or it cannot be recorded
    public HoldPlaced placeHold(Optional<SessionId> session, String by, String reason)
            throws LogFailure {
        try {
            return eraser.place(session, by, reason);
        } catch (LogFailure e) {
            throw e;
        } catch (IOException e) {
            throw unread(e);
        }
    }

    /// Ends a hold. Waits for the disk.
    ///
    /// @throws LogFailure if it is not in force, or it cannot be recorded
    public Receipt releaseHold(String hold, String by, String reason) throws LogFailure {
        try {
            return eraser.release(hold, by, reason);
        } catch (LogFailure e) {
            throw e;
        } catch (IOException e) {
            throw unread(e);
        }
    }

    /// The holds that are in force. Reads the log, and waits for the disk.
    public List<HoldPlaced> holds() throws LogFailure {
        try {
            return eraser.holds();
        } catch (LogFailure e) {
            throw e;
        } catch (IOException e) {
            throw unread(e);
        }
    }

    /// Nothing is erased from a log that is not known to be as it was signed.
    private void awaitReading() throws LogFailure {
        try {
            var _ = readAgain().join();
        } catch (CompletionException | CancellationException e) {
            throw e.getCause() instanceof LogFailure failure
                    ? failure
                    : new LogFailure(
                            "The log was closed before it was read. Nothing was erased. Open it"
                                    + " and erase again.",
                            e);
        }
    }

    private static LogFailure unread(IOException e) {
        return new LogFailure(
                "The log could not be read: "
                        + IoWords.of(e)
                        + ". Nothing was changed. Check the disk.",
                e);
    }

    /// Completes when the log stopped because it could not write. Never completes otherwise.
    public CompletableFuture<LogFailure> onFailure() {
        return loop.failure();
    }

    /// Commits what is queued, signs a last checkpoint, releases the lock. A log that failed only
    /// releases what it holds.
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        loop.stop();
        keys.close();
        try (lock) {
            if (unread.isPresent()) {
                unread.get().close();
            }
            store.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The log's files could not be closed", e);
        }
    }
}
