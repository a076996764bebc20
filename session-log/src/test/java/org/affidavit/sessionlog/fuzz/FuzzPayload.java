package org.affidavit.sessionlog.fuzz;

import java.util.Arrays;
import org.affidavit.sessionlog.encode.Malformed;
import org.affidavit.sessionlog.encode.PayloadCodec;
import org.affidavit.sessionlog.event.Payload;

/// A payload that is understood is written as it was read.
public final class FuzzPayload {
    private FuzzPayload() {}

    public static void fuzzerTestOneInput(byte[] bytes) throws Malformed {
        Payload payload;
        try {
            payload = PayloadCodec.read(bytes);
        } catch (Malformed refused) {
            // The one answer to bytes that are no payload.
            return;
        }
        if (!Arrays.equals(PayloadCodec.write(payload), bytes)) {
            throw new AssertionError("a payload is not written as it was read");
        }
    }
}
