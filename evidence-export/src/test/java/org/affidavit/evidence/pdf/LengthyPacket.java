package org.affidavit.evidence.pdf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.affidavit.evidence.samples.HandBuilt;

/// Sets a session of 500 commands; run in a JVM of its own with little memory.
final class LengthyPacket {
    private LengthyPacket() {}

    public static void main(String[] arguments) throws IOException {
        Path target = Path.of(arguments[0]);
        Path manifest = Files.writeString(target.resolveSibling("manifest.json"), "{}\n");
        var report = HandBuilt.report(List.of(HandBuilt.lengthy(500)));
        var source = new PacketPdf.Source(report.annex().getFirst(), manifest);
        new PacketPdf().write(report, List.of(source), target, _ -> true);
    }
}
