package org.affidavit.sessionlog;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.affidavit.sessionlog.event.SessionEvent;
import org.affidavit.sessionlog.event.SessionEvent.SessionOpened;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.segment.FrameType;
import org.affidavit.sessionlog.segment.LogLayout;

/// All that has to be known of a log before something of one session is erased, from one reading of
/// its records.
final class ErasureSurvey {
    private final SessionId session;
    private final SessionLogReader log;
    private final ErasureBook book = new ErasureBook();
    private final List<VaultPiece> pieces = new ArrayList<>();
    private boolean opened;
    private boolean ended;

    private ErasureSurvey(SessionId session, SessionLogReader log) {
        this.session = session;
        this.log = log;
    }

    static ErasureSurvey of(SessionId session, LogLayout layout) throws IOException {
        try (var log = SessionLogReader.open(layout.folder())) {
            var survey = new ErasureSurvey(session, log);
            log.forEach(
                    0,
                    record -> {
                        survey.take(record);
                        return true;
                    });
            return survey;
        }
    }

    private void take(LogRecord record) {
        book.take(record);
        if (record.event() instanceof SessionEvent event && event.session().equals(session)) {
            opened |= event instanceof SessionOpened;
            ended |= SessionBook.ends(event);
            record.key()
                    .ifPresent(key ->
                            add(record, FrameType.KEY, key.offset(), key.length(), key.sha256()));
            record.payload()
                    .ifPresent(pay ->
                            add(
                                    record,
                                    FrameType.PAYLOAD,
                                    pay.offset(),
                                    pay.length(),
                                    pay.sha256()));
        }
    }

    private void add(LogRecord record, FrameType type, long offset, long length, String sha256) {
        pieces.add(
                new VaultPiece(
                        log.vaultFile(record), record.index(), type, offset, length, sha256));
    }

    /// Orders and holds of the whole log.
    ErasureBook book() {
        return book;
    }

    boolean isKnown() {
        return opened;
    }

    boolean isOpen() {
        return opened && !ended;
    }

    /// What an erasure overwrites: the key first, since that is the quickest way to be rid of all.
    List<VaultPiece> pieces(Optional<Long> record) {
        return pieces.stream()
                .filter(piece ->
                        record.isEmpty()
                                || (piece.record() == record.get()
                                        && piece.type() == FrameType.PAYLOAD))
                .toList();
    }
}
