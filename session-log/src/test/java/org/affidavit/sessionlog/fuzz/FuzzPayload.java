package org.affidavit.sessionlog.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.affidavit.sessionlog.encode.Malformed;
import org.affidavit.sessionlog.encode.PayloadCodec;
import org.affidavit.sessionlog.event.WireFrame;

/// The two readings of a payload agree, and the units of one that is understood are all of it.
public final class FuzzPayload {
    private FuzzPayload() {}

    public static void fuzzerTestOneInput(byte[] bytes) throws Malformed {
        PayloadCodec.Units units;
        try {
            units = PayloadCodec.units(bytes);
        } catch (Malformed refused) {
            refuses(bytes);
            return;
        }
        var whole = new ByteArrayOutputStream();
        for (int unit = 0; unit < units.count(); unit++) {
            ByteBuffer part = units.unit(unit);
            whole.write(part.array(), part.arrayOffset(), part.remaining());
        }
        if (!Arrays.equals(whole.toByteArray(), bytes)) {
            throw new AssertionError("the units of a payload are not the payload");
        }
        int frames = 0;
        for (WireFrame frame : PayloadCodec.read(bytes).frames()) {
            frames += frame.bytes().length;
        }
        if (units.unit(0).remaining() + frames != bytes.length) {
            throw new AssertionError("the frames of a payload are not its pieces");
        }
    }

    private static void refuses(byte[] bytes) {
        try {
            PayloadCodec.read(bytes);
        } catch (Malformed refused) {
            // The one answer to bytes that are no payload.
            return;
        }
        throw new AssertionError("a payload without units was read");
    }
}
