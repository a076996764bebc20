package org.affidavit.sessionlog.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.affidavit.sessionlog.LogRecord;
import org.affidavit.sessionlog.SessionLogReader;
import org.affidavit.sessionlog.encode.Malformed;
import org.affidavit.sessionlog.encode.PayloadCodec;
import org.affidavit.sessionlog.event.WireFrame;
import org.affidavit.sessionlog.samples.SampleLogs;
import org.affidavit.sessionlog.samples.SampleReaders;
import org.affidavit.sessionlog.segment.FileKind;
import org.affidavit.sessionlog.segment.LogLayout;

/// Where a search begins: a genuine log, taken apart.
final class FuzzSeeds {
    private final Path folder;
    private int seeds;

    private FuzzSeeds(Path folder) {
        this.folder = folder;
    }

    /// @param arguments the folder that gets a folder of seeds for each target
    public static void main(String[] arguments) throws IOException, Malformed {
        var folder = Path.of(arguments[0]);
        Path home = Files.createTempDirectory("fuzz-seeds-");
        new FuzzSeeds(folder).takeApart(SampleLogs.write(home).folder());
    }

    private void takeApart(Path log) throws IOException, Malformed {
        var layout = new LogLayout(log);
        put("FuzzNote", Files.readAllBytes(layout.checkpoint()));
        var segment = new ByteArrayOutputStream();
        segment.write(0);
        segment.writeBytes(Files.readAllBytes(layout.file(FileKind.SEGMENT, 0)));
        put("FuzzSegment", segment.toByteArray());
        try (var reader = SessionLogReader.open(log, SampleReaders.keys())) {
            for (long index = 0; index < reader.size(); index++) {
                take(reader, reader.record(index));
            }
        }
    }

    private void take(SessionLogReader reader, LogRecord record) throws IOException, Malformed {
        put("FuzzLeaf", record.leaf());
        var payload = reader.payload(record).payload().orElseThrow();
        if (payload.isEmpty()) {
            return;
        }
        put("FuzzPayload", PayloadCodec.write(payload, PayloadCodec.Cutter.NONE).bytes());
        var messages = new ByteArrayOutputStream();
        for (WireFrame frame : payload.frames()) {
            int way = frame.direction() == WireFrame.Direction.TO_AGENT ? 0x80 : 0;
            if (frame.bytes().length < 0x80) {
                messages.write(0);
                messages.write(way | frame.bytes().length);
                messages.writeBytes(frame.bytes());
            }
        }
        put("FuzzTranscript", messages.toByteArray());
    }

    private void put(String target, byte[] seed) throws IOException {
        Path seedsOfTarget = Files.createDirectories(folder.resolve(target));
        Files.write(seedsOfTarget.resolve("seed-" + seeds++), seed);
    }
}
