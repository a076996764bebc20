package org.affidavit.sessionlog.transcript;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.affidavit.sessionlog.event.WireFrame;

/// One PostgreSQL message: a type byte, a length that counts itself, a body.
///
/// @param type the type byte; 0 for bytes that are no whole message
/// @param micros when it crossed, as the frame has it
record WireMessage(boolean fromAgent, char type, long micros, byte[] body) {
    private static final int HEADER_BYTES = 5;

    /// Cuts a frame into its messages. What is no whole message comes out as one of type 0, so that
    /// no byte is lost.
    static List<WireMessage> cut(WireFrame frame) {
        byte[] bytes = frame.bytes();
        boolean fromAgent = frame.direction() == WireFrame.Direction.FROM_AGENT;
        var messages = new ArrayList<WireMessage>();
        int at = 0;
        while (at < bytes.length) {
            int end = end(bytes, at);
            if (end < 0) {
                byte[] rest = Arrays.copyOfRange(bytes, at, bytes.length);
                messages.add(new WireMessage(fromAgent, '\0', frame.micros(), rest));
                break;
            }
            byte[] body = Arrays.copyOfRange(bytes, at + HEADER_BYTES, end);
            messages.add(
                    new WireMessage(fromAgent, (char) (bytes[at] & 0xff), frame.micros(), body));
            at = end;
        }
        return messages;
    }

    private static int end(byte[] bytes, int at) {
        if (bytes.length - at < HEADER_BYTES) {
            return -1;
        }
        long length = 0;
        for (int i = 1; i < HEADER_BYTES; i++) {
            length = (length << 8) | (bytes[at + i] & 0xff);
        }
        long end = at + 1 + length;
        return length < HEADER_BYTES - 1 || end > bytes.length ? -1 : (int) end;
    }

    Bytes read() {
        return new Bytes(body);
    }
}
