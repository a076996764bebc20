package org.affidavit.desktop.packets;

import java.io.IOException;
import java.nio.file.Path;
import org.affidavit.evidence.Packet;
import org.affidavit.evidence.PacketCheck;
import org.affidavit.evidence.PacketExporter;
import org.affidavit.evidence.PacketRequest;

/// Writes and checks packets.
public interface PacketDesk {
    /// @throws java.util.concurrent.CancellationException if progress answered false
    Packet export(PacketRequest request, Path target, PacketExporter.Progress progress)
            throws IOException;

    PacketCheck check(Path packet) throws IOException;

    /// The real one.
    static PacketDesk of(PacketExporter exporter) {
        return new PacketDesk() {
            @Override
            public Packet export(
                    PacketRequest request, Path target, PacketExporter.Progress progress)
                    throws IOException {
                return exporter.export(request, target, progress);
            }

            @Override
            public PacketCheck check(Path packet) throws IOException {
                return exporter.check(packet);
            }
        };
    }
}
