package org.affidavit.evidence.collect;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import org.affidavit.sessionlog.LogFailure;
import org.affidavit.sessionlog.LogRecord;
import org.affidavit.sessionlog.encode.Malformed;
import org.affidavit.sessionlog.encode.PayloadCodec;
import org.affidavit.sessionlog.event.Payload;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.tree.TreeHash;

/// Copies the stored payloads of one session, one behind the other in the order of its records: the
/// lengths stand in the records.
public final class PayloadCopy implements AutoCloseable {
    private final SessionId session;
    private final AttachmentFile file;

    PayloadCopy(SessionId session, Path folder) throws IOException {
        this.session = session;
        this.file = new AttachmentFile(folder.resolve(name(session)));
    }

    private static String name(SessionId session) {
        return name(session.value());
    }

    /// Name of the attachment.
    public static String name(String session) {
        return "payloads-" + session + ".bin";
    }

    void add(LogRecord record, Payload payload) throws IOException {
        if (record.payload().isEmpty()) {
            return;
        }
        try {
            // There is one way to store a payload, so this writes again what lies in the vault.
            byte[] stored = PayloadCodec.write(payload);
            String sha256 = HexFormat.of().formatHex(TreeHash.sha256().digest(stored));
            if (!sha256.equals(record.payload().get().sha256())) {
                throw unlike(record);
            }
            file.bytes(stored);
        } catch (Malformed e) {
            throw unlike(record);
        }
    }

    private static LogFailure unlike(LogRecord record) {
        return new LogFailure(
                "The payload of record "
                        + record.index()
                        + " is not the one that it commits to, so no packet was made. Run"
                        + " `affidavit verify` on the log.");
    }

    AttachedFile attachment() throws IOException {
        return file.finish(
                name(session),
                "The stored payloads of session "
                        + session.value()
                        + ", exact bytes, in the order of its records.",
                "application/octet-stream");
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
