package org.affidavit.sessionlog;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.affidavit.sessionlog.encode.Leaf;
import org.affidavit.sessionlog.event.SessionEvent;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.segment.FileKind;
import org.affidavit.sessionlog.segment.FrameScanner;
import org.affidavit.sessionlog.segment.FrameScanner.Next;
import org.affidavit.sessionlog.segment.FrameType;
import org.affidavit.sessionlog.segment.LogLayout;
import org.affidavit.sessionlog.tree.TreeHash;
import org.affidavit.sessionlog.vault.OpenedPayload;
import org.affidavit.sessionlog.vault.PayloadReading;
import org.affidavit.sessionlog.vault.ReadingKeys;
import org.affidavit.sessionlog.vault.ReadingKeys.Unwrapping;

/// Reads payloads out of the vault, with the keys that the reader has. Remembers the unwrapped keys
/// of the sessions that were read last. Safe for any thread.
final class VaultReader {
    private static final int SESSIONS_KEPT = 64;

    private final LogLayout layout;
    private final RecordIndex index;
    private final ReadingKeys keys;
    private final Map<Long, Unwrapping> unwrapped = new LinkedHashMap<>(16, 0.75f, true);

    VaultReader(LogLayout layout, RecordIndex index, ReadingKeys keys) {
        this.layout = layout;
        this.index = index;
        this.keys = keys;
    }

    String readers() {
        return keys.fingerprint();
    }

    boolean opensNothing() {
        return keys.isEmpty();
    }

    /// Finds a record by its index.
    @FunctionalInterface
    interface Records {
        LogRecord record(long index) throws LogFailure;
    }

    /// A payload, if the reader has its key.
    ///
    /// @throws Mismatch if something is not what a record commits to
    PayloadReading read(LogRecord record, LogRecord.PayloadRef wanted, Records records)
            throws IOException, Mismatch {
        byte[] sealed =
                body(record.index(), wanted.offset(), FrameType.PAYLOAD, wanted.sha256())
                        .filter(body -> body.length == wanted.length())
                        .orElseThrow(() ->
                                new Mismatch("its payload is not the one that it commits to"));
        SessionId session = session(record);
        return switch (key(wanted.keyRecord(), session, records)) {
            case Unwrapping.Unwrapped(var key) ->
                    OpenedPayload.of(session, sealed, key, wanted.units(), wanted.root())
                            .<PayloadReading>map(PayloadReading.Open::new)
                            .orElseThrow(() ->
                                    new Mismatch(
                                            "its payload does not open to what it commits to"));
            case Unwrapping.ForOthers others -> PayloadReading.Sealed.of(others);
            case Unwrapping.Broken broken -> PayloadReading.Sealed.of(broken);
        };
    }

    private synchronized Unwrapping key(long keyRecord, SessionId session, Records records)
            throws IOException, Mismatch {
        Unwrapping known = unwrapped.get(keyRecord);
        if (known != null) {
            return known;
        }
        if (keyRecord < 0 || keyRecord >= index.size()) {
            throw new Mismatch("it names record " + keyRecord + " for its key");
        }
        LogRecord opening = records.record(keyRecord);
        if (opening.key().isEmpty() || !session(opening).equals(session)) {
            throw new Mismatch("record " + keyRecord + " has no key of its session");
        }
        LogRecord.KeyRef wanted = opening.key().get();
        byte[] wrapped =
                body(keyRecord, wanted.offset(), FrameType.KEY, wanted.sha256())
                        .orElseThrow(() ->
                                new Mismatch(
                                        "the key of its session is not the one that record "
                                                + keyRecord
                                                + " commits to"));
        Unwrapping found = keys.unwrap(wrapped);
        unwrapped.put(keyRecord, found);
        if (unwrapped.size() > SESSIONS_KEPT) {
            unwrapped.remove(unwrapped.keySet().iterator().next());
        }
        return found;
    }

    private static SessionId session(LogRecord record) throws Mismatch {
        if (record.event() instanceof SessionEvent event) {
            return event.session();
        }
        throw new Mismatch("it is in no session");
    }

    private Optional<byte[]> body(long record, long offset, FrameType type, String sha256)
            throws IOException {
        Path vault = vault(record);
        try (var scanner = FrameScanner.openAt(FileKind.VAULT, vault, offset)) {
            return scanner.next() instanceof Next.Frame frame
                            && frame.type() == type
                            && frame.index() == record
                            && Leaf.hex(TreeHash.sha256().digest(frame.body())).equals(sha256)
                    ? Optional.of(frame.body())
                    : Optional.empty();
        }
    }

    private Path vault(long record) {
        return layout.file(FileKind.VAULT, index.place(record).segment());
    }

    /// Something in the vault is not what the records say. The message goes on after the record's
    /// name.
    static final class Mismatch extends Exception {
        @java.io.Serial private static final long serialVersionUID = 1;

        Mismatch(String what) {
            super(what);
        }

        String what() {
            return String.valueOf(getMessage());
        }
    }
}
