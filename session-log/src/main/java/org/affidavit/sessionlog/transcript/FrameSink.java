package org.affidavit.sessionlog.transcript;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.affidavit.sessionlog.transcript.SessionDecoder.Source;

/// The frames of one payload while it is read.
final class FrameSink {
    private final Source source;
    private final List<Frame> frames = new ArrayList<>();
    private Instant at;

    FrameSink(Source source) {
        this.source = source;
        this.at = source.at();
    }

    /// What is added from now on crossed with this message.
    void crossed(WireMessage message) {
        at = source.at().plus(message.micros(), ChronoUnit.MICROS);
    }

    long record() {
        return source.record();
    }

    Instant at() {
        return at;
    }

    void add(Frame frame) {
        frames.add(frame);
    }

    /// Takes a frame back, as another shows the same and more.
    void takeBack(Frame frame) {
        frames.remove(frame);
    }

    void raw(WireMessage message, String what) {
        add(new Frame.Raw(record(), at, message.fromAgent(), what, message.body()));
    }

    List<Frame> frames() {
        return frames;
    }
}
