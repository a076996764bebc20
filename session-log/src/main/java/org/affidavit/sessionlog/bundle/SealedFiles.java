package org.affidavit.sessionlog.bundle;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.affidavit.sessionlog.LogFailure;
import org.affidavit.sessionlog.LogRecord;
import org.affidavit.sessionlog.SessionLogReader;
import org.affidavit.sessionlog.event.SessionEvent;
import org.affidavit.sessionlog.segment.FileKind;
import org.affidavit.sessionlog.segment.FrameScanner;
import org.affidavit.sessionlog.segment.FrameType;
import org.affidavit.sessionlog.segment.LogLayout;
import org.affidavit.sessionlog.vault.PayloadReading;
import org.affidavit.sessionlog.vault.ReadingKeys.Unwrapping;

/// What a bundle has of the vault: the session's payloads and its key, as they are stored, and the
/// key wrapped anew for whom the bundle is for.
final class SealedFiles {
    private final SessionLogReader log;
    private final LogLayout layout;
    private final Optional<BundleWriter.HandOver> handOver;

    SealedFiles(SessionLogReader log, LogLayout layout, Optional<BundleWriter.HandOver> handOver) {
        this.log = log;
        this.layout = layout;
        this.handOver = handOver;
    }

    /// Puts what is there among the files; answers the records that order the rest to be gone.
    ///
    /// @param records of the session
    SortedMap<Long, LogRecord> put(Collection<LogRecord> records, SortedMap<String, byte[]> files)
            throws IOException {
        var orders = new TreeMap<Long, LogRecord>();
        for (LogRecord record : records) {
            if (record.key().isPresent()) {
                key(record, record.key().get(), files)
                        .ifPresent(order -> orders.put(order.index(), order));
            }
            if (record.payload().isPresent()) {
                payload(record, record.payload().get(), files)
                        .ifPresent(order -> orders.put(order.index(), order));
            }
        }
        return orders;
    }

    private Optional<LogRecord> payload(
            LogRecord record, LogRecord.PayloadRef wanted, SortedMap<String, byte[]> files)
            throws IOException {
        Optional<byte[]> stored = body(record.index(), wanted.offset(), FrameType.PAYLOAD);
        if (stored.isPresent()) {
            files.put(BundleFiles.payload(record.index()), stored.get());
            return Optional.empty();
        }
        if (log.payload(record) instanceof PayloadReading.Erased erased) {
            return Optional.of(log.record(erased.order()));
        }
        throw missing("payload", record);
    }

    private static LogFailure missing(String what, LogRecord record) {
        return LogFailure.alteration(
                "The "
                        + what
                        + " of record "
                        + record.index()
                        + " is not in its place, so no bundle was made. Run `affidavit verify` on"
                        + " the log.");
    }

    private Optional<LogRecord> key(
            LogRecord opening, LogRecord.KeyRef wanted, SortedMap<String, byte[]> files)
            throws IOException {
        Optional<byte[]> stored = body(opening.index(), wanted.offset(), FrameType.KEY);
        if (stored.isPresent()) {
            files.put(BundleFiles.SESSION_KEY, stored.get());
            if (handOver.isPresent()) {
                files.put(BundleFiles.RECEIVER_KEY, handedOn(stored.get(), handOver.get()));
            }
            return Optional.empty();
        }
        if (opening.event() instanceof SessionEvent event) {
            Optional<LogRecord> order = log.erasure(event.session());
            if (order.isPresent() && handOver.isEmpty()) {
                return order;
            }
            if (order.isPresent()) {
                throw new LogFailure(
                        "What was recorded in the session was erased, as record "
                                + order.get().index()
                                + " orders, so nobody can be given to read it. Take it out without"
                                + " a receiver: its records are still proof.");
            }
        }
        throw missing("key", opening);
    }

    private static byte[] handedOn(byte[] wrapped, BundleWriter.HandOver handOver)
            throws LogFailure {
        return switch (handOver.own().unwrap(wrapped)) {
            case Unwrapping.Unwrapped(var key) -> handOver.receivers().handOn(key);
            case Unwrapping.ForOthers(List<String> recipients) ->
                    throw new LogFailure(
                            "The session is sealed for "
                                    + String.join(", ", recipients)
                                    + ", and none of the given keys is of them, so it cannot be"
                                    + " made readable for somebody else. Give the private key of"
                                    + " one of them.");
            case Unwrapping.Broken(String what) ->
                    throw new LogFailure(
                            "The session cannot be made readable for somebody else: "
                                    + what
                                    + ". Run `affidavit verify` on the log.");
        };
    }

    /// A frame's body; empty if no such frame lies in its place.
    private Optional<byte[]> body(long record, long offset, FrameType type) throws IOException {
        long segment =
                layout.list(FileKind.SEGMENT).numbers().stream()
                        .filter(first -> first <= record)
                        .reduce(0L, Math::max);
        Path vault = layout.file(FileKind.VAULT, segment);
        try (var scanner = FrameScanner.openAt(FileKind.VAULT, vault, offset)) {
            return scanner.next() instanceof FrameScanner.Next.Frame frame
                            && frame.index() == record
                            && frame.type() == type
                    ? Optional.of(frame.body())
                    : Optional.empty();
        }
    }
}
