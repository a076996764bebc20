package org.affidavit.sessionlog.transcript;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.affidavit.sessionlog.event.Payload;
import org.affidavit.sessionlog.event.WireFrame;
import org.affidavit.sessionlog.event.WireFrame.Direction;
import org.affidavit.sessionlog.transcript.SessionDecoder.Source;

/// What was recorded can be shown, whatever it is. The input is cut into wire messages: a byte that
/// says which way and how long, then so many bytes.
public final class FuzzTranscript {
    private FuzzTranscript() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        var in = ByteBuffer.wrap(bytes);
        var decoder = new PostgresDecoder();
        for (int command = 1; in.remaining() > 1; command++) {
            var frames = new ArrayList<WireFrame>();
            for (int i = in.get() & 3; i >= 0 && in.hasRemaining(); i--) {
                frames.add(frame(in));
            }
            boolean forwarded = (command & 1) == 1;
            var source = new Source(command, Instant.EPOCH, command, forwarded);
            decoder.decode(source, new Payload(List.copyOf(frames)));
        }
    }

    private static WireFrame frame(ByteBuffer in) {
        int head = in.get();
        byte[] message = new byte[Math.min(head & 0x7F, in.remaining())];
        in.get(message);
        var direction = head < 0 ? Direction.TO_AGENT : Direction.FROM_AGENT;
        return new WireFrame(direction, 0, message);
    }
}
