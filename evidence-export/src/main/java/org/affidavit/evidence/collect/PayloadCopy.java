package org.affidavit.evidence.collect;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.affidavit.sessionlog.LogRecord;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.vault.OpenedPayload;
import org.affidavit.sessionlog.vault.PayloadReading;

/// Copies the opened payloads of one session, one behind the other in the order of its records,
/// each behind its length in four bytes, big endian. What was not opened has the length 0.
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

    void add(LogRecord record, PayloadReading payload) throws IOException {
        if (record.payload().isEmpty()) {
            return;
        }
        byte[] opened =
                payload instanceof PayloadReading.Open(OpenedPayload whole)
                        ? whole.bytes()
                        : new byte[0];
        file.bytes(ByteBuffer.allocate(Integer.BYTES).putInt(opened.length).array());
        file.bytes(opened);
    }

    AttachedFile attachment() throws IOException {
        return file.finish(
                name(session),
                "The opened payloads of session "
                        + session.value()
                        + ", in the order of its records, each behind its length.",
                "application/octet-stream");
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
