package org.affidavit.evidence.collect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.DoublePredicate;
import org.affidavit.evidence.report.PacketMaterial;
import org.affidavit.evidence.report.SessionMaterial;
import org.affidavit.sessionlog.Checkpoint;
import org.affidavit.sessionlog.LogFailure;
import org.affidavit.sessionlog.LogRecord;
import org.affidavit.sessionlog.SessionLogReader;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.key.VerifierKey;
import org.affidavit.sessionlog.verify.VerificationReport;

/// Reads a log once from its first record on: copies and decodes the records of the chosen sessions
/// and recomputes the root that the checkpoint signs. Pages, attachments and root come from that
/// one read, so that none of them can show a record that was not under the root.
public final class LogCollection {
    private final List<SessionId> chosen;
    private final Path folder;
    private final DoublePredicate goOn;

    /// @param folder where the attachments are written
    /// @param goOn asked with the share done; false cancels
    public LogCollection(List<SessionId> chosen, Path folder, DoublePredicate goOn) {
        this.chosen = List.copyOf(chosen);
        this.folder = folder;
        this.goOn = goOn;
    }

    /// What the log was found to be before it is read.
    ///
    /// @param checkpoint taken before verification, so that it covers nothing unverified
    public record Verified(VerificationReport report, Checkpoint checkpoint, VerifierKey key) {}

    /// @throws LogFailure if a session is not in the log or the records do not have the signed root
    /// @throws CancellationException if `goOn` answered false
    public Collected collect(SessionLogReader log, Verified verified) throws IOException {
        long end = log.size();
        var copies = new LinkedHashMap<SessionId, SessionCopy>();
        var pass = new LogPass(log, verified.checkpoint(), copies);
        try {
            for (SessionId session : chosen) {
                copies.put(session, new SessionCopy(session, folder));
            }
            copy(log, end, pass);
            var files = new ArrayList<AttachedFile>();
            for (SessionCopy copy : copies.values()) {
                files.addAll(copy.attachments());
            }
            var sessions = new ArrayList<SessionMaterial>();
            for (SessionCopy copy : copies.values()) {
                sessions.add(copy.material(verified.checkpoint().size()));
            }
            files.addAll(pass.proofs(new ProofFiles(folder)));
            files.addAll(new FixedFiles(folder).write(verified, sessions));
            return new Collected(
                    new PacketMaterial(
                            verified.report(), verified.checkpoint(), verified.key(), sessions),
                    files);
        } finally {
            for (SessionCopy copy : copies.values()) {
                copy.close();
            }
        }
    }

    private void copy(SessionLogReader log, long end, LogPass pass) throws IOException {
        try {
            log.forEach(
                    0,
                    record -> {
                        if (record.index() >= end) {
                            return false;
                        }
                        take(record, pass);
                        if (record.index() % 512 == 0
                                && !goOn.test((double) record.index() / end)) {
                            throw new CancellationException("The export was cancelled.");
                        }
                        return true;
                    });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        pass.compareRoot();
    }

    private static void take(LogRecord record, LogPass pass) {
        try {
            pass.take(record);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
