package org.affidavit.sessionlog.transcript;

import java.util.ArrayList;
import java.util.List;
import org.affidavit.sessionlog.event.Payload;
import org.affidavit.sessionlog.event.WireFrame;

/// For kinds that have no view yet: the bytes as they are.
final class RawDecoder implements SessionDecoder {
    @Override
    public List<Frame> decode(Source source, Payload payload) {
        var frames = new ArrayList<Frame>();
        for (WireFrame frame : payload.frames()) {
            boolean fromAgent = frame.direction() == WireFrame.Direction.FROM_AGENT;
            frames.add(
                    new Frame.Raw(source.record(), source.at(), fromAgent, "bytes", frame.bytes()));
        }
        return frames;
    }
}
